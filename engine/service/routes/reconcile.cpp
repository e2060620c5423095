// tenure reconcile: what differs from the desired condition, and putting it right.
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

#include <algorithm>

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t page = 500;

struct drift {
  account of;
  mailbox_condition differs;
  mailbox_condition observed;
  std::string trouble;
};

// Accounts after `after` that exist in the systems and whose state asks for something.
std::vector<account> next_page(application& app, const account_id& after, bool& last) {
  return on_engine<std::vector<account>>(app, [&](flow::line& on, bool&) {
    auto some = on.in.accounts().list(after, "", page);
    last = some.size() < page;
    return some;
  });
}

void look_at(application& app, const std::vector<account>& some, std::vector<drift>& out,
             std::int64_t& checked) {
  std::vector<mailbox_ref> refs;
  std::vector<const account*> of;
  for (const auto& a : some) {
    if (a.directory_id.empty() || a.context.contains("deletedAt")) continue;
    refs.push_back(ref_of(a));
    of.push_back(&a);
  }
  checked += static_cast<std::int64_t>(refs.size());
  app.reconciler->observe(refs, [&](std::size_t i, const outcome& how) {
    auto desired = decide::desired_condition(*of[i], app.organisation->rules);
    if (how.kind != outcome_class::done) {
      out.push_back({*of[i], {}, {}, std::string(to_text(how.kind)) + " " + how.detail});
      return;
    }
    auto governed = desired;
    // What no system can tell is no drift.
    auto differs = difference(governed, how.observed);
    auto told = overlay(differs, how.observed);
    if (!says_nothing(difference(differs, told))) out.push_back({*of[i], differs, how.observed, ""});
  });
}

void add_fields(json::array& out, const drift& found, std::string_view result) {
  auto desired = json::parse(to_json(found.differs)).as_object();
  auto observed = json::parse(to_json(found.observed)).as_object();
  auto row = [&](std::string_view field, std::string want, std::string have) {
    out.push_back({{"account", found.of.address}, {"field", field}, {"desired", want},
                   {"observed", have}, {"outcome", result}});
  };
  if (!found.trouble.empty()) return row("", "", found.trouble);
  for (const auto& member : desired) {
    const auto* have = observed.if_contains(member.key());
    if (have == nullptr) continue;
    row(member.key(), json::serialize(member.value()), json::serialize(*have));
  }
}

// Told of the drift, the workflow has the mailbox reconciled like any other.
bool repair(application& app, const drift& found, const actor& by) {
  return on_engine<bool>(app, [&](flow::line& on, bool& commit) {
    auto told = tell(on, app, found.of, "drift.found", {}, by);
    commit = true;
    return told && told->changed;
  });
}

answer reconcile(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto name = text_in(*body, "account");
  if (!name) return name.error();
  const auto* wanted = body->if_contains("repair");
  bool repairing = wanted != nullptr && wanted->is_bool() && wanted->get_bool();
  auto by = actor_of(asked, app, "operator");
  if (!by) return by.error();

  std::vector<drift> found;
  std::int64_t checked = 0;
  if (!name->empty()) {
    auto one = on_engine<std::optional<account>>(app, [&](flow::line& on, bool&) {
      return find_account(on.in, *name);
    });
    if (!one) return no_account(*name);
    look_at(app, {*one}, found, checked);
  } else {
    account_id after;
    for (bool last = false; !last && !asked.cancelled();) {
      auto some = next_page(app, after, last);
      look_at(app, some, found, checked);
      if (!some.empty()) after = some.back().id;
      asked.report({.done = checked, .what = "reading mailboxes"});
    }
  }
  json::array differences;
  bool unrepaired = false;
  for (const auto& drift : found) {
    bool asked_for = repairing && drift.trouble.empty() && repair(app, drift, *by);
    unrepaired = unrepaired || (repairing && !asked_for);
    add_fields(differences, drift, !repairing ? "" : asked_for ? "being repaired" : "not repaired");
  }
  return ok(json::object{{"checked", checked}, {"differences", std::move(differences)},
                         {"unrepaired", unrepaired}});
}

}  // namespace

void add_reconcile_routes(http::router& to, application& app) {
  to.add("POST", "/v1/reconciliations",
         [&app](const http::request& asked) { return reconcile(app, asked); },
         "Compare mailboxes with what they should be");
}

}  // namespace tenure::service
