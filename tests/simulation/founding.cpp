// How a made-up organisation comes to be: its rules, units, heads, line managers, offices,
// designees, and what is on record about its people.
#include "tests/simulation/office.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* offices[] = {
    "administrator", "agencyWorkerTeam", "auditor", "communications", "democraticServices", "dpo",
    "helpdesk", "hrOfficer", "informationTechnology", "investigatingManager", "legalCounsel",
    "securityBoard", "securityOffice", "userAdministration"};

std::string number(int n) { return "P" + std::to_string(n); }

}  // namespace

world& vary(world& w, std::mt19937_64& dice) {
  for (auto& [name, rule] : w.pack.cases) {
    bool gives = !rule.gives.empty() && name != "breakGlass";
    if (rule.agree.empty() && gives && dice() % 4 == 0) {
      rule.agree.push_back({.who = {"headOfUnitOrAbove"}, .least = 1, .clause = "practice"});
    }
    for (auto& stage : rule.agree) {
      if (dice() % 8 == 0) stage.least = 2;
      if (dice() % 8 == 0) stage.who.push_back("role:legalCounsel");
    }
    if (!rule.review_every.value.empty()) rule.review_every.value = "P10D";
    if (gives && dice() % 4 == 0) rule.tell_subject.value = "before";
    bool named = std::ranges::find(rule.require, "recipient") != rule.require.end();
    if (named && gives && dice() % 4 == 0) {
      rule.attested.push_back({.of = "recipient", .kind = "policyAwareness", .clause = "practice"});
    }
    if (dice() % 4 == 0) {
      rule.questions.push_back({.id = "why", .text = "Why now?", .clause = "practice"});
    }
    if (!rule.agree.empty() && dice() % 3 == 0) {
      rule.escalate = {"P3D", {.who = {"headOfOrganisation"}, .least = 1, .clause = "practice"}};
    }
  }
  return w;
}

// A root, agencies below it, units below those; P0 directs, then come the heads, then the others,
// the first of each unit being the line manager of the rest.
office::office(world& of, std::mt19937_64& dice, int count)
    : rules(of.pack.cases), w_(of), dice_(dice) {
  found_units(count);
  int heads = static_cast<int>(units.size());
  std::vector<std::string> below;
  for (const auto& [id, each] : units) {
    if (id.starts_with("U")) below.push_back(id);
  }
  std::map<std::string, std::string> manager;
  w_.engine->run([&](flow::line& on) {
    for (int n = 0; n < count; ++n) {
      person who{.id = {number(n)}, .kind = n % 5 == 4 ? person_kind::member
                                                       : person_kind::employee,
                 .given_name = "Pat", .surname = "Number" + std::to_string(n),
                 .job_title = "Officer", .unit = {}, .manager = {},
                 .contact = n % 7 == 6 ? "" : "c" + std::to_string(n) + "@home.example"};
      if (n < heads) {
        for (const auto& [id, each] : units) {
          if (each.head.value == number(n)) who.unit = id;
        }
      } else {
        who.unit = below[static_cast<std::size_t>(n) % below.size()];
        auto& first = manager[who.unit];
        who.manager.value = first.empty() ? units.at(who.unit).head.value : first;
        if (first.empty()) first = who.id.value;
      }
      on.in.people().save(who);
      people.push_back(who.id.value);
      staff_[who.id.value] = std::move(who);
    }
    return true;
  });
  auto any = [&] { return people[dice_() % people.size()]; };
  for (const char* role : offices) {
    w_.organisation->roles[role] = {{any()}};
    if (dice_() % 2 == 0) w_.organisation->roles[role].push_back({any()});
  }
  designate(3);
  put_on_record();
}

void office::found_units(int count) {
  int agencies = count < 100 ? 2 : 6, each = count < 100 ? 1 : 4, head = 0;
  auto add = [&](const std::string& id, const std::string& parent) {
    units[id] = {.id = id, .name = id, .parent = parent, .head = {number(head++)}};
  };
  add("R", "");
  for (int a = 0; a < agencies; ++a) {
    auto agency = "A" + std::to_string(a);
    add(agency, "R");
    for (int u = 0; u < each; ++u) add("U" + std::to_string(a * each + u), agency);
  }
  w_.engine->run([&](flow::line& on) {
    for (const auto& [id, unit] : units) on.in.people().save_unit(unit);
    return true;
  });
}

// Of most people, for some weeks or longer than the year; of a few nothing.
void office::put_on_record() {
  std::set<std::string> kinds;
  for (const auto& [workflow, rule] : rules) {
    for (const auto& wanted : rule.attested) {
      if (!wanted.signed_here) kinds.insert(wanted.kind);
    }
  }
  w_.engine->run([&](flow::line& on) {
    for (const auto& kind : kinds) {
      for (const auto& who : people) {
        if (dice_() % 8 == 0) continue;
        auto days = dice_() % 3 == 0 ? 20 + dice_() % 60 : 900;
        on.in.attestations().save({.id = new_id<attestation_id>(w_.random), .about = who,
                                   .kind = kind, .evidence = "seen", .from = on.now,
                                   .until = on.now + 24h * static_cast<int>(days),
                                   .recorded_by = {"P0", "hrOfficer", "test"}, .withdrawn = {}});
      }
    }
    return true;
  });
}

void office::designate(int count) {
  w_.engine->run([&](flow::line& on) {
    for (int i = 0; i < count; ++i) {
      designation made{.id = new_id<designation_id>(w_.random),
                       .principal = units.at(i == 0 ? "U0" : i == 1 ? "U1" : "A0").head,
                       .designee = {people[dice_() % people.size()]}, .deputy = dice_() % 3 == 0,
                       .from = on.now + 24h * static_cast<int>(dice_() % 20),
                       .until = on.now + 24h * static_cast<int>(20 + dice_() % 60),
                       .made_by = {"P0", "principal", "test"}, .ended = {}};
      if (made.designee == made.principal) continue;
      on.in.designations().save(made);
      designations_.push_back(made);
    }
    return true;
  });
}

}  // namespace tenure::test
