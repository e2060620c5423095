// Deciding about a case: as about an account, on the chart of its workflow.
#include "engine/decide/conversation.hpp"
#include "engine/decide/steps.hpp"

#include "engine/decide/certifying.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

// An event that finished an approval becomes the result of its invoke; one that a stage of it still
// waits for moves nothing.
struct meant {
  std::string event;
  bool moves = true;
};

result<meant> meaning_of(deliberation& d) {
  auto question = question_of(*d.out.next_case);
  bool others = d.what.name == "approver.left" || d.what.name == "post.changed";
  if (others && !question.empty()) {
    ask_again(d, question);
    return meant{d.what.name, false};
  }
  if (d.what.name == "case.questioned" || d.what.name == "case.replied") {
    if (auto said = converse(d); !said) return said.error();
    return meant{d.what.name, false};
  }
  if (d.what.name != "case.answered") return meant{d.what.name};
  auto judged = judge_answer(d);
  if (!judged) return judged.error();
  if (*judged == answer::more_needed) return meant{d.what.name, false};
  return meant{"xstate.done.actor." + std::string(value_of(d.what.data, "invoke"))};
}

void begin_case(deliberation& d) {
  case_file begun{.id = d.what.id.derive<case_id>("case"), .workflow = {}, .subject = {},
                  .requester = {std::string(value_of(d.what.data, "requester"))}, .state = {},
                  .context = {}, .pending = {}, .opened = d.what.at};
  begun.workflow = std::string(value_of(d.what.data, "workflow"));
  begun.subject = d.known.account.id;
  for (const auto& [name, value] : d.what.data) {
    if (name != "workflow" && name != "requester" && !value.empty()) begun.context[name] = value;
  }
  d.out.next_case = std::move(begun);
}

decision finish_case(deliberation& d, const statechart::macrostep* taken) {
  auto& next = *d.out.next_case;
  auto before = desired_condition(d.known.account, d.by, d.known.grants);
  if (taken != nullptr) {
    next.state = statechart::to_text(d.chart(), taken->next);
    next.closed = taken->done;
    take_consequences(d, *taken);
    if (next.closed) end_conversation(d);
  }
  if (!d.out.grants.empty()) plan_certifying(d);
  d.out.changed = true;
  auto after = desired_condition(d.out.next, d.by, rights_after(d));
  reconcile_if_needed(d, before, after);
  if (next.state != d.state()) {
    d.out.explanation.insert(d.out.explanation.begin(), state_in_words(next, d.by));
  }
  add_entry(d, before, after);
  return std::move(d.out);
}

}  // namespace

result<decision> decide_case(const snapshot& known, const event& what, const rules& by) {
  deliberation d(known, what, by);
  bool is_new = !known.of_case;
  if (is_new && what.name != "case.asked") {
    return refusal{.code = "case.unknown", .message = "there is no such case", .place = what.name};
  }
  if (is_new) {
    if (auto fine = judge_request(d); !fine) return fine.error();
    begin_case(d);
  } else if (known.of_case->closed) {
    return unchanged(d, "the case is closed");
  }
  d.rule();
  if (auto fine = judge_act(d); !fine) return fine.error();
  auto means = meaning_of(d);
  if (!means) return means.error();
  if (!means->moves) return finish_case(d, nullptr);
  if (came_too_late(d, means->event)) return unchanged(d, "the case no longer waits for this");
  auto taken = step_chart(d, means->event);
  if (!taken) return taken.error();
  if (!taken->taken && !is_new) return unchanged(d, "this means nothing in this state");
  return finish_case(d, &*taken);
}

}  // namespace tenure::decide
