// What is wrong with a request: every code that it may be refused with.
#include "tests/simulation/office.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

}  // namespace

bool office::has_mailbox(const std::string& person) {
  auto theirs = accounts_.find(person);
  return theirs != accounts_.end() && !is_closed(theirs->second);
}

bool office::can_be_about(const std::string& workflow, const std::string& person) {
  auto rule = rules.find(workflow);
  if (rule == rules.end() || !has_mailbox(person) || is_secure(accounts_.at(person))) return false;
  const auto& kinds = rule->second.kinds;
  bool kind = kinds.empty() || std::ranges::find(kinds, staff_.at(person).kind) != kinds.end();
  return kind && !holders(rule->second.ask, person).empty();
}

bool office::can_receive(const policy::case_rule& rule, const std::string& person) {
  if (!on_staff(person) || !has_mailbox(person) || is_secure(accounts_.at(person))) return false;
  return std::ranges::all_of(rule.attested, [&](const auto& wanted) {
    return wanted.of != "recipient" || attested(person, wanted.kind);
  });
}

std::string office::fault_of_mailbox(const shared_request& wanted) {
  auto rule = rules.find("sharedMailbox");
  if (rule == rules.end()) return "case.not_offered.denied";
  if (!units.contains(wanted.unit)) return "mailbox.unit.not_found";
  if (!on_staff(wanted.by)) return "case.requester.denied";
  auto nobody = "mailbox:" + wanted.name;
  auto before = staff_;  // one of that name may be another unit's
  staff_[nobody] = {.id = {nobody}, .kind = person_kind::shared, .given_name = {}, .surname = {},
                    .job_title = {}, .unit = wanted.unit, .manager = {}, .contact = {},
                    .on_staff = false};
  bool may = may_ask(rule->second, wanted.by, nobody);
  staff_ = std::move(before);
  if (!may) return "case.ask.denied";
  bool owned = wanted.owner.empty() || (on_staff(wanted.owner) && has_mailbox(wanted.owner));
  if (!owned) return "mailbox.owner.invalid";
  const auto& address = w_.pack.get("addressTemplate", person_kind::shared).value;
  return address.find("{name}") == address.npos ? "mailbox.not_offered.denied" : "";
}

void office::fault_of_recipient(const request& asked, const policy::case_rule& rule,
                                std::set<std::string>& out) {
  std::string who(value_of(asked.fields, "recipient"));
  if (!value_of(asked.fields, "target").empty() && rule.outside.value != "true") {
    out.insert("case.recipient_outside.denied");
  }
  if (who.empty()) return;
  auto theirs = accounts_.find(who);
  bool reachable = on_staff(who) && has_mailbox(who);
  if (!reachable) out.insert("case.recipient.invalid");
  if (who == person_of(asked.subject)) out.insert("case.recipient_is_subject.invalid");
  if (reachable && is_secure(theirs->second)) out.insert("case.secure_mailbox.denied");
}

// A size above what there is and no larger than the pack gives; a day that backups still hold.
void office::fault_of_size_or_day(const request& asked, const policy::case_rule& rule,
                                  std::set<std::string>& out) {
  std::string size(value_of(asked.fields, "quota"));
  if (!size.empty()) {
    std::string agreed(value_of(w_.load(asked.subject).context, "quota"));
    auto kind = staff_.at(person_of(asked.subject)).kind;
    auto has = agreed.empty() ? w_.pack.number("quota.default", kind)
                              : std::stoll(agreed);
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
  auto kinds = names_in(has("kind"));
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
  std::string worker(has("worker"));
  bool left = staff_.contains(worker) && !on_staff(worker);
  if (worker == subject || has_mailbox(worker) || left) out.insert("case.worker.invalid");
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
