#include "engine/decide/conversation.hpp"

#include <charconv>

namespace tenure::decide {
namespace {

constexpr std::string_view how_many = "askedBack";

std::string asked_key(std::size_t number) { return "askedBack." + std::to_string(number); }
std::string reply_key(std::size_t number) { return "reply." + std::to_string(number); }

std::size_t asked_so_far(deliberation& d) {
  std::size_t out = 0;
  auto text = value_of(d.context(), how_many);
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// One task a case: whatever was asked back last is what it shows.
std::string task_kind(deliberation& d) { return "replyTo:" + d.out.next_case->id.text(); }

refusal no(std::string code, std::string message, std::string way_out) {
  return {.code = std::move(code), .message = std::move(message), .place = "text", .rule = {},
          .way_out = std::move(way_out)};
}

result<void> ask_back(deliberation& d, std::string text) {
  if (!d.pending().contains("decision")) {
    return no("approval.conflict", "no decision is open", "See `tenure case show`");
  }
  if (auto may = judge_asking_back(d); !may) return may.error();
  if (d.out.next_case->requester.empty()) {
    return no("case.question.denied", "nobody asked for this, it began by itself",
              "Ask the helpdesk, or refuse with what is missing");
  }
  auto number = asked_so_far(d) + 1;
  d.context()[std::string(how_many)] = std::to_string(number);
  d.context()[asked_key(number)] = text;
  d.out.closed_tasks.push_back(task_kind(d));
  d.add_task(task_kind(d), "person:" + d.out.next_case->requester.value, "",
             {{"question", std::move(text)}, {"case", d.out.next_case->id.text()}});
  return {};
}

result<void> reply(deliberation& d, std::string text) {
  auto number = asked_so_far(d);
  if (d.what.by.who != d.out.next_case->requester.value) {
    return no("case.not_theirs.denied", "it is not theirs to do", "Only who asked may");
  }
  if (number == 0 || d.context().contains(reply_key(number))) {
    return no("case.reply.conflict", "nothing was asked back that is open",
              "See `tenure case show`");
  }
  d.context()[reply_key(number)] = std::move(text);
  d.out.closed_tasks.push_back(task_kind(d));
  if (d.pending().contains("decision")) remind_deciders(d, "accessAsked");
  return {};
}

}  // namespace

result<void> converse(deliberation& d) {
  std::string text(value_of(d.what.data, "text"));
  if (text.find_first_not_of(" \t\n") == std::string::npos) {
    return no("case.text.invalid", "nothing is said", "Say it in words");
  }
  return d.what.name == "case.replied" ? reply(d, std::move(text)) : ask_back(d, std::move(text));
}

void end_conversation(deliberation& d) {
  if (asked_so_far(d) != 0) d.out.closed_tasks.push_back(task_kind(d));
}

}  // namespace tenure::decide
