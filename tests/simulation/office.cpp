#include "tests/simulation/office.hpp"

#include "engine/decide/decide.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\n") == text.npos; }

std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> out;
  std::string text(list);
  for (std::size_t at = 0; at < text.size();) {
    auto comma = std::min(text.find(',', at), text.size());
    out.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

}  // namespace

account_id office::account_of(const std::string& person) {
  auto found = accounts_.find(person);
  if (found != accounts_.end()) return found->second;
  auto who = staff_.find(person);
  if (who == staff_.end()) return {};
  return accounts_[person] = w_.hire(who->second);
}

std::string office::person_of(const account_id& account) const {
  for (const auto& [who, id] : accounts_) {
    if (id == account) return who;
  }
  return {};
}

void office::take_off_staff(const std::string& person) {
  staff_.at(person).on_staff = false;
  w_.engine->run([&](flow::line& on) {
    on.in.people().save(staff_.at(person));
    return true;
  });
}

void office::new_head(const std::string& unit, const std::string& person) {
  units.at(unit).head.value = person;
  w_.engine->run([&](flow::line& on) {
    on.in.people().save_unit(units.at(unit));
    return true;
  });
}

// On HR's list, and not somebody whose mailbox was closed because they left.
bool office::on_staff(const std::string& person) {
  auto found = staff_.find(person);
  if (found == staff_.end() || !found->second.on_staff) return false;
  auto theirs = accounts_.find(person);
  return theirs == accounts_.end() || !has_left(theirs->second);
}

bool office::is_closed(const account_id& account) {
  return !w_.mail.snapshot(account) || has_left(account);
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

bool office::absent(const std::string& who) {
  auto found = accounts_.find(who);
  return found != accounts_.end() &&
         decide::has_tag(w_.load(found->second), w_.organisation->rules, "away");
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
  auto asked = rule.agree.at(stage);
  if (of.context.contains("escalated." + std::to_string(stage))) {
    asked.who.insert(asked.who.end(), rule.escalate.to.who.begin(), rule.escalate.to.who.end());
  }
  auto own = holders(asked, subject);
  if (own.contains(who)) return true;
  return std::ranges::any_of(principals_of(who), [&](const auto& p) {
    return own.contains(p) && !barred.contains(p);
  });
}

bool office::requester_counts(const policy::case_rule& rule, std::size_t stage,
                              const case_file& of) {
  const auto& who = of.requester.value;
  return rule.requester_may_agree.value == "true" && rule.agree.at(stage).least == 1 &&
         who != person_of(of.subject) && who != value_of(of.context, "recipient") &&
         holders(rule.agree.at(stage), person_of(of.subject)).contains(who);
}

void office::fault_of_recipient(const request& asked, const policy::case_rule& rule,
                                std::set<std::string>& out) {
  std::string who(value_of(asked.fields, "recipient"));
  if (!value_of(asked.fields, "target").empty() && rule.outside.value != "true") {
    out.insert("case.recipient_outside.denied");
  }
  if (who.empty()) return;
  auto theirs = accounts_.find(who);
  bool reachable = on_staff(who) && theirs != accounts_.end() && !is_closed(theirs->second);
  if (!reachable) out.insert("case.recipient.invalid");
  if (who == person_of(asked.subject)) out.insert("case.recipient_is_subject.invalid");
  if (reachable && is_secure(theirs->second)) out.insert("case.secure_mailbox.denied");
}

// A size above what there is and no larger than the pack gives; a day that backups still hold.
void office::fault_of_size_or_day(const request& asked, const policy::case_rule& rule,
                                  std::set<std::string>& out) {
  std::string size(value_of(asked.fields, "quota"));
  if (!size.empty()) {
    auto agreed = value_of(w_.load(asked.subject).context, "quota");
    auto kind = staff_.at(person_of(asked.subject)).kind;
    auto has = agreed.empty() ? w_.pack.number("quota.default", kind)
                              : std::stoll(std::string(agreed));
    auto most = rule.largest_quota.value.empty() ? INT64_MAX : std::stoll(rule.largest_quota.value);
    auto wants = std::atoll(size.c_str());
    if (wants <= has || wants > most) out.insert("case.quota.invalid");
  }
  if (rule.backups_hold.value.empty()) return;
  auto back = *parse_period(rule.backups_hold.value);
  auto today = w_.calendar->local_date(w_.clock.now());
  auto first = w_.calendar->local_date(
      w_.calendar->add(w_.clock.now(), {-back.months, -back.days, -back.seconds}));
  auto day = parse_date(value_of(asked.fields, "asOf"));
  if (!day || *day < first || *day > today) out.insert("case.as_of.invalid");
}

std::set<std::string> office::faults(const request& asked) {
  std::set<std::string> out;
  auto found = rules.find(asked.workflow);
  if (found == rules.end()) return {"case.not_offered.denied"};
  const auto& rule = found->second;
  auto subject = person_of(asked.subject);
  auto has = [&](const char* name) { return value_of(asked.fields, name); };
  if (!rule.kinds.empty() &&
      std::ranges::find(rule.kinds, staff_.at(subject).kind) == rule.kinds.end()) {
    out.insert("case.kind_of_person.denied");
  }
  if (!on_staff(asked.by)) out.insert("case.requester.denied");
  const auto& tags = w_.case_charts.find(asked.workflow)->second->root().tags;
  bool of_engine = std::ranges::find(tags, "askedByEngine") != tags.end();
  if (of_engine || !may_ask(rule, asked.by, subject)) out.insert("case.ask.denied");
  for (const auto& name : rule.require) {
    if (blank(has(name.c_str()))) out.insert("case.field.invalid");
  }
  for (const auto& question : rule.questions) {
    if (question.required && blank(has(("answer." + question.id).c_str()))) {
      out.insert("case.answer.invalid");
    }
  }
  case_file as_asked{.id = {}, .workflow = {}, .subject = asked.subject, .requester = {asked.by},
                     .state = {}, .context = asked.fields, .pending = {}, .opened = {}};
  auto wanted = rule;
  std::erase_if(wanted.attested, [](const auto& each) { return each.signed_here; });
  if (!on_record(wanted, as_asked)) out.insert("case.attestation.denied");
  if (!rule.purposes.empty() &&
      std::ranges::find(rule.purposes, has("purpose")) == rule.purposes.end()) {
    out.insert("case.purpose.invalid");
  }
  auto kinds = words(has("kind"));
  bool named = !has("messageSubject").empty() || !has("messageFrom").empty();
  if (std::ranges::find(kinds, "extract") != kinds.end() && !named) {
    out.insert("case.messages.invalid");
  }
  for (const auto& kind : kinds) {
    bool given = std::ranges::any_of(rule.gives, [&](auto each) { return to_text(each) == kind; });
    if (!given) out.insert("case.kind.invalid");
  }
  if (!has("until").empty()) {
    auto day = parse_date(has("until"));
    auto today = w_.calendar->local_date(w_.clock.now());
    auto last = w_.calendar->local_date(
        w_.calendar->add(w_.clock.now(), *parse_period(rule.longest.value)));
    if (!day || *day < today || *day > last) out.insert("case.until.invalid");
  }
  fault_of_recipient(asked, rule, out);
  fault_of_size_or_day(asked, rule, out);
  bool opens = !rule.gives.empty();
  if (opens && is_secure(asked.subject)) out.insert("case.secure_mailbox.denied");
  if (!opens) out.erase("case.secure_mailbox.denied");
  // Copies are a single look, and may be taken from a closed mailbox; a standing right may not.
  bool stands = std::ranges::any_of(rule.gives,
                                    [](auto kind) { return kind != grant_kind::extract; });
  if (stands && is_closed(asked.subject)) out.insert("case.mailbox_closed.denied");
  return out;
}

}  // namespace tenure::test
