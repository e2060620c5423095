// tenure reconcile: what differs from the desired condition, and putting it right.
#include "engine/service/acting.hpp"
#include "engine/service/drift.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

void add_fields(json::array& out, const drift& found, std::string_view result) {
  auto row = [&](std::string_view field, std::string want, std::string have) {
    out.push_back({{"account", found.of.address}, {"field", field}, {"desired", want},
                   {"observed", have}, {"outcome", result}});
  };
  if (!found.trouble.empty()) return row("", "", found.trouble);
  auto desired = json::parse(to_json(found.differs)).as_object();
  auto observed = json::parse(to_json(found.observed)).as_object();
  for (const auto& member : desired) {
    const auto* have = observed.if_contains(member.key());
    row(member.key(), json::serialize(member.value()),
        have == nullptr ? "" : json::serialize(*have));
  }
}

answer reconcile(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto name = text_in(*body, "account");
  if (!name) return name.error();
  const auto* wanted = body->if_contains("repair");
  bool repairing = wanted != nullptr && wanted->is_bool() && wanted->get_bool();
  // Looking takes no person, changing does.
  result<actor> by = os_user(asked);
  if (repairing) by = permitted(asked, app, "drift.repair");
  if (!by) return by.error();
  std::optional<account> only;
  if (!name->empty()) {
    only = on_engine<std::optional<account>>(app, [&](flow::line& on, bool&) {
      return find_account(on.in, *name);
    });
    if (!only) return no_account(*name);
  }
  auto report = look_for_drift(app, only, repairing, *by, [&](std::int64_t checked) {
    asked.report({.done = checked, .what = "reading mailboxes"});
    return !asked.cancelled();
  });
  json::array differences;
  bool unrepaired = false;
  for (const auto& each : report.found) {
    unrepaired = unrepaired || (repairing && !each.repairing);
    add_fields(differences, each,
               !repairing ? "" : each.repairing ? "being repaired" : "not repaired");
  }
  return ok(json::object{{"checked", report.checked}, {"differences", std::move(differences)},
                         {"unrepaired", unrepaired}});
}

}  // namespace

void add_reconcile_routes(http::router& to, application& app) {
  to.add("POST", "/v1/reconciliations",
         [&app](const http::request& asked) { return reconcile(app, asked); },
         "Compare mailboxes with what they should be");
}

}  // namespace tenure::service
