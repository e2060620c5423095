// When two worlds are the same for what may happen next.

#include "engine/check/world.hpp"

#include <algorithm>
#include <utility>

namespace tenure::check {
namespace {

using namespace std::chrono;

constexpr std::string_view earlier = "earlierArchive.";

void put(std::string& to, std::string_view part) {
  to += part;
  to += '|';
}

// Days while that is few, then months: calendars differ by a day or an hour, and that decides
// nothing here.
void put_distance(std::string& to, std::int64_t micros) {
  constexpr std::int64_t day = 86'400'000'000, near = 45;
  auto days_off = (micros + (micros > 0 ? day - 1 : 0)) / day;
  if (days_off > near || days_off < -near) {
    constexpr std::int64_t month = 30;
    put(to, "m" + std::to_string(days_off / month));
  } else {
    put(to, std::to_string(days_off));
  }
}

// How long ago is only of interest where something is counted from it, and until that is over.
void put_past(std::string& to, const world& of, instant then, std::string_view name,
              const setting& in) {
  std::string_view counts = name == "closedAt"       ? "retentionTime"
                            : name == "archivedAt" || name.starts_with(earlier)
                                ? "archiveRetention"
                            : name == "redirectedAt" ? "redirectTime"
                                                     : "";
  if (counts.empty()) return put(to, "then");
  auto length = in.by.pack.period_of(counts, of.of.kind);
  bool over = in.by.calendar.add(then, length) <= of.now;
  if (over) return put(to, "over");
  // Who comes back again and again would else have an archive of every month.
  if (name == earlier) return put(to, "kept");
  put_distance(to, then.micros - of.now.micros);
}

void put_value(std::string& to, const world& of, const std::string& name, const std::string& value,
               const setting& in) {
  // Counted things: how many there were changes nothing that may happen.
  if (name.starts_with("evidence.") && name != "evidence.destroyedAt") return;
  // Whether a mailbox was found or made is judged in the step in which it is known.
  if (name == "adopted") return;
  put(to, name);
  if (name == "closings" || name == "evidence") return;
  if (auto moment = parse_instant(value)) {
    if (*moment > of.now) return put_distance(to, moment->micros - of.now.micros);
    return put_past(to, of, *moment, name, in);
  }
  if (auto day = parse_date(value)) {
    auto off = (sys_days(*day) - sys_days(in.by.calendar.local_date(of.now))).count();
    constexpr std::int64_t micros = 86'400'000'000;
    if (off <= 0) return put(to, off < 0 ? "before" : "today");
    return put_distance(to, off * micros);
  }
  put(to, value);
}

void put_context(std::string& to, const world& of, const attributes& context, const setting& in) {
  bool seen_one = false;
  for (const auto& [name, value] : context) {
    bool archive = name.starts_with(earlier);
    // Of the archives of earlier closings the oldest says what may happen next.
    if (archive && std::exchange(seen_one, true)) continue;
    put_value(to, of, archive ? std::string(earlier) : name, value, in);
  }
}

void put_case(std::string& to, const world& of, const setting& in) {
  if (!of.matter) return;
  put(to, of.matter->state);
  put(to, of.matter->closed ? "closed" : "open");
  // How long silence has lasted.
  if (of.matter->workflow == certifying) put_distance(to, of.matter->opened.micros - of.now.micros);
  put_context(to, of, of.matter->context, in);
  for (const auto& [name, id] : of.matter->pending) put(to, name);
  for (const auto& g : of.grants) {
    put(to, to_text(g.kind));
    put(to, g.closed ? "over" : g.holder_login);
    if (g.ends && !g.closed) put_distance(to, g.ends->micros - of.now.micros);
  }
}

bool starts_later(const world& of, const setting& in) {
  return of.seen.starts && in.by.calendar.start_of(*of.seen.starts) > of.now;
}

void put_witness(std::string& to, const world& of) {
  const auto& seen = of.seen;
  for (bool fact : {seen.overstayed, seen.outlived, seen.held, seen.secure, seen.braked,
                    seen.begun, seen.denied, seen.never_starts, seen.looked_after,
                    seen.leaver, seen.shut.has_value(), seen.archived.has_value(), seen.destroyed,
                    !seen.earlier_archives.empty(),
                    seen.decided, seen.signed_off, seen.creation_agreed, seen.mail_gone,
                    seen.told, seen.telling, seen.tell_first, seen.undertaken,
                    seen.consulted, seen.concluded, seen.had_grant, seen.absent,
                    seen.absence_told, seen.suspended, seen.long_notice, seen.extract_asked,
                    seen.handed_over, seen.closing_told, seen.reminded, seen.requester_told,
                    seen.searched, seen.collected, seen.review_missed, seen.case_holds,
                    seen.escalated, seen.unattested, seen.signed_here, seen.undone,
                    seen.further_action, seen.left_told, seen.in_place,
                    seen.escalated_before}) {
    to += fact ? '1' : '0';
  }
  put(to, seen.asking);
  put(to, seen.asked_by);
  put(to, seen.left.value);
  for (const auto& deed : seen.did) put(to, deed);
  for (const auto& who : seen.votes) put(to, who.value);
  to += '/';
  for (const auto& who : seen.votes_before) put(to, who.value);
}

}  // namespace

std::string key_of(const world& of, const setting& in) {
  std::string out;
  constexpr std::size_t usual = 512;
  out.reserve(usual);
  put(out, of.of.state);
  // Beside a case the subject's own life counts only by where it stands.
  if (!in.of_case) put_context(out, of, of.of.context, in);
  else if (starts_later(of, in)) put(out, "starts later");
  for (const auto& [name, id] : of.of.pending) put(out, name);
  for (const auto& due : of.deadlines) {
    if (!comes_up(due, of)) continue;
    put(out, split_qualified(due.event).name);
    bool far = due.event == "archive.due" && due.due > of.now + months(1);
    if (far) put(out, "far");
    else put_distance(out, due.due.micros - of.now.micros);
  }
  for (const auto& open : of.tasks) put(out, open.kind);
  for (const auto& e : of.flying) put(out, e.verb);  // for whom: `pending`
  put_case(out, of, in);
  put_witness(out, of);
  return out;
}

}  // namespace tenure::check
