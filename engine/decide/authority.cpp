#include "engine/decide/authority.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::decide {
namespace {

using people_list = std::vector<hr_id>;

constexpr int depth_max = 64;  // a tree that HR made a circle of

void add(people_list& to, const hr_id& who) {
  if (!who.empty() && std::find(to.begin(), to.end(), who) == to.end()) to.push_back(who);
}

// Who holds the post now: somebody who has left holds it no more, whatever HR's tree still says.
hr_id holder_of_post(const unit& of, organisation_chart& people) {
  auto found = of.head.empty() ? std::nullopt : people.find(of.head);
  return found && found->on_staff ? of.head : hr_id{};
}

// The heads above the subject, nearest first: of the own unit (when that is somebody else), of the
// unit above it, and so on. A vacant post is passed over: its authority lies with the next above.
people_list heads_above(const person& subject, organisation_chart& people) {
  people_list out;
  const unit* at = people.find_unit(subject.unit);
  for (int i = 0; at != nullptr && i < depth_max; ++i) {
    auto head = holder_of_post(*at, people);
    if (head != subject.id) add(out, head);
    at = at->parent.empty() ? nullptr : people.find_unit(at->parent);
  }
  return out;
}

// The unit below the root that the subject belongs to, or the root itself.
const unit* agency_of(const person& subject, organisation_chart& people) {
  const unit* at = people.find_unit(subject.unit);
  for (int i = 0; at != nullptr && i < depth_max; ++i) {
    const unit* above = at->parent.empty() ? nullptr : people.find_unit(at->parent);
    if (above == nullptr || above->parent.empty()) return at;
    at = above;
  }
  return at;
}

people_list head_of_agency(const person& subject, organisation_chart& people) {
  const unit* agency = agency_of(subject, people);
  people_list out;
  if (agency == nullptr) return out;
  const unit* root = agency->parent.empty() ? nullptr : people.find_unit(agency->parent);
  for (const unit* at : {agency, root}) {
    auto head = at == nullptr || !out.empty() ? hr_id{} : holder_of_post(*at, people);
    if (head != subject.id) add(out, head);
  }
  return out;
}

// Their own mailbox; of a unit's or group's, whoever it remembers as its owner.
hr_id owner_of(const person& subject, organisation_chart& people) {
  if (subject.kind != person_kind::shared) return subject.id;
  auto mailbox = people.account_of(subject.id);
  return mailbox ? hr_id{std::string(value_of(mailbox->context, "owner"))} : hr_id{};
}

people_list head_of_organisation(const person& subject, organisation_chart& people) {
  const unit* at = people.find_unit(subject.unit);
  for (int i = 0; at != nullptr && !at->parent.empty() && i < depth_max; ++i) {
    at = people.find_unit(at->parent);
  }
  auto head = at == nullptr ? hr_id{} : holder_of_post(*at, people);
  return head.empty() || head == subject.id ? people_list{} : people_list{head};
}

people_list holders(std::string_view authority, const person& subject,
                    organisation_chart& people) {
  if (authority.starts_with("role:")) return people.holders(authority.substr(5));
  if (authority == "subject") return {subject.id};
  if (authority == "mailboxOwner") return {owner_of(subject, people)};
  if (authority == "lineManager") {
    return subject.manager.empty() ? people_list{} : people_list{subject.manager};
  }
  if (authority == "headOfUnitOrAbove") return heads_above(subject, people);
  if (authority == "headOfUnit") {
    auto heads = heads_above(subject, people);
    if (heads.size() > 1) heads.resize(1);
    return heads;
  }
  if (authority == "headOfAgency") return head_of_agency(subject, people);
  if (authority == "headOfOrganisation") return head_of_organisation(subject, people);
  if (authority == "staff") return {};
  throw std::logic_error("no authority " + std::string(authority));
}

bool names(const policy::authority_rule& rule, std::string_view authority) {
  return std::find(rule.who.begin(), rule.who.end(), authority) != rule.who.end();
}

bool contains(const people_list& list, const hr_id& who) {
  return std::find(list.begin(), list.end(), who) != list.end();
}

}  // namespace

std::vector<hr_id> holders_of(const policy::authority_rule& rule, const person& subject,
                              organisation_chart& people) {
  people_list out;
  for (const auto& authority : rule.who) {
    for (const auto& who : holders(authority, subject, people)) {
      auto found = people.find(who);
      if (found && found->on_staff) add(out, who);
    }
  }
  return out;
}

standing standing_of(const hr_id& who, const policy::authority_rule& rule, const person& subject,
                     organisation_chart& people, const std::vector<hr_id>& barred) {
  auto found = people.find(who);
  if (!found || !found->on_staff) return {};
  auto own = holders_of(rule, subject, people);
  if (names(rule, "staff") || contains(own, who)) return {true, who, {}};
  for (const auto& lent : people.designations_of(who)) {
    bool lends = contains(own, lent.principal) && !contains(barred, lent.principal);
    if (lends) return {true, lent.principal, lent.id};
  }
  return {};
}

std::string agreed_key(std::size_t stage) { return "agreed." + std::to_string(stage); }
std::string escalated_key(std::size_t stage) { return "escalated." + std::to_string(stage); }

policy::authority_rule stage_of(const attributes& context, const policy::case_rule& rule,
                                std::size_t stage) {
  auto out = rule.agree[stage];
  if (value_of(context, escalated_key(stage)).empty()) return out;
  const auto& above = rule.escalate.to.who;
  out.who.insert(out.who.end(), above.begin(), above.end());
  return out;
}

std::string in_words(const policy::authority_rule& rule) {
  std::string out;
  for (const auto& who : rule.who) out += (out.empty() ? "" : " or ") + who;
  if (rule.least > 1) out = std::to_string(rule.least) + " of " + out;
  return out;
}

}  // namespace tenure::decide
