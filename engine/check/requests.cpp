// Everything that somebody could ask for about a mailbox, asked by everybody.

#include "engine/check/moves.hpp"

#include <algorithm>
#include <map>

namespace tenure::check {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view filled_in = "as the rule wants";

std::vector<std::string> kinds_asked(const policy::case_rule& rule) {
  std::vector<std::string> out;
  std::string all;
  for (auto kind : rule.gives) {
    out.emplace_back(to_text(kind));
    all += (all.empty() ? "" : ",") + out.back();
  }
  if (out.size() > 1) out.push_back(all);
  if (out.empty()) out.emplace_back();
  return out;
}

std::string fitting_answer(const policy::question& asked) {
  switch (asked.kind) {
    case policy::answer_kind::text:
      return std::string(filled_in);
    case policy::answer_kind::yes_no:
      return "yes";
    case policy::answer_kind::choice:
      return asked.choices.front();
    case policy::answer_kind::date:
      return "2026-06-01";
  }
  throw std::logic_error("answer_kind");
}

attributes fields_of(const policy::case_rule& rule, const setting& in, const std::string& kind,
                     instant now) {
  attributes out;
  for (const auto& name : rule.require) out[name] = filled_in;
  if (!rule.purposes.empty()) out["purpose"] = rule.purposes.front();
  if (!kind.empty()) out["kind"] = kind;
  bool given = out.contains("recipient") || (!rule.gives.empty() && !out.contains("target"));
  bool answers_only = kind == to_text(grant_kind::auto_reply);
  if (given && !answers_only) out["recipient"] = in.people.recipient().value;
  if (kind.find("extract") != kind.npos) out["messageSubject"] = "contract";
  if (out.contains("target")) out["target"] = "elsewhere@example.net";
  if (out.contains("risk")) out["risk"] = "small";
  if (out.contains("asOf")) out["asOf"] = to_text(in.by.calendar.local_date(now));
  if (out.contains("quota")) {
    auto has = in.by.pack.number("quota.default", in.people.subject().kind);
    out["quota"] = std::to_string(has + 1);
  }
  for (const auto& asked : rule.questions) out["answer." + asked.id] = fitting_answer(asked);
  if (out.contains("until")) {
    constexpr int soon = 2;  // days; within every pack's longest time
    bool looked_at_again = !rule.review_every.value.empty();
    auto last = looked_at_again ? in.by.calendar.add(now, *parse_period(rule.longest.value))
                                : in.by.calendar.add(now, {.days = soon});
    out["until"] = to_text(in.by.calendar.local_date(last));
  }
  return out;
}

}  // namespace

std::string place_of(const hr_id& who, const setting& in, const policy::case_rule& rule,
                     const hr_id& requester) {
  std::string place{who == in.people.subject().id ? 's' : '-',
                    who == in.people.recipient() ? 'r' : '-', who == requester ? 'q' : '-',
                    in.people.entitled_or_designated(rule.ask, {}).contains(who) ? 'a' : '-'};
  for (const auto& stage : rule.agree) {
    bool own = in.people.entitled(stage).contains(who);
    bool lent = in.people.entitled_or_designated(stage, {}).contains(who);
    place += own ? 'o' : lent ? 'd' : '-';
  }
  return place;
}

std::vector<hr_id> unlike(const setting& in, const policy::case_rule& rule,
                          const hr_id& requester) {
  std::map<std::string, std::size_t> known;
  std::vector<hr_id> out;
  for (const auto& who : in.people.everybody()) {
    // What is looked at again may be confirmed by another holder of the same office.
    std::size_t wanted = rule.review_every.value.empty() ? 1 : 2;
    for (const auto& stage : rule.agree) {
      bool own = in.people.entitled(stage).contains(who);
      wanted = std::max(wanted, own ? stage.least : 1);
    }
    if (known[place_of(who, in, rule, requester)]++ < wanted) out.push_back(who);
  }
  return out;
}

std::vector<move> requests(const world& from, const setting& in, const std::string& workflow,
                           std::uint64_t& count) {
  std::vector<move> out;
  const auto& rule = in.by.pack.cases.find(workflow)->second;
  auto ask = [&](const hr_id& who, attributes fields, const std::string& what) {
    fields["workflow"] = workflow;
    fields["requester"] = who.value;
    out.push_back({.label = who.value + " asks for " + workflow + what,
                   .what = {.id = {{0xa5c, ++count}}, .name = "case.asked", .at = from.now + 1s,
                            .account = from.of.id, .by = {who.value, "checker", "checker"},
                            .data = std::move(fields)},
                   .to_case = true});
  };
  for (const auto& who : unlike(in, rule, {})) {
    for (const auto& kind : kinds_asked(rule)) {
      auto fields = fields_of(rule, in, kind, from.now);
      ask(who, fields, kind.empty() ? "" : " (" + kind + ")");
      if (!fields.contains("risk")) continue;
      fields["risk"] = "significant";
      fields.erase("controls");
      ask(who, fields, " (significant risk, no controls)");
    }
  }
  return out;
}

}  // namespace tenure::check
