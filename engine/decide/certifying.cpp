#include "engine/decide/certifying.hpp"

#include "engine/decide/ownership.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

constexpr std::string_view owner_word = "mailboxOwner";

// An auto-reply opens nothing, and an owner's own right follows the post.
bool certifiable(const grant& right) {
  return !right.closed && right.kind != grant_kind::auto_reply && right.purpose != owner_purpose;
}

// nullptr: the organisation does not certify.
const policy::case_rule* rule_of_review(const deliberation& d) {
  auto found = d.by.pack.cases.find(access_review);
  bool wanted = found != d.by.pack.cases.end() && !found->second.review_every.value.empty();
  return wanted ? &found->second : nullptr;
}

instant due_of(const deliberation& d, const policy::case_rule& rule, const grant& right) {
  return d.by.calendar.add(right.certified.value_or(right.opened),
                           *parse_period(rule.review_every.value));
}

bool is_about(const case_file& of, const grant& right) {
  return of.workflow == access_review && value_of(of.context, "grant") == right.id.text();
}

bool asked_already(const deliberation& d, const grant& right) {
  return std::any_of(d.known.open_cases.begin(), d.known.open_cases.end(), [&](const auto& open) {
    bool this_one = d.out.next_case && d.out.next_case->id == open.id;
    return !this_one && is_about(open, right);
  });
}

// The right that the case asks about; nullptr: there is none of this id.
const grant* reviewed(const deliberation& d) {
  auto id = value_of(d.out.next_case->context, "grant");
  const auto& all = d.known.grants;
  auto found = std::find_if(all.begin(), all.end(),
                            [&](const grant& right) { return right.id.text() == id; });
  return found == all.end() ? nullptr : &*found;
}

void plan(deliberation& d, bool due_ones_are_asked) {
  const auto* rule = rule_of_review(d);
  if (rule == nullptr) return;
  std::optional<instant> next;
  for (const auto& right : rights_after(d)) {
    if (!certifiable(right) || asked_already(d, right)) continue;
    auto due = due_of(d, *rule, right);
    bool ends_before = right.ends && *right.ends <= due;
    if (ends_before || (due_ones_are_asked && due <= d.what.at)) continue;
    next = std::min(next.value_or(due), due);
  }
  std::string event(review_due);
  if (next) d.out.deadlines.push_back({d.out.next.id, event, *next});
  else d.out.cleared.push_back(event);
}

void ask_about(deliberation& d, const grant& right) {
  attributes data{{"workflow", std::string(access_review)}, {"grant", right.id.text()},
                  {"holder", right.holder.value}, {"right", std::string(to_text(right.kind))},
                  {"purpose", right.purpose}};
  if (right.told.starts_with("not told")) data["untold"] = "true";
  for (const auto& open : d.known.open_cases) {
    if (open.id == right.from_case) data["reviewOf"] = open.workflow;
  }
  d.out.events.push_back({.id = d.what.id.derive<event_id>("certify:" + right.id.text()),
                          .name = "case.asked", .at = d.what.at, .account = d.out.next.id,
                          .by = {"engine", "engine", "engine"}, .data = std::move(data)});
  d.facts["certify." + right.id.text()] = to_text(right.kind);
}

event to_case(const deliberation& d, std::string_view name, const case_id& which) {
  return {.id = d.what.id.derive<event_id>(std::string(name) + which.text()),
          .name = std::string(name), .at = d.what.at, .account = d.out.next.id,
          .by = {"engine", "engine", "engine"}, .data = {{"case", which.text()}}};
}

}  // namespace

std::vector<grant> rights_after(const deliberation& d) {
  auto out = d.known.grants;
  for (const auto& changed : d.out.grants) {
    auto same = std::find_if(out.begin(), out.end(),
                             [&](const grant& g) { return g.id == changed.id; });
    if (same == out.end()) out.push_back(changed);
    else *same = changed;
  }
  return out;
}

void plan_certifying(deliberation& d) { plan(d, false); }

void ask_reviews(deliberation& d, const attributes&) {
  const auto* rule = rule_of_review(d);
  if (rule == nullptr) return;
  d.clauses.insert(rule->review_every.clause);
  for (const auto& right : d.known.grants) {
    bool wanted = certifiable(right) && !asked_already(d, right);
    if (wanted && due_of(d, *rule, right) <= d.what.at) ask_about(d, right);
  }
  plan(d, true);
}

void remember_certified(deliberation& d, const attributes&) {
  const auto* right = reviewed(d);
  if (right == nullptr || right->closed) return;
  grant kept = *right;
  kept.certified = d.what.at;
  kept.certified_by = {d.what.by.who};
  d.facts["certified." + std::string(to_text(kept.kind))] = kept.id.text();
  d.explain(std::string(to_text(kept.kind)) + " is still wanted");
  d.out.grants.push_back(std::move(kept));
}

void end_reviewed(deliberation& d, const attributes&) {
  const auto* right = reviewed(d);
  if (right == nullptr || right->closed) return;
  end_grant(d, *right);
  bool answered = d.what.name == "case.answered";
  d.out.grants.back().closed_because = answered ? "not wanted any more" : "nobody certified it";
  d.explain(answered ? "it is not wanted any more" : "nobody said that it is still wanted");
  auto rights = rights_after(d);
  bool last = std::none_of(rights.begin(), rights.end(), [&](const grant& other) {
    return other.from_case == right->from_case && !other.closed;
  });
  if (last) d.out.events.push_back(to_case(d, "grant.revoked", right->from_case));
}

bool right_is_over(deliberation& d) {
  const auto* right = reviewed(d);
  return right == nullptr || right->closed.has_value();
}

bool silence_escalates(deliberation& d) {
  const auto& rule = d.rule().on_silence;
  if (!rule.clause.empty()) d.clauses.insert(rule.clause);
  return rule.value == "helpdesk";
}

void tell_review(deliberation& d, const grant& ended) {
  for (const auto& open : d.known.open_cases) {
    bool this_one = d.out.next_case && d.out.next_case->id == open.id;
    if (this_one || !is_about(open, ended)) continue;
    d.out.events.push_back(to_case(d, "access.over", open.id));
  }
}

bool owner_decides(const deliberation& d) {
  if (!d.out.next_case || value_of(d.out.next_case->context, "untold") == "true") return false;
  return d.chart().tagged("ownerDecides");
}

std::vector<hr_id> asked_first(deliberation& d, std::vector<hr_id> eligible) {
  if (!owner_decides(d)) return eligible;
  const policy::authority_rule owner{.who = {std::string(owner_word)}, .least = 1, .clause = {}};
  for (const auto& who : holders_of(owner, *d.known.person, *d.known.people)) {
    bool may = std::find(eligible.begin(), eligible.end(), who) != eligible.end();
    if (may) return {who};
  }
  return eligible;
}

const std::vector<policy::authority_rule>& stages_of(deliberation& d) {
  const auto& own = d.rule().agree;
  const auto& context = d.context();
  if (value_of(context, "untold") != "true") return own;
  auto giving = d.by.pack.cases.find(value_of(context, "reviewOf"));
  bool known = giving != d.by.pack.cases.end() && !giving->second.agree.empty();
  return known ? giving->second.agree : own;
}

}  // namespace tenure::decide
