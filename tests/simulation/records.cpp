// What the store has on record: of the made-up organisation's people, and of their cases.
#include "tests/simulation/office.hpp"

#include "engine/flow/attestations.hpp"
#include "engine/flow/offices.hpp"

#include <algorithm>

namespace tenure::test {

bool office::attested(const std::string& who, const std::string& kind) {
  bool out = false;
  w_.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.attestations().about(who)) {
      bool over = each.withdrawn && *each.withdrawn <= on.now;
      out = out || (each.kind == kind && each.from <= on.now && on.now < each.until && !over);
    }
    return false;
  });
  return out;
}

std::string office::about(const policy::attested_rule& rule, const case_file& of) const {
  if (rule.of == "subject") return person_of(of.subject);
  if (rule.of == "requester") return of.requester.value;
  return std::string(value_of(of.context, "recipient"));
}

bool office::on_record(const policy::case_rule& rule, const case_file& of) {
  return std::ranges::all_of(rule.attested, [&](const auto& wanted) {
    return attested(about(wanted, of), wanted.kind);
  });
}

bool office::withdraw(const attestation& which) {
  bool stands = false;
  w_.engine->run([&](flow::line& on) {
    stands = which.stands_at(on.now);
    if (!stands) return false;
    flow::withdraw_attestation(on, which, new_id<event_id>(w_.random),
                               {"P0", "hrOfficer", "test"});
    return true;
  });
  w_.settle();
  return stands;
}

bool office::withdraw_one() {
  std::vector<attestation> all;
  w_.engine->run([&](flow::line& on) {
    all = on.in.attestations().list("", 10'000);
    return false;
  });
  return !all.empty() && withdraw(all[dice_() % all.size()]);
}

bool office::withdraw_for(const case_file& of) {
  std::vector<attestation> all;
  w_.engine->run([&](flow::line& on) {
    for (const auto& wanted : rules.find(of.workflow)->second.attested) {
      for (auto& each : on.in.attestations().about(about(wanted, of))) {
        if (each.kind == wanted.kind) all.push_back(std::move(each));
      }
    }
    return false;
  });
  bool found = false;
  for (const auto& each : all) found = withdraw(each) || found;
  return found;
}

std::optional<instant> office::due(const case_file& of, const std::string& event) {
  return due(of.subject, qualified(of.id, event));
}

std::optional<instant> office::due(const account_id& of, const std::string& event) {
  std::optional<instant> out;
  w_.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.deadlines().of_account(of)) {
      if (each.event == event) out = each.due;
    }
    return false;
  });
  return out;
}

// What was collected is kept for years and then destroyed: its deadline stands.
bool office::waits_for_its_day(const case_file& of) {
  bool found = false;
  w_.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.deadlines().of_account(of.subject)) {
      bool own = each.event.starts_with(of.id.text());
      found = found || (own && each.event.find("evidence") != std::string::npos);
    }
    return false;
  });
  return found;
}

std::string office::case_of_right(const case_file& review) {
  std::string out = review.id.text();
  w_.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.grants().on(review.subject)) {
      if (each.id.text() == value_of(review.context, "grant")) out = each.from_case.text();
    }
    return false;
  });
  return out;
}

bool office::keeps_mail(const account_id& account) {
  static const std::set<std::string> looks{"disclosure", "investigation", "monitoring"};
  bool kept = is_closed(account) || w_.load(account).context.contains("suspendedAt");
  w_.engine->run([&](flow::line& on) {
    kept = kept || !on.in.holds().active_on(account).empty();
    for (const auto& open : on.in.cases().open_on(account)) {
      kept = kept || looks.contains(open.workflow);
    }
    return false;
  });
  return kept;
}

void office::group_changes() {
  auto role = std::next(w_.organisation->roles.begin(),
                        static_cast<std::ptrdiff_t>(dice_() % w_.organisation->roles.size()));
  auto& group = groups_[role->first];
  auto who = people[dice_() % people.size()];
  if (group.erase(who) == 0) group.insert(std::move(who));
}

// As the service reads them: what was read before counts on for its time.
void office::read_groups(bool answers) {
  using namespace std::chrono_literals;
  if (!answers) return;
  w_.engine->run([&](flow::line& on) {
    for (const auto& [role, group] : groups_) {
      read_[role] = {group, on.now + 72h};
      flow::office_reading read{.at = on.now, .until = on.now + 72h, .people = {},
                                .groups = "cn=" + role};
      for (const auto& who : group) read.people.push_back({who});
      flow::keep_reading(on, role, std::move(read), new_id<event_id>(w_.random));
    }
    return true;
  });
}

}  // namespace tenure::test
