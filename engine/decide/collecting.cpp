#include "engine/decide/collecting.hpp"

#include <charconv>

namespace tenure::decide {
namespace {

constexpr std::string_view message_fields[] = {"messageFolder", "messageFrom",   "messageSubject",
                                               "messageId",     "messagesSince", "messagesBefore"};

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

void name_messages(const attributes& asked, attributes& input) {
  for (auto name : message_fields) {
    auto value = value_of(asked, name);
    if (!value.empty()) input[std::string(name)] = std::string(value);
  }
}

int evidence_count(deliberation& d) {
  auto text = value_of(d.context(), "evidence");
  int count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

refusal wrong(std::string message, std::string_view place, const std::string& clause) {
  return {.code = "case.messages.invalid", .message = std::move(message),
          .place = std::string(place), .rule = clause,
          .way_out = "Name a sender, a part of the subject or a message id; days like 2026-11-02"};
}

}  // namespace

result<void> judge_messages(const attributes& asked, const std::string& clause) {
  bool named = false;
  for (auto name : {"messageFrom", "messageSubject", "messageId"}) {
    named = named || !blank(value_of(asked, name));
  }
  if (!named) return wrong("the messages are not named", "messageSubject", clause);
  for (auto name : {"messagesSince", "messagesBefore"}) {
    auto day = value_of(asked, name);
    if (!day.empty() && !parse_date(day)) {
      return wrong("'" + std::string(day) + "' is no day", name, clause);
    }
  }
  return {};
}

// The recipient is a person of the organisation: judged when it was asked, and again right before
// the copies are put. Only the account is named here, never an address.
void start_copying(deliberation& d, const statechart::invocation& invoke) {
  attributes input = invoke.input;
  const auto id = d.out.next_case->id.text();
  input["case"] = id;
  input["toFolder"] = "Copies " + id.substr(24);
  name_messages(d.context(), input);
  auto theirs = d.known.people->account_of({std::string(value_of(d.context(), "recipient"))});
  if (theirs) input["toAccount"] = theirs->id.text();
  d.add_effect("copyMessages", invoke.id, std::move(input));
}

bool evidence_collected(deliberation& d) { return evidence_count(d) > 0; }

// Which messages: as the event says, or else the request. Counted before it is begun, so that an
// object that a crash or an end of the case leaves half-made is known and destroyed with the rest.
void start_collecting(deliberation& d, const statechart::invocation& invoke) {
  auto number = std::to_string(evidence_count(d) + 1);
  attributes input = invoke.input;
  input["case"] = d.out.next_case->id.text();
  input["object"] = number;
  bool said = d.what.data.contains("messageFrom") || d.what.data.contains("messageSubject") ||
              d.what.data.contains("messageId");
  name_messages(said ? d.what.data : d.context(), input);
  d.context()["evidence"] = number;
  d.context()["evidence." + number + ".by"] = d.what.by.who;
  d.facts["evidence.object"] = number;
  d.facts["evidence.act"] = "wanted";
  d.add_effect("collectEvidence", invoke.id, std::move(input));
}

void start_destroying(deliberation& d, const statechart::invocation& invoke) {
  attributes input = invoke.input;
  input["case"] = d.out.next_case->id.text();
  input["objects"] = std::to_string(evidence_count(d));
  d.add_effect("destroyEvidence", invoke.id, std::move(input));
}

void remember_evidence(deliberation& d, const attributes&) {
  auto at = "evidence." + std::to_string(evidence_count(d)) + ".";
  auto& context = d.context();
  auto digest = value_of(d.what.data, "evidence.digest");
  if (digest.empty()) {
    context[at + "trouble"] = std::string(value_of(d.what.data, "detail"));
    return d.explain("nothing was collected: " + context[at + "trouble"]);
  }
  for (auto name : {"package", "digest", "messages", "bytes"}) {
    context[at + name] = std::string(value_of(d.what.data, "evidence." + std::string(name)));
  }
  context[at + "at"] = to_text(d.what.at);
}

void remember_handed(deliberation& d, const attributes&) {
  d.facts["evidence.handed"] = "true";  // beside what follows at once: retained
  d.context()["evidence.handedAt"] = to_text(d.what.at);
}

void remember_retained(deliberation& d, const attributes&) {
  d.facts["evidence.act"] = "retained";
  d.facts["evidence.until"] = to_text(evidence_retention(d));
}

void remember_destroyed(deliberation& d, const attributes&) {
  d.context()["evidence.destroyedAt"] = to_text(d.what.at);
  d.context()["evidence.certificates"] =
      std::string(value_of(d.what.data, "evidence.certificates"));
}

instant evidence_retention(deliberation& d) {
  d.clauses.insert(d.rule().evidence_kept.clause);
  return d.by.calendar.add(d.what.at, *parse_period(d.rule().evidence_kept.value));
}

void note_taken(deliberation& d, attributes& personal) {
  if (invoke_of(d.what.name).empty()) return;  // only effects report it
  for (const auto& [name, value] : d.what.data) {
    if (!name.starts_with("copied.") && !name.starts_with("evidence.")) continue;
    auto& to = name.ends_with("Ids") ? personal : d.facts;
    to[name] = value;
  }
}

}  // namespace tenure::decide
