#include "engine/check/start_facts.hpp"

#include "engine/check/case_facts.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

std::string_view brought(const sight& at, std::string_view name) {
  return at.came == nullptr ? "" : value_of(at.came->data, name);
}

}  // namespace

bool start_has_come(const sight& at) {
  const auto& day = seen(at).starts;
  return !day || at.in.by.calendar.start_of(*day) <= at.step.after.now;
}

bool only_start_is_missing(const sight& at) {
  const auto& after = at.step.after;
  return !after.seen.begun && !decide::has_tag(after.of, at.in.by, "gone") &&
         after.tasks.empty() && after.flying.empty() && after.seen.asking.empty();
}

bool start_is_timed(const sight& at) {
  const auto& day = seen(at).starts;
  return day && std::ranges::any_of(at.step.after.deadlines, [&](const deadline& d) {
    return d.due == at.in.by.calendar.start_of(*day);
  });
}

bool leaving_day_over(const sight& at) {
  const auto& day = seen(at).leaving_date;
  return day && at.in.by.calendar.start_of(add(*day, {.days = 1})) <= at.step.after.now;
}

bool leaving_is_timed(const sight& at) {
  return std::ranges::any_of(at.step.after.deadlines, [](const deadline& d) {
    return d.event.starts_with("xstate.after.untilLeavingInstant");
  });
}

bool leaving_date_kept(const sight& at) {
  const auto& told = seen(at).leaving_date;
  return parse_date(value_of(at.step.after.of.context, "leavingDate")) == told;
}

bool was_found(const sight& at) { return brought(at, "adopted") == "true"; }

bool entry_known(const sight& at) { return !at.step.after.of.directory_id.empty(); }

bool has_found_names(const sight& at) {
  const auto& of = at.step.after.of;
  return of.login == found_login && of.address == found_address;
}

bool is_the_workers(const sight& at) {
  const auto& of = at.step.after.of;
  return of.person.value == brought(at, "worker") &&
         of.display_name.find(brought(at, "surname")) != of.display_name.npos;
}

}  // namespace tenure::check
