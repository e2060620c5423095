#include "engine/service/drift.hpp"

#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

constexpr std::size_t page = 500;

std::vector<account> next_page(application& app, const account_id& after) {
  return on_engine<std::vector<account>>(app, [&](flow::line& on, bool&) {
    return on.in.accounts().list(after, "", page);
  });
}

std::vector<std::vector<grant>> grants_on(application& app, const std::vector<account>& some) {
  return on_engine<std::vector<std::vector<grant>>>(app, [&](flow::line& on, bool&) {
    std::vector<std::vector<grant>> out;
    for (const auto& of : some) out.push_back(on.in.grants().on(of.id));
    return out;
  });
}

// What is desired, differs, and can be told: a field no system observes is no drift.
mailbox_condition visible_difference(const mailbox_condition& desired,
                                     const mailbox_condition& observed) {
  auto differs = difference(desired, observed);
  return difference(differs, overlay(differs, observed));
}

void look_at(application& app, const std::vector<account>& some, drift_report& out) {
  std::vector<mailbox_ref> refs;
  std::vector<const account*> of;
  std::vector<const std::vector<grant>*> given;
  const auto grants = grants_on(app, some);
  for (const auto& a : some) {
    if (a.directory_id.empty() || a.context.contains("deletedAt")) continue;
    // A change of ours that is under way is no drift.
    if (a.pending.contains("reconcile")) continue;
    refs.push_back(ref_of(a));
    of.push_back(&a);
    given.push_back(&grants[static_cast<std::size_t>(&a - some.data())]);
  }
  out.checked += static_cast<std::int64_t>(refs.size());
  app.reconciler->observe(refs, [&](std::size_t i, const outcome& how) {
    if (how.kind != outcome_class::done) {
      out.found.push_back({.of = *of[i], .differs = {}, .observed = {},
                           .trouble = std::string(to_text(how.kind)) + " " + how.detail});
      return;
    }
    auto desired = decide::desired_condition(*of[i], app.organisation->rules, *given[i]);
    auto differs = visible_difference(desired, how.observed);
    if (says_nothing(differs)) return;
    out.found.push_back(
        {.of = *of[i], .differs = differs, .observed = how.observed, .trouble = {}});
  });
}

// The account may have moved since it was looked at: the event is decided on what it is now.
bool repair_one(application& app, const drift& found, const actor& by) {
  return on_engine<bool>(app, [&](flow::line& on, bool& commit) {
    auto told = tell(on, app, found.of, "drift.found", {}, by);
    commit = true;
    return told && told->changed;
  });
}

}  // namespace

drift_report look_for_drift(application& app, const std::optional<account>& only, bool repair,
                            const actor& by, const std::function<bool(std::int64_t)>& go_on) {
  drift_report out;
  if (only) look_at(app, {*only}, out);
  for (account_id after; !only;) {
    auto some = next_page(app, after);
    look_at(app, some, out);
    if (some.size() < page || !go_on(out.checked)) break;
    after = some.back().id;
  }
  for (auto& each : out.found) {
    each.repairing = repair && each.trouble.empty() && repair_one(app, each, by);
  }
  return out;
}

}  // namespace tenure::service
