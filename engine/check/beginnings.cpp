#include "engine/check/beginnings.hpp"

#include "engine/check/play.hpp"

#include <map>

namespace tenure::check {

world nobody(const setting& in) {
  return {.of = {.id = {{0, 1}}, .person = in.people.subject().id,
                 .kind = in.people.subject().kind, .workflow = in.by.chart.id},
          .now = *parse_instant("2026-06-01T08:00:00Z")};
}

world in_use(const setting& in) {
  std::uint64_t count = 1'000'000'000;
  auto after = play(nobody(in), joiner(in, count), in, count).after;
  after.deadlines.clear();
  return after;
}

world with_a_right(const setting& in, const policy::case_rule& rule) {
  auto out = in_use(in);
  auto holder = in.people.account_of(in.people.recipient());
  out.grants.push_back({.id = {{0, 77}}, .from_case = {{0, 78}}, .subject = out.of.id,
                        .kind = grant_kind::read, .holder = holder->person,
                        .holder_login = holder->login, .holder_address = holder->address,
                        .purpose = "cover", .clause = "practice", .told = "told",
                        .opened = out.now});
  if (!rule.review_every.value.empty()) {
    out.now = in.by.calendar.add(out.now, *parse_period(rule.review_every.value));
  }
  return out;
}

move time_to_certify(const world& of) {
  return {.label = "a right is to be certified",
          .what = {.id = {{0xce27, 1}}, .name = std::string(review_due), .at = of.now,
                   .account = of.of.id, .by = the_engine(), .data = {}}};
}

std::vector<move> fullest(std::vector<move> asked, const world& start, const setting& in,
                          std::uint64_t& count) {
  std::map<bool, move> out;
  std::map<bool, std::string> of;
  for (auto& each : asked) {
    auto first = play(start, each, in, count);
    if (!first.taken) continue;
    bool agrees = first.after.seen.asked_by.find('o') != std::string::npos;
    auto& who = of.try_emplace(agrees, each.what.by.who).first->second;
    if (who == each.what.by.who) out.insert_or_assign(agrees, std::move(each));
  }
  std::vector<move> chosen;
  for (auto& [agrees, each] : out) chosen.push_back(std::move(each));
  return chosen;
}

}  // namespace tenure::check
