// What a row's `when` may do. One function per word.
#include "engine/rows/mail_words.hpp"
#include "engine/rows/runner.hpp"
#include "engine/rows/stage.hpp"

#include "engine/flow/attestations.hpp"
#include "engine/flow/mailboxes.hpp"
#include "engine/policy/vocabulary.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::rows {
namespace {

const actor hr{"hr.officer", "hr", "row"};

account must_have_account(stage& on, const yaml_node& at) {
  auto who = at.map() ? member(at, "person", on.subject) : on.subject;
  auto found = on.account_of(who);
  if (found.id.empty()) on.stop(at, "nobody with the number " + who + " has an account");
  return found;
}

date date_in(stage& on, const yaml_node& node) {
  auto day = parse_date(text_of(node, on.row));
  if (!day) on.stop(node, "'" + node.text + "' is no date");
  return *day;
}

hr_row row_of(stage& on, const yaml_node& node, int line) {
  only_keys(node, {"person", "kind", "givenName", "surname", "jobTitle", "unit", "unitName",
                   "parentUnit", "headOfUnit", "manager", "contact", "reason", "start", "leaving",
                   "absentFrom", "expectedReturn"}, on.row);
  hr_row out{.line = line, .id = {member(node, "person", on.subject)}};
  out.given_name = member(node, "givenName"), out.surname = member(node, "surname");
  out.job_title = member(node, "jobTitle"), out.unit = member(node, "unit");
  out.unit_name = member(node, "unitName"), out.parent_unit = member(node, "parentUnit");
  out.head_of_unit.value = member(node, "headOfUnit");
  out.manager.value = member(node, "manager"), out.contact = member(node, "contact");
  out.reason = member(node, "reason");
  if (const auto* kind = node.find("kind")) out.kind = parse_person_kind(kind->text);
  if (const auto* day = node.find("start")) out.start = date_in(on, *day);
  if (const auto* day = node.find("leaving")) out.leaving = date_in(on, *day);
  if (const auto* day = node.find("absentFrom")) out.absent_from = date_in(on, *day);
  if (const auto* day = node.find("expectedReturn")) out.expected_return = date_in(on, *day);
  return out;
}

// A list from HR, previewed and applied as HR would.
void list(stage& on, const yaml_node& what) {
  only_keys(what, {"kind", "rows", "by"}, on.row);
  auto kind = parse_hr_list_kind(member(what, "kind"));
  const auto* rows = what.find("rows");
  if (!kind || rows == nullptr) on.stop(what, "a list has a kind and rows");
  auto& feed = on.world.feed.next;
  feed = {.kind = *kind, .file_digest = std::to_string(what.line)};
  for (const auto& node : rows->items) {
    feed.rows.push_back(row_of(on, node, static_cast<int>(feed.rows.size()) + 2));
  }
  auto shown = on.world.lists->show(*kind, feed.file_digest);
  for (const auto& row : shown.refused) on.refused.insert(row.reason.code);
  actor by = hr;
  by.who = member(what, "by", hr.who);
  auto done = on.world.lists->apply(shown.list.digest, feed.file_digest, by);
  if (!done) on.refused.insert(done.error().code);
  on.world.settle();
}

void tell(stage& on, const yaml_node& what) {
  only_keys(what, {"event", "person", "data"}, on.row);
  attributes data;
  if (const auto* given = what.find("data")) {
    for (const auto& item : given->items) data[item.key] = text_of(item, on.row);
  }
  on.world.tell(must_have_account(on, what).id, member(what, "event"), std::move(data));
}

void until(stage& on, const yaml_node& what) {
  auto at = moment(on.world.pack, what, on.row);
  if (at < on.world.clock.now()) on.stop(what, "that moment is over");
  on.world.run_until(at);
}

void hold(stage& on, const yaml_node& what) {
  auto matter = what.map() ? member(what, "matter") : text_of(what, on.row);
  on.holds[matter] = on.world.hold(must_have_account(on, what).id, matter);
}

void lift(stage& on, const yaml_node& what) {
  auto found = on.holds.find(text_of(what, on.row));
  if (found == on.holds.end()) on.stop(what, "no hold of the matter '" + what.text + "'");
  on.world.lift(found->second);
}

// Somebody does a task, or answers it.
void task(stage& on, const yaml_node& what) {
  only_keys(what, {"kind", "person", "answer", "office"}, on.row);
  auto kind = member(what, "kind");
  std::string office = what.find("office") ? member(what, "office") : "";
  attributes answer;
  if (const auto* given = what.find("answer")) {
    for (const auto& item : given->items) answer[item.key] = text_of(item, on.row);
  }
  std::string open;
  for (const auto& each : on.world.open_tasks(must_have_account(on, what).id)) {
    if (each.kind == kind) return on.world.finish_task(each, answer, office);
    open += (open.empty() ? "" : ", ") + each.kind;
  }
  on.stop(what, "no task " + kind + " is open; open are: " + (open.empty() ? "none" : open));
}

// The next call of the kind on the mailbox or package, or the one after `skip` others, comes to
// nothing: denied, transient, ...
void fault(stage& on, const yaml_node& what) {
  only_keys(what, {"call", "answer", "person", "evidence", "skip"}, on.row);
  auto call = member(what, "call"), answer = member(what, "answer");
  auto id = must_have_account(on, what).id;
  // A package of the last case's evidence, by its number.
  if (const auto* object = what.find("evidence")) {
    id = on.last_case.derive<account_id>("evidence:" + text_of(*object, on.row));
  }
  auto& plan = on.world.house.faults(call);
  auto skipped = policy::parse_number(member(what, "skip", "0"));
  if (!skipped || *skipped < 0) on.stop(what, "'skip' is no number of calls");
  for (auto kind : {outcome_class::transient, outcome_class::denied, outcome_class::not_found,
                    outcome_class::conflict, outcome_class::invalid,
                    outcome_class::unknown_outcome}) {
    if (to_text(kind) == answer) {
      return plan.at(call, id, plan.calls(call, id) + 1 + *skipped, memory::refuse(kind));
    }
  }
  on.stop(what, "'" + answer + "' is no answer of a server");
}

std::string json_of(const stage& on, const yaml_node& field) {
  if (field.key == "quota" || field.key == "messageSize") return text_of(field, on.row);
  if (!field.list()) return "\"" + text_of(field, on.row) + "\"";
  std::string out;
  for (const auto& each : field.items) {
    out += (out.empty() ? "\"" : ",\"") + text_of(each, on.row) + "\"";
  }
  return "[" + out + "]";
}

// Somebody else changes the mailbox, behind our back.
void edit(stage& on, const yaml_node& what) {
  std::string json;
  for (const auto& field : what.items) {
    json += (json.empty() ? "{\"" : ",\"") + field.key + "\":" + json_of(on, field);
  }
  auto changed = condition_from_json(json + "}");
  if (!changed) on.stop(what, "that is no condition of a mailbox");
  if (!on.world.house.edit(must_have_account(on, what), *changed)) {
    on.stop(what, "there is no mailbox to change");
  }
}

// Somebody asks for something about a mailbox. What is no field of the step is a field of the
// request.
void ask(stage& on, const yaml_node& what) {
  event asked{.id = new_id<event_id>(on.world.random), .name = "case.asked",
              .at = on.world.clock.now(), .account = must_have_account(on, what).id,
              .by = {member(what, "by"), "requester", "row"},
              .data = {{"requester", member(what, "by")}}};
  for (const auto& field : what.items) {
    if (field.key != "by" && field.key != "person") asked.data[field.key] = text_of(field, on.row);
  }
  on.last_case = on.world.put(asked) ? asked.id.derive<case_id>("case") : on.last_case;
}

// Somebody asks for a mailbox of a unit or group; it is who the row is about from here on.
void mailbox(stage& on, const yaml_node& what) {
  only_keys(what, {"name", "unit", "owner", "by"}, on.row);
  const actor by{member(what, "by"), "requester", "row"};
  auto id = new_id<event_id>(on.world.random);
  on.world.engine->run([&](flow::line& line) {
    auto made = flow::ask_mailbox(line,
                                  {.name = member(what, "name"), .display_name = {},
                                   .unit = member(what, "unit"), .owner = {member(what, "owner")}},
                                  id, by);
    if (made) on.subject = made->next.person.value;
    return true;
  });
  on.world.settle();
}

// The last case, or the newest of the workflow that the step names.
case_file the_case(stage& on, const yaml_node& at) {
  auto workflow = member(at, "of");
  auto found = workflow.empty() ? on.latest_case() : on.newest_of(workflow);
  if (!found) on.stop(at, "no case has been opened");
  return *found;
}

// Somebody answers the question that the last case waits with.
void answer(stage& on, const yaml_node& what) {
  auto of = the_case(on, what);
  event given{.id = new_id<event_id>(on.world.random), .name = "case.answered",
              .at = on.world.clock.now(), .account = of.subject,
              .by = {member(what, "by"), "approver", "row"},
              .data = {{"case", of.id.text()}, {"invoke", question_of(of)},
                       {"approved", member(what, "approved", "true")}, {"reason", "it is right"}}};
  auto waiting = of.pending.find(question_of(of));
  if (waiting != of.pending.end()) given.data["effect"] = waiting->second.text();
  for (const auto& field : what.items) {
    bool own = field.key == "by" || field.key == "approved" || field.key == "of";
    if (!own) given.data[field.key] = text_of(field, on.row);
  }
  on.world.put(given);
}

// Something happens to the last case: case.withdrawn, grant.revoked, case.concluded, ...
void happens(stage& on, const yaml_node& what) {
  auto of = the_case(on, what);
  event told{.id = new_id<event_id>(on.world.random), .name = member(what, "event"),
             .at = on.world.clock.now(), .account = of.subject,
             .by = {member(what, "by", "somebody"), "requester", "row"},
             .data = {{"case", of.id.text()}}};
  for (const auto& field : what.items) {
    bool own = field.key == "by" || field.key == "event" || field.key == "of";
    if (!own) told.data[field.key] = text_of(field, on.row);
  }
  on.world.put(told);
}

// What is on record about somebody of this kind is withdrawn.
void withdraw(stage& on, const yaml_node& what) {
  only_keys(what, {"of", "kind"}, on.row);
  bool found = false;
  on.world.engine->run([&](flow::line& line) {
    for (const auto& each : line.in.attestations().about(member(what, "of"))) {
      if (each.kind != member(what, "kind") || !each.stands_at(line.now)) continue;
      found = true;
      flow::withdraw_attestation(line, each, new_id<event_id>(on.world.random), hr);
    }
    return true;
  });
  if (!found) on.stop(what, "nothing of the kind is on record");
  on.world.settle();
}

struct named_step {
  const char* word;
  void (*take)(stage&, const yaml_node&);
};

constexpr named_step steps[] = {{"answer", answer}, {"ask", ask},       {"case", happens},
                                {"edit", edit}, {"expect", expect}, {"fault", fault},
                                {"hold", hold}, {"lift", lift},     {"list", list},
                                {"mail", mail}, {"mailbox", mailbox}, {"sweep", sweep},
                                {"task", task}, {"tell", tell},     {"until", until},
                                {"withdraw", withdraw}};

}  // namespace

void take_step(stage& on, const yaml_node& step) {
  if (step.items.size() != 1) on.stop(step, "a step is one word and what it is about");
  const auto& what = step.items.front();
  for (const auto& known : steps) {
    if (known.word != what.key) continue;
    if (what.key != "expect") {
      on.refused.clear();
      on.trail_before = on.world.trail().size();
      if (on.looks_before) on.before = on.world.house.look(on.account_of(on.subject));
    }
    return known.take(on, what);
  }
  on.stop(what, "'" + what.key + "' is no step");
}

std::vector<std::string> step_words() {
  std::vector<std::string> words;
  for (const auto& step : steps) words.emplace_back(step.word);
  return words;
}

}  // namespace tenure::rows
