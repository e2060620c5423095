// How a made-up organisation comes to be: its units, heads, line managers, offices,
// designees, and what is on record about its people.
#include "tests/simulation/office.hpp"

#include "engine/flow/wanted.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* offices[] = {
    "administrator", "agencyWorkerTeam", "auditor", "communications", "democraticServices", "dpo",
    "helpdesk", "hrOfficer", "informationTechnology", "investigatingManager", "legalCounsel",
    "securityBoard", "securityOffice", "userAdministration"};

std::string number(int n) { return "P" + std::to_string(n); }

person_kind kind_of(int n) {
  if (n % 5 == 4) return person_kind::member;
  if (n % 7 == 5) return person_kind::temporary;
  return n % 11 == 7 ? person_kind::agency_worker : person_kind::employee;
}

}  // namespace

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
      person who{.id = {number(n)}, .kind = kind_of(n), .given_name = "Pat",
                 .surname = "Number" + std::to_string(n), .job_title = "Officer", .unit = {},
                 .manager = {},
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
  put_on_record(people);
}

// The mailbox, once it is made, mostly has a message in it.
account_id office::hire(const person& who, const std::string& start) {
  auto id = new_id<account_id>(w_.random);
  w_.engine->run([&](flow::line& on) {
    on.in.people().save(who);
    event joins{.id = new_id<event_id>(w_.random), .name = "joiner.notified", .at = on.now,
                .account = id, .by = {"test", "hr", "test"},
                .data = {{"person", who.id.value}, {"unit", who.unit}}};
    if (!start.empty()) joins.data["startDate"] = start;
    on.in.inbox().put(joins);
    return true;
  });
  w_.settle();
  if (!joiners_wait && w_.state(id) == "awaitingApproval") {
    if (dice_() % 6 == 0) approve_without_office(id);
    w_.finish_tasks(id, {{"approved", "true"}});
  }
  for (const char* folder : {"INBOX", "Transitory"}) {
    if (dice_() % 4 == 0) continue;
    w_.mail.deliver(id, {.folder = folder, .flags = {}, .received = w_.clock.now(),
                         .bytes = "Subject: plans\r\n\r\nx\r\n"});
  }
  return id;
}

// Whoever it is who says yes: it is not theirs to say.
void office::approve_without_office(const account_id& of) {
  w_.engine->run([&](flow::line& on) {
    for (const auto& task : on.in.tasks().open_tasks(of, 10)) {
      auto answer = flow::task_event(task, {"P1", "auditor", "test"}, {{"approved", "true"}},
                                     on.now);
      answer.id = new_id<event_id>(w_.random);  // the task stays open: nobody has done it
      on.in.inbox().put(answer);
    }
    return true;
  });
  w_.settle();
}

std::string office::joins(const std::string& start, std::optional<person_kind> kind) {
  const auto n = std::to_string(++joined_);
  const auto& model = staff_.at(people[dice_() % 14]);
  const person_kind kinds[] = {person_kind::employee, person_kind::member,
                               person_kind::temporary, person_kind::agency_worker};
  person who{.id = {"J" + n}, .kind = kind.value_or(kinds[dice_() % 4]), .given_name = "Jo",
             .surname = "Joined" + n, .job_title = "Officer", .unit = model.unit,
             .manager = {},
             .contact = "j" + n + "@home.example"};
  for (int tries = 0; tries < 20 && !on_staff(who.manager.value); ++tries) {
    who.manager.value = people[dice_() % people.size()];
  }
  people.push_back(who.id.value);
  staff_[who.id.value] = who;
  put_on_record({who.id.value});
  // Some had a mailbox before there was Tenure.
  if (dice_() % 10 == 0) {
    w_.mail.put_before(who.id, "before" + n, {.address = "before" + n + "@" + w_.pack.domain});
  }
  accounts_[who.id.value] = hire(who, start);
  return who.id.value;
}

void office::fill_posts() {
  for (auto& [role, holders] : w_.organisation->roles) {
    bool held = std::ranges::any_of(holders, [&](const hr_id& who) { return on_staff(who.value); });
    if (!held) holders.push_back({joins("", person_kind::employee)});
  }
  for (const auto& [id, unit] : units) {
    if (!on_staff(unit.head.value)) new_head(id, joins("", person_kind::employee));
  }
}

void office::cannot_be_named(int how) {
  const char* surnames[] = {"", "\u263a", "postmaster"};
  const char* given[] = {"", "\u263a", ""};
  // Where the post gives the name, one may be called as every domain's own mailboxes are.
  bool by_post = w_.pack.get("addressTemplate", person_kind::employee).value == "{jobTitle}";
  const bool reserved = how == 2 && by_post;
  hire({.id = {"Y" + std::to_string(how)}, .kind = person_kind::employee,
        .given_name = reserved ? "Pat" : given[how], .surname = surnames[how],
        .job_title = reserved ? "Postmaster" : "", .unit = "U0",
        .manager = {}, .contact = {}, .on_staff = false}, "");
}

void office::note_shared(const account_id& made, const shared_request& wanted) {
  auto nobody = "mailbox:" + wanted.name;
  staff_[nobody] = {.id = {nobody}, .kind = person_kind::shared, .given_name = {},
                    .surname = wanted.name, .job_title = {}, .unit = wanted.unit, .manager = {},
                    .contact = {}, .on_staff = false};
  accounts_[nobody] = made;
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
void office::put_on_record(const std::vector<std::string>& whom) {
  std::set<std::string> kinds;
  for (const auto& [workflow, rule] : rules) {
    for (const auto& wanted : rule.attested) {
      if (!wanted.signed_here) kinds.insert(wanted.kind);
    }
  }
  w_.engine->run([&](flow::line& on) {
    for (const auto& kind : kinds) {
      for (const auto& who : whom) {
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

void office::designate(const std::string& principal, const std::string& designee, instant until) {
  w_.engine->run([&](flow::line& on) {
    designations_.push_back({.id = new_id<designation_id>(w_.random), .principal = {principal},
                             .designee = {designee}, .deputy = false, .from = on.now,
                             .until = until, .made_by = {principal, "principal", "test"},
                             .ended = {}});
    on.in.designations().save(designations_.back());
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
