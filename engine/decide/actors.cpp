// What a state may wait for: an effect in the world, or a person's task.

#include "engine/decide/case_words.hpp"
#include "engine/decide/disposition.hpp"

#include <stdexcept>

namespace tenure::decide {
namespace {

using statechart::invocation;

std::string manager_of(const deliberation& d) {
  if (d.out.next.kind == person_kind::shared) {
    auto owner = value_of(d.out.next.context, "owner");
    return owner.empty() ? "helpdesk" : "person:" + std::string(owner);
  }
  if (!d.known.person || d.known.person->manager.empty()) return "helpdesk";
  return "person:" + d.known.person->manager.value;
}

void start_task(deliberation& d, const invocation& invoke, std::string assignee) {
  d.add_task(std::string(value_of(invoke.input, "task")), std::move(assignee), invoke.id, {});
  if (d.out.next_case) return;
  auto due = leaving_instant(d.out.next, d.by);
  if (due && *due > d.what.at) d.out.tasks.back().due = due;
}

void start_approval(deliberation& d, const invocation& invoke) {
  if (d.out.next_case) return ask_stage(d, invoke.id);
  d.setting("joinerApproval");
  d.add_task("approve:" + std::string(value_of(invoke.input, "question")),
             d.setting("joinerApprovedBy").value, invoke.id, {});
}

template <const char* verb>
void start_effect(deliberation& d, const invocation& invoke) {
  attributes input = invoke.input;
  if (d.out.next_case) input["case"] = d.out.next_case->id.text();
  d.add_effect(verb, invoke.id, std::move(input));
}

constexpr char create[] = "createMailbox", reconcile[] = "reconcile", archive[] = "archiveMailbox",
               remove[] = "deleteMailbox", remove_entry[] = "deleteEntry",
               destroy[] = "destroyArchive", notify[] = "notify";

constexpr named_actor actors[] = {
    {"approval", start_approval},
    {"archiveMailbox", start_effect<archive>},
    {"createMailbox", start_effect<create>},
    {"deleteEntry", start_effect<remove_entry>},
    {"deleteMailbox", start_effect<remove>},
    {"destroyArchive", start_effect<destroy>},
    {"dispositionTask", start_disposition},
    {"helpdeskTask",
     [](deliberation& d, const invocation& invoke) { start_task(d, invoke, "helpdesk"); }},
    {"managerTask",
     [](deliberation& d, const invocation& invoke) { start_task(d, invoke, manager_of(d)); }},
    {"noticeToSubject", start_effect<notify>},
    {"reconcile", start_effect<reconcile>},
    {"signOffTask", start_sign_off},
};

}  // namespace

void start_actor(deliberation& d, const invocation& invoke) {
  if (const auto* actor = find_word<named_actor>(actors, case_actors(), invoke.src)) {
    return actor->start(d, invoke);
  }
  throw std::logic_error("no actor " + invoke.src);
}

std::vector<std::string_view> actor_names() {
  return words_of<named_actor>(actors, case_actors());
}

}  // namespace tenure::decide
