#include "engine/check/council.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::check {
namespace {

person somebody(std::string id, std::string given, std::string surname, std::string unit,
                std::string manager) {
  return {.id = {std::move(id)}, .given_name = std::move(given), .surname = std::move(surname),
          .job_title = "Officer", .unit = std::move(unit), .manager = {std::move(manager)},
          .contact = "home@example.net"};
}

constexpr int first_officer = 2001;
constexpr std::string_view shared_mailbox = "mailbox:support";

}  // namespace

council::council(const std::vector<std::string>& roles, person_kind kind, hr_id subject)
    : subject_(std::move(subject)) {
  units_["ROOT"] = {"ROOT", "The organisation", "", {"1007"}};
  units_["AGENCY"] = {"AGENCY", "An agency", "ROOT", {"1005"}};
  units_["UNIT"] = {"UNIT", "A unit", "AGENCY", {"1004"}};
  units_["OTHER"] = {"OTHER", "Another agency", "ROOT", {"1009"}};
  add(somebody("1001", "Jane", "Smith", "UNIT", "1003"));
  add(somebody("1002", "Tom", "Baker", "UNIT", "1003"));
  add(somebody("1003", "Ada", "Holt", "UNIT", "1004"));
  add(somebody("1004", "Max", "Head", "UNIT", "1005"));
  add(somebody("1005", "Eve", "Director", "AGENCY", "1007"));
  add(somebody("1006", "Ian", "Clerk", "UNIT", "1003"));
  add(somebody("1007", "Ole", "Chief", "ROOT", ""));
  add(somebody("1008", "Dee", "Signee", "UNIT", "1004"));
  add(somebody("1009", "Ora", "Other", "OTHER", "1007"));
  // 1008 may act for the head of the unit, and for somebody who may only ask.
  principals_[{"1008"}] = {{"1004"}, {"1003"}};
  if (kind == person_kind::shared) {
    subject_ = {std::string(shared_mailbox)};
    auto itself = somebody(subject_.value, "", "Support", "UNIT", "");
    itself.on_staff = false;
    add(itself);
  }
  people_.at(subject_).kind = kind;
  int number = first_officer;
  for (const auto& role : roles) {
    for (int i = 0; i < 2; ++i, ++number) {
      add(somebody(std::to_string(number), "Office", role, "OTHER", "1009"));
      offices_[role].push_back({std::to_string(number)});
    }
  }
}

void council::add(person who) { people_[who.id] = std::move(who); }

std::optional<person> council::find(const hr_id& who) {
  auto found = people_.find(who);
  if (found == people_.end()) return std::nullopt;
  auto out = found->second;
  if (is_gone(who)) out.on_staff = false;
  return out;
}

const unit* council::find_unit(std::string_view id) {
  auto found = units_.find(id);
  return found == units_.end() ? nullptr : &found->second;
}

std::vector<hr_id> council::holders(std::string_view role) {
  auto found = offices_.find(role);
  return found == offices_.end() ? std::vector<hr_id>{} : found->second;
}

std::vector<designation> council::designations_of(const hr_id& designee) {
  std::vector<designation> out;
  auto found = principals_.find(designee);
  if (found == principals_.end()) return out;
  for (const auto& principal : found->second) {
    out.push_back({.id = {{0xde5, out.size() + 1}}, .principal = principal, .designee = designee});
  }
  return out;
}

std::optional<account> council::account_of(const hr_id& who) {
  if (!people_.contains(who) || who == subject_ || is_gone(who)) return std::nullopt;
  account out;
  out.id = {{7, std::hash<std::string>{}(who.value)}};
  out.person = who;
  out.login = "login" + who.value;
  out.address = who.value + "@inside.example";
  return out;
}

std::vector<hr_id> council::everybody() const {
  std::vector<hr_id> out;
  for (const auto& [id, who] : people_) {
    if (who.on_staff) out.push_back(id);
  }
  return out;
}

std::set<hr_id> council::of_word(std::string_view word) const {
  if (word == "subject" || word == "mailboxOwner") return {subject_};
  if (word == "lineManager") {
    return manager().empty() ? std::set<hr_id>{} : std::set<hr_id>{manager()};
  }
  if (word == "staff") return [&] {
    auto all = everybody();
    return std::set<hr_id>(all.begin(), all.end());
  }();
  if (word.starts_with("role:")) {
    auto found = offices_.find(word.substr(5));
    if (found == offices_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }
  // The tree is UNIT under AGENCY under ROOT, and the subject is in UNIT.
  bool own_unit = subject_.value == "1004";
  if (word == "headOfUnit") return {{own_unit ? "1005" : "1004"}};
  if (word == "headOfAgency") return {{"1005"}};
  if (word == "headOfOrganisation") return {{"1007"}};
  if (word == "headOfUnitOrAbove") {
    return own_unit ? std::set<hr_id>{{"1005"}, {"1007"}}
                    : std::set<hr_id>{{"1004"}, {"1005"}, {"1007"}};
  }
  throw std::logic_error("the checker does not know the authority " + std::string(word));
}

std::set<hr_id> council::entitled(const policy::authority_rule& rule) const {
  std::set<hr_id> out;
  for (const auto& word : rule.who) out.merge(of_word(word));
  return out;
}

std::set<hr_id> council::entitled_or_designated(const policy::authority_rule& rule,
                                                const std::set<hr_id>& barred) const {
  auto out = entitled(rule);
  for (const auto& [designee, principals] : principals_) {
    for (const auto& principal : principals) {
      if (out.contains(principal) && !barred.contains(principal)) out.insert(designee);
    }
  }
  for (const auto& who : barred) out.erase(who);
  return out;
}

}  // namespace tenure::check
