#include "tests/simulation/office.hpp"

#include "engine/decide/decide.hpp"

#include <algorithm>
#include <cstdlib>

namespace tenure::test {
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> out;
  std::string text(list);
  for (std::size_t at = 0; at < text.size();) {
    auto comma = std::min(text.find(',', at), text.size());
    out.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

account_id office::account_of(const std::string& person) {
  auto found = accounts_.find(person);
  if (found != accounts_.end()) return found->second;
  auto who = staff_.find(person);
  if (who == staff_.end() || replaced_.contains(person)) return {};
  return accounts_[person] = hire(who->second, "");
}

std::string office::person_of(const account_id& account) const {
  for (const auto& [who, id] : accounts_) {
    if (id == account) return who;
  }
  return {};
}

std::string office::unit_of(const std::string& person) const { return staff_.at(person).unit; }

std::vector<std::string> office::posts_of(const std::string& person) const {
  std::vector<std::string> out;
  for (const auto& [id, unit] : units) {
    if (unit.head.value == person) out.push_back(id);
  }
  return out;
}

void office::take_off_staff(const std::string& person) {
  staff_.at(person).on_staff = false;
  w_.engine->run([&](flow::line& on) {
    on.in.people().save(staff_.at(person));
    return true;
  });
}

void office::moves(const std::string& person, const std::string& unit) {
  auto& who = staff_.at(person);
  who.unit = unit;
  w_.engine->run([&](flow::line& on) {
    on.in.people().save(who);
    on.in.inbox().put({.id = new_id<event_id>(w_.random), .name = "person.transferred",
                       .at = on.now, .account = account_of(person), .by = {"hr", "hr", "test"},
                       .data = {{"unit", unit}}});
    return true;
  });
  w_.settle();
}

// As HR's list of posts does it: what hangs on the post follows in the same moment.
void office::new_head(const std::string& unit, const std::string& person) {
  auto before = units.at(unit);
  units.at(unit).head.value = person;
  w_.engine->run([&](flow::line& on) {
    on.in.people().save_unit(units.at(unit));
    on.post_changed(before, units.at(unit),
                    {.id = new_id<event_id>(w_.random), .name = "post.changed", .at = on.now,
                     .account = {}, .by = {"hr-feed", "hr", "test"}, .data = {}});
    return true;
  });
  w_.settle();
}

void office::follow(const account& changed) {
  auto had = person_of(changed.id);
  const auto& has = changed.person.value;
  if (had.empty() || had == has) return;
  staff_.at(had).on_staff = false;
  auto now = staff_.at(had);
  now.id.value = has, now.on_staff = true;
  staff_[has] = now;
  replaced_.insert(had);
  accounts_.erase(had);
  accounts_[has] = changed.id;
  people.push_back(has);
}

// On HR's list, and not somebody whose mailbox was closed because they left.
bool office::on_staff(const std::string& person) {
  auto found = staff_.find(person);
  if (found == staff_.end() || !found->second.on_staff) return false;
  auto theirs = accounts_.find(person);
  return theirs == accounts_.end() || !has_left(theirs->second);
}

bool office::is_closed(const account_id& account) {
  return w_.load(account).directory_id.empty() || has_left(account);
}

bool office::has_left(const account_id& account) {
  auto of = w_.load(account);
  if (value_of(of.context, "closings").empty()) return false;
  return decide::has_tag(of, w_.organisation->rules, "left") ||
         decide::has_tag(of, w_.organisation->rules, "gone");
}

bool office::is_secure(const account_id& account) {
  return value_of(w_.load(account).context, "secure") == "true";
}

bool office::is_away(const account_id& account) {
  return decide::has_tag(w_.load(account), w_.organisation->rules, "away");
}

bool office::absent(const std::string& who) {
  auto found = accounts_.find(who);
  return found != accounts_.end() && is_away(found->second);
}

std::vector<std::string> office::heads_above(const std::string& subject) const {
  std::vector<std::string> out;
  for (auto at = staff_.at(subject).unit; !at.empty(); at = units.at(at).parent) {
    const auto& head = units.at(at).head.value;
    if (!head.empty() && head != subject) out.push_back(head);
  }
  return out;
}

// The head of the unit below the root; the root's own when the post is vacant, the subject's, or of
// somebody who has left.
std::string office::head_of_agency(const std::string& subject) {
  auto at = staff_.at(subject).unit;
  while (!units.at(at).parent.empty() && units.at(at).parent != "R") at = units.at(at).parent;
  const auto& own = units.at(at).head.value;
  if (!own.empty() && own != subject && on_staff(own)) return own;
  const auto& root = units.at("R").head.value;
  return at == "R" || root == subject ? "" : root;
}

std::set<std::string> office::holders(const policy::authority_rule& of,
                                      const std::string& subject) {
  std::set<std::string> out;
  for (const auto& word : of.who) {
    if (word == "subject" || word == "mailboxOwner") out.insert(subject);
    if (word == "lineManager") out.insert(staff_.at(subject).manager.value);
    if (word == "headOfAgency") out.insert(head_of_agency(subject));
    if (word == "headOfOrganisation" && units.at("R").head.value != subject) {
      out.insert(units.at("R").head.value);
    }
    auto above = heads_above(subject);
    if (word == "headOfUnitOrAbove") out.insert(above.begin(), above.end());
    if (word == "headOfUnit" && !above.empty()) out.insert(above.front());
    if (!word.starts_with("role:")) continue;
    for (const auto& who : w_.organisation->roles[word.substr(5)]) out.insert(who.value);
    auto read = read_.find(word.substr(5));
    if (read == read_.end() || w_.clock.now() >= read->second.until) continue;
    out.insert(read->second.people.begin(), read->second.people.end());
  }
  std::erase_if(out, [&](const std::string& who) { return !on_staff(who); });
  return out;
}

std::vector<std::string> office::principals_of(const std::string& designee) {
  std::vector<std::string> out;
  auto now = w_.clock.now();
  for (const auto& each : designations_) {
    if (each.designee.value != designee || now < each.from || now >= each.until) continue;
    if (!each.deputy || absent(each.principal.value)) out.push_back(each.principal.value);
  }
  return out;
}

bool office::may_ask(const policy::case_rule& rule, const std::string& who,
                     const std::string& subject) {
  if (!on_staff(who)) return false;
  if (std::ranges::find(rule.ask.who, "staff") != rule.ask.who.end()) return true;
  auto own = holders(rule.ask, subject);
  if (own.contains(who)) return true;
  return std::ranges::any_of(principals_of(who), [&](const auto& p) { return own.contains(p); });
}

bool office::may_agree(const policy::case_rule& rule, std::size_t stage, const case_file& of,
                       const std::string& who) {
  auto subject = person_of(of.subject);
  std::set<std::string> barred{of.requester.value,
                               std::string(value_of(of.context, "recipient")),
                               std::string(value_of(of.context, "holder"))};
  // Whose mailbox it is says of the rights in it whether they are wanted, if they know of them.
  bool certifies = of.workflow == "accessReview" && value_of(of.context, "untold").empty();
  if (!certifies) barred.insert(subject);
  if (barred.contains(who) || !on_staff(who)) return false;
  auto asked = stages_of(of).at(stage);
  if (of.context.contains("escalated." + std::to_string(stage))) {
    asked.who.insert(asked.who.end(), rule.escalate.to.who.begin(), rule.escalate.to.who.end());
  }
  auto own = holders(asked, subject);
  if (own.contains(who)) return true;
  return std::ranges::any_of(principals_of(who), [&](const auto& p) {
    return own.contains(p) && !barred.contains(p);
  });
}

std::vector<policy::authority_rule> office::stages_of(const case_file& of) const {
  const auto& own = rules.find(of.workflow)->second.agree;
  if (value_of(of.context, "untold") != "true") return own;
  auto giving = rules.find(value_of(of.context, "reviewOf"));
  bool known = giving != rules.end() && !giving->second.agree.empty();
  return known ? giving->second.agree : own;
}

std::set<std::string> office::may_all_agree(const case_file& of) {
  auto stages = stages_of(of);
  auto stage = static_cast<std::size_t>(
      std::atoi(std::string(value_of(of.context, "stage")).c_str()));
  if (stage >= stages.size()) return {};
  const auto& rule = rules.find(of.workflow)->second;
  auto out = holders(stages[stage], person_of(of.subject));
  if (of.context.contains("escalated." + std::to_string(stage))) {
    out.merge(holders(rule.escalate.to, person_of(of.subject)));
  }
  for (const auto& each : designations_) out.insert(each.designee.value);
  auto before = names_in(value_of(of.context, "agreed." + std::to_string(stage)));
  std::erase_if(out, [&](const std::string& who) {
    return std::ranges::find(before, who) != before.end() || !may_agree(rule, stage, of, who);
  });
  return out;
}

bool office::requester_counts(const policy::case_rule& rule, std::size_t stage,
                              const case_file& of) {
  const auto& who = of.requester.value;
  return rule.requester_may_agree.value == "true" && rule.agree.at(stage).least == 1 &&
         who != person_of(of.subject) && who != value_of(of.context, "recipient") &&
         holders(rule.agree.at(stage), person_of(of.subject)).contains(who);
}

}  // namespace tenure::test
