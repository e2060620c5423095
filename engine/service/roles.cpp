#include "engine/service/roles.hpp"

#include "engine/service/exact_name.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::service {
namespace {

constexpr std::string_view duties = "separation of duties";

const std::vector<act>& table() {
  static const std::vector<act> rows{
      {"list.apply", "apply an HR list", {"hrOfficer", "operator"}, duties},
      {"list.release", "release a held HR list", {"hrOfficer", "operator"}, duties},
      {"account.change", "tell what HR decided about an account", {"hrOfficer"}, duties},
      {"account.access", "suspend or reinstate an account", {"hrOfficer", "dpo", "helpdesk"},
       duties},
      {"hold.place", "place a legal hold", {}, "holdOffice"},
      {"hold.lift", "lift a legal hold", {}, "holdOffice"},
      {"task.finish", "finish or cancel somebody else's task", {"helpdesk"}, duties},
      {"task.approve", "answer a request for approval", {"approver"}, duties},
      {"designation.change", "let somebody decide for another", {"hrOfficer", "administrator"},
       duties},
      {"attestation.record", "record what is known about people and units", {"hrOfficer"}, duties},
      {"records.read",
       "read what is on record",
       {"auditor", "hrOfficer", "helpdesk", "dpo", "operator", "administrator"},
       duties},
      {"notice.resend", "send a notice once more", {"helpdesk", "hrOfficer", "operator"}, duties},
      {"brake.release", "release a brake", {"operator", "dpo"}, duties},
      {"drift.repair", "repair mailboxes", {"operator", "helpdesk"}, duties},
      {"evidence.read", "take the evidence of a case", {"auditor"}, duties},
      {"personal.erase", "erase personal values", {"dpo"}, "data protection"},
      {"trail.acknowledge", "acknowledge a broken trail", {"operator"}, duties},
  };
  return rows;
}

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : "; ") + each;
  return out;
}

// "dpo (cn=dpo,ou=groups,...)"
std::string role_in_words(std::string_view role, const role_map& given) {
  auto found = given.find(role);
  std::string out(role);
  if (found == given.end() || found->second.empty()) return out + " (nobody)";
  std::vector<std::string> to = found->second.groups;
  for (const auto& number : found->second.hr_numbers) to.push_back("HR number " + number);
  for (const auto& login : found->second.logins) to.push_back(login);
  return out + " (" + joined(to) + ")";
}

bool names_person(const std::vector<std::string>& members, std::string_view who) {
  const auto name = exact_name(who);
  return !name.empty() && std::ranges::any_of(members, [&](const std::string& each) {
    return exact_name(each) == name;
  });
}

bool in_group(const std::vector<std::string>& members, const std::vector<std::string>& groups) {
  return std::ranges::any_of(members, [&](const std::string& each) {
    return std::ranges::find(groups, group_key(each)) != groups.end();
  });
}

}  // namespace

std::span<const act> all_acts() { return table(); }

const act& act_of(std::string_view name) {
  for (const auto& each : table()) {
    if (each.name == name) return each;
  }
  throw std::logic_error("no act is called " + std::string(name));
}

std::set<std::string_view> roles_of_acts() {
  std::set<std::string_view> out;
  for (const auto& each : table()) out.insert(each.roles.begin(), each.roles.end());
  return out;
}

bool is_role(const policy::pack& under, std::string_view name) {
  return under.offices.contains(name) || roles_of_acts().contains(name);
}

act act_under(const policy::pack& pack, std::string_view name) {
  act out = act_of(name);
  if (!out.roles.empty()) return out;
  const auto& office = pack.get(out.rule, person_kind::employee);
  out.roles = {office.value};
  out.rule = office.clause;
  return out;
}

std::set<std::string> roles_of(const role_map& given, const identity& who,
                               std::string_view hr_number) {
  std::set<std::string> out;
  for (const auto& [role, members] : given) {
    if (in_group(members.groups, who.groups) || names_person(members.hr_numbers, hr_number) ||
        names_person(members.logins, who.login)) {
      out.insert(role);
    }
  }
  return out;
}

std::set<std::string> roles_of_claimed(const role_map& given, std::string_view name) {
  std::set<std::string> out;
  for (const auto& [role, members] : given) {
    if (names_person(members.hr_numbers, name) || names_person(members.logins, name)) {
      out.insert(role);
    }
  }
  return out;
}

std::map<std::string, std::vector<hr_id>, std::less<>> offices_of(const role_map& given) {
  std::map<std::string, std::vector<hr_id>, std::less<>> out;
  for (const auto& [role, members] : given) {
    for (const auto& number : members.hr_numbers) out[role].push_back({number});
  }
  return out;
}

std::string role_for(const act& what, const std::set<std::string>& roles) {
  for (auto each : what.roles) {
    if (roles.contains(std::string(each))) return std::string(each);
  }
  return "";
}

refusal not_allowed(const act& what, const std::set<std::string>& roles, const role_map& given) {
  std::string mine, theirs;
  for (const auto& each : roles) mine += (mine.empty() ? "" : ", ") + each;
  for (auto each : what.roles) {
    theirs += (theirs.empty() ? "" : " or ") + role_in_words(each, given);
  }
  return {"role.denied",
          "You may not " + std::string(what.words) + ": your roles are " +
              (mine.empty() ? "none" : mine),
          "", std::string(what.rule), "It takes somebody who is " + theirs};
}

}  // namespace tenure::service
