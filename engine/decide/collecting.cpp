#include "engine/decide/collecting.hpp"

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
  input["toFolder"] = "Copies " + id.substr(0, 8);
  name_messages(d.context(), input);
  auto theirs = d.known.people->account_of({std::string(value_of(d.context(), "recipient"))});
  if (theirs) input["toAccount"] = theirs->id.text();
  d.add_effect("copyMessages", invoke.id, std::move(input));
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
