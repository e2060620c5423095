#pragma once
// An organisation in which 1001's agreement is asked of the office "dpo", held by D. Somebody
// called "gone" held it and has left; E is on staff and never did.

#include "tests/unit/decide/fixture.hpp"

#include <functional>

namespace tenure::test {

class posts final : public decide::organisation_chart {
 public:
  std::optional<person> find(const hr_id& who) override {
    return person{.id = who, .on_staff = who.value != "gone"};
  }
  const unit* find_unit(std::string_view) override { return nullptr; }
  std::vector<hr_id> holders(std::string_view) override { return {{"D"}, {"gone"}}; }
  std::vector<designation> designations_of(const hr_id&) override { return {}; }
  std::optional<account> account_of(const hr_id&) override { return std::nullopt; }
};

// The account's creation was agreed to by `who`, where the pack wants `least` of them.
inline void agreed_to(desk& d, const std::vector<std::string>& who, std::size_t least = 1) {
  static posts people;
  std::string all;
  for (const auto& each : who) all += (all.empty() ? "" : ",") + each;
  d.known.people = &people;
  d.known.open_cases.push_back({.id = {}, .workflow = "accountCreation", .subject = {},
                                .requester = {"H"}, .state = "agreed",
                                .context = {{"agreed.0", all}}, .pending = {}, .opened = {}});
  d.pack.cases["accountCreation"].agree = {{{"role:dpo"}, least, "C"}};
}

// In use, under a pack that has transitory mail go after ninety days.
inline void sweeps(desk& d) {
  d.known.account.state = "employed.presence.active,employed.employment.staying";
  d.pack.sweep = {{"P7D", "C"}, {"100", "C"}, {{"Transitory", "P90D", "C-1"}}};
}

struct guard_case {
  const char* guard;
  const char* about;
  bool answer;
  std::function<void(desk&)> given;
};

// The rows about agreements and about mailboxes of many, and those given.
inline std::vector<guard_case> with_agreements(std::vector<guard_case> all) {
  const std::vector<guard_case> rows{
      {"agreementLapsed", "no case is open", false, [](desk&) {}},
      {"agreementLapsed", "who agreed still holds the office", false,
       [](desk& d) { agreed_to(d, {"D"}); }},
      {"agreementLapsed", "who agreed has left", true, [](desk& d) { agreed_to(d, {"gone"}); }},
      {"agreementLapsed", "who agreed has another office now", true,
       [](desk& d) { agreed_to(d, {"E"}); }},
      {"agreementLapsed", "one of two has left", true,
       [](desk& d) { agreed_to(d, {"D", "gone"}, 2); }},
      {"sweepAllowed", "the pack names no folders", false,
       [](desk& d) { sweeps(d), d.pack.sweep = {}; }},
      {"sweepAllowed", "in use", true, sweeps},
      {"sweepAllowed", "absent", true,
       [](desk& d) {
         sweeps(d);
         d.known.account.state = "employed.presence.absent.open,employed.employment.staying";
       }},
      {"sweepAllowed", "held", false, [](desk& d) { sweeps(d), d.hold(); }},
      {"sweepAllowed", "the holds cannot be read", false,
       [](desk& d) { sweeps(d), d.known.holds_readable = false; }},
      {"sweepAllowed", "access was withdrawn", false,
       [](desk& d) { sweeps(d), d.remember("suspendedAt", "2026-11-01T09:00:00.000000Z"); }},
      {"sweepAllowed", "being swept", false, [](desk& d) { sweeps(d), d.wait_for("sweep"); }},
      {"sweepAllowed", "closed", false,
       [](desk& d) { sweeps(d), d.known.account.state = "retained"; }},
      {"sweepAllowed", "not made yet", false,
       [](desk& d) { sweeps(d), d.known.account.directory_id.clear(); }},
      {"isShared", "somebody's own", false, [](desk&) {}},
      {"isShared", "a unit's or group's", true,
       [](desk& d) { d.known.account.kind = person_kind::shared; }},
      {"lookedAfter", "by nobody", false, [](desk&) {}},
      {"lookedAfter", "by a colleague", true,
       [](desk& d) { d.remember("lookedAfterBy", "1002"); }},
      {"needsAgreement", "an approver is enough", false,
       [](desk& d) { d.set("joinerApproval", "required"); }},
      {"needsAgreement", "wanted, and nobody says of whom", false,
       [](desk& d) { d.set("joinerApproval", "agreement"); }},
      {"needsAgreement", "wanted of those whom the pack names", true,
       [](desk& d) {
         d.set("joinerApproval", "agreement");
         d.pack.cases["accountCreation"] = {};
       }},
  };
  all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace tenure::test
