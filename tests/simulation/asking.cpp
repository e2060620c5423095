// Somebody asks for something: mostly what they may, of whom they may, in the form in which it has
// to be; each part of it is wrong now and then.
#include "tests/simulation/case_year.hpp"

#include "engine/flow/mailboxes.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

std::string joined(const std::set<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "nothing" : out;
}

}  // namespace

// Somebody whom it can be about, if one is found soon.
std::string case_year::subject_for(const std::string& workflow) {
  if (!about_.empty()) return office_.person_of(about_);
  auto open = open_cases();
  auto who = somebody_known();
  if (!open.empty() && chance(0.3)) who = office_.person_of(any_of(open).subject);
  for (int tries = 0; tries < 12 && !chance(0.03); ++tries, who = somebody_known()) {
    if (office_.can_be_about(workflow, who)) break;
  }
  return who;
}

std::string case_year::recipient_for(const policy::case_rule& rule, const std::string& subject) {
  if (chance(0.02)) return "X8";
  auto who = chance(0.1) ? anybody() : somebody_known();
  for (int tries = 0; tries < 12 && !chance(0.03); ++tries, who = somebody_known()) {
    if (who != subject && office_.can_receive(rule, who)) break;
  }
  return who;
}

request case_year::made_up(const std::string& workflow) {
  const auto& rules = office_.rules;
  request out{.workflow = "emergencyAccess", .by = {}, .subject = {}, .fields = {}};
  if (!workflow.empty()) {
    out.workflow = workflow;
  } else if (!rules.empty() && !chance(0.02)) {
    out.workflow = chance(0.6) ? any_of(favoured_) : any_of(rules).first;
  }
  auto subject = subject_for(out.workflow);
  out.subject = office_.account_of(subject);
  auto rule = rules.find(out.workflow);
  if (rule == rules.end()) {
    out.by = anybody();
    return out;
  }
  out.by = chance(0.85) ? one_of(office_.holders(rule->second.ask, subject)) : anybody();
  if (chance(0.02)) out.by = "X9";
  fill_in(out, rule->second);
  return out;
}

void case_year::fill_in(request& out, const policy::case_rule& rule) {
  for (const auto& name : rule.require) {
    if (!chance(0.03)) out.fields[name] = "some words";
  }
  for (const auto& question : rule.questions) {
    if (!chance(0.04)) out.fields["answer." + question.id] = "yes";
  }
  auto wanted = [&](const char* name) { return out.fields.contains(name) || chance(0.05); };
  if (wanted("recipient") || (out.workflow == "autoReply" && chance(0.5))) {
    out.fields["recipient"] = recipient_for(rule, office_.person_of(out.subject));
  }
  if (wanted("kind") && !rule.gives.empty()) {
    out.fields["kind"] = to_text(chance(0.05) ? grant_kind::full : any_of(rule.gives));
    bool both = rule.gives.size() > 1 && rule.gives[0] == grant_kind::extract && chance(0.3);
    if (both) out.fields["kind"] = "extract," + std::string(to_text(rule.gives[1]));
  }
  if (chance(0.95)) out.fields["messageSubject"] = chance(0.8) ? "plans" : "nowhere";
  if (wanted("target")) out.fields["target"] = "me@home.example";
  bool hours = rule.longest.value.starts_with("PT");
  if (wanted("until") || (!hours && chance(0.2))) {
    out.fields["until"] = day_from_now(chance(0.1) ? -1 : 0, chance(0.3) ? 80 : 20);
  }
  if (wanted("asOf")) out.fields["asOf"] = day_from_now(-40, 2);
  if (wanted("quota")) out.fields["quota"] = std::to_string(std::int64_t{1} << (24 + pick(16)));
  if (wanted("risk") || chance(0.3)) out.fields["risk"] = chance(0.5) ? "significant" : "small";
  if (wanted("worker")) {
    out.fields["worker"] = chance(0.1) ? somebody_known() : "W" + std::to_string(pick(10'000));
  }
  if (!rule.purposes.empty() && chance(0.8)) out.fields["purpose"] = any_of(rule.purposes);
  if (chance(0.5)) out.fields["tellSubject"] = chance(0.5) ? "true" : "false";
}

void case_year::ask(const std::string& workflow) {
  if (workflow.empty() && chance(0.05)) return ask_shared_mailbox();
  auto wanted = made_up(workflow);
  for (int tries = 0; tries < 8 && !chance(0.1); ++tries, wanted = made_up(workflow)) {
    bool known = !wanted.subject.empty() && !w.load(wanted.subject).state.empty();
    if (known && office_.faults(wanted).empty()) break;
  }
  if (wanted.subject.empty() || w.load(wanted.subject).state.empty()) return;
  auto faults = office_.faults(wanted);
  ++asked;
  event what{.id = new_id<event_id>(w.random), .name = "case.asked", .at = w.clock.now(),
             .account = wanted.subject, .by = {wanted.by, "requester", "test"},
             .data = wanted.fields};
  what.data["workflow"] = wanted.workflow, what.data["requester"] = wanted.by;
  last_refused_.clear();
  if (workflow.empty() && faults.empty() && chance(0.15)) threaten(wanted.workflow);
  put(what);
  seen.check_changed();
  bool taken = false;
  w.engine->run([&](flow::line& on) {
    taken = on.in.cases().load(what.id.derive<case_id>("case")).has_value();
    return false;
  });
  opened += taken;
  if (taken && (!workflow.empty() || chance(0.7))) followed_ = what.id.derive<case_id>("case");
  check_request(wanted, faults, taken);
}

void case_year::check_request(const request& wanted, const std::set<std::string>& faults,
                              bool taken) {
  auto of = w.load(wanted.subject);
  auto what = wanted.workflow + " asked by " + wanted.by;
  if (taken && !faults.empty()) {
    return seen.wrong_with(of, what + " was taken in spite of " + joined(faults));
  }
  if (taken || !seen.wrong.empty()) return;
  bool known = std::ranges::any_of(last_refused_, [&](const std::string& code) {
    bool closed = code == "case.mailbox_closed.denied" && office_.is_closed(wanted.subject);
    return faults.contains(code) || closed || code == "case.exists";
  });
  if (!known) {
    seen.wrong_with(of, what + " was refused with " + joined(last_refused_) + " instead of " +
                            joined(faults));
  }
}

void case_year::ask_shared_mailbox() {
  shared_request wanted{.name = "box" + std::to_string(pick(10'000)),
                        .unit = any_of(office_.units).first, .owner = {}, .by = {}};
  if (chance(0.05)) wanted.unit = "U77";
  if (chance(0.3)) wanted.name = "pat.number" + std::to_string(pick(14));
  if (chance(0.4)) wanted.owner = chance(0.1) ? "X7" : somebody_known();
  wanted.by = chance(0.05) ? "X9" : chance(0.2) ? anybody() : somebody_known();
  auto fault = office_.fault_of_mailbox(wanted);
  who_acted_.insert(wanted.by);
  std::string code;
  account_id made_for;
  w.engine->run([&](flow::line& on) {
    auto made = flow::ask_mailbox(on, {.name = wanted.name, .display_name = {},
                                       .unit = wanted.unit, .owner = {wanted.owner}},
                                  new_id<event_id>(w.random), {wanted.by, "requester", "test"});
    if (!made) code = made.error().code;
    else made_for = made->next.id;
    return true;
  });
  if (!made_for.empty()) office_.note_shared(made_for, wanted);
  w.settle();
  ++asked, opened += code.empty();
  // An address may be taken by somebody whom the office forgot: who once had it.
  if (code == fault || (fault.empty() && code == "mailbox.taken")) return;
  seen.wrong.push_back(seen.where + ": the mailbox " + wanted.name + " asked by " + wanted.by +
                       " was refused with '" + code + "' instead of '" + fault + "'");
}

}  // namespace tenure::test
