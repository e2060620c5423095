// When a workflow's deadlines fall due. Periods are counted on the organisation's calendar from the
// moment that matters (the closing, the archiving), not from when the state was entered.

#include "engine/decide/case_words.hpp"
#include "engine/decide/disposition.hpp"

#include <stdexcept>

namespace tenure::decide {
namespace {

using namespace std::chrono_literals;

// The moment remembered under `name`; without one, now.
instant remembered(const deliberation& d, std::string_view name) {
  return parse_instant(value_of(d.out.next.context, name)).value_or(d.what.at);
}

instant until_start(deliberation& d) {
  auto start = parse_date(value_of(d.out.next.context, "startDate"));
  return start ? d.by.calendar.start_of(*start) : d.what.at;
}

instant until_leaving(deliberation& d) {
  d.setting("leavingInstant");
  return leaving_instant(d.out.next, d.by).value_or(d.what.at);
}

instant until_extract_task(deliberation& d) {
  auto leaving = parse_date(value_of(d.out.next.context, "leavingDate"));
  period lead = d.period_of("extractLead");
  if (!leaving) return d.what.at;
  return d.by.calendar.start_of(add(*leaving, {-lead.months, -lead.days, 0}));
}

constexpr named_delay delays[] = {
    {"archiveRetention",
     [](deliberation& d) {
       return d.by.calendar.add(remembered(d, "archivedAt"), d.period_of("archiveRetention"));
     }},
    {"brakeCheck", [](deliberation& d) { return d.what.at + 6h; }},
    {"dispositionDeadline", disposition_due},
    {"extractReminder",
     [](deliberation& d) {
       return d.by.calendar.add(d.what.at, d.period_of("extractReminder"));
     }},
    {"redirectTime", redirect_over},
    {"retentionTime",
     [](deliberation& d) {
       return d.by.calendar.add(remembered(d, "closedAt"), d.period_of("retentionTime"));
     }},
    {"signOffDeadline", sign_off_due},
    {"untilExtractTask", until_extract_task},
    {"untilLeavingInstant", until_leaving},
    {"untilStart", until_start},
};

}  // namespace

std::optional<instant> leaving_instant(const account& of, const rules& by) {
  auto day = parse_date(value_of(of.context, "leavingDate"));
  if (!day) return std::nullopt;
  const auto& rule = by.pack.get("leavingInstant", of.kind).value;
  if (rule == "startOfDay") return by.calendar.start_of(*day);
  if (rule == "endOfDay") return by.calendar.start_of(add(*day, {.days = 1}));
  return by.calendar.end_of_working_day(*day);
}

instant due_instant(deliberation& d, std::string_view delay) {
  if (const auto* known = find_word<named_delay>(delays, case_delays(), delay)) {
    return known->due(d);
  }
  if (auto length = parse_period(delay)) return d.by.calendar.add(d.what.at, *length);
  throw std::logic_error("no delay " + std::string(delay));
}

std::vector<std::string_view> delay_names() {
  return words_of<named_delay>(delays, case_delays());
}

}  // namespace tenure::decide
