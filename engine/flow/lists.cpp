#include "engine/flow/lists.hpp"

#include "engine/flow/report.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::flow {
namespace {

constexpr std::size_t differences_shown_max = 20;

std::int64_t counted_accounts(transaction& in) {
  std::int64_t count = 0;
  auto text = in.settings().get("count.accounts").value_or("0");
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

void save_staff(transaction& in, const intake::planned_row& row) {
  if (row.saves_unit) in.people().save_unit(*row.saves_unit);
  if (row.saves) in.people().save(*row.saves);
}

// What hangs on a post follows it in the list's own transaction.
void tell_new_heads(line& on, const intake::plan& plan, const std::map<std::string, unit>& before,
                    const list_id& list, const actor* by) {
  for (const auto& row : plan.rows) {
    if (!row.saves_unit) continue;
    auto was = before.find(row.saves_unit->id);
    if (was == before.end() || was->second.head == row.saves_unit->head) continue;
    event cause{.id = list.derive<event_id>("head:" + row.saves_unit->id), .name = "post.changed",
                .at = on.now, .account = {}, .by = by ? *by : actor{"hr-feed", "hr", "list"},
                .data = {}};
    on.post_changed(was->second, *row.saves_unit, cause);
  }
}

void fill(previewed_row& out, const result<decision>& made) {
  if (!made) {
    out.verb = "refused";
    out.why = made.error().text();
    return;
  }
  if (!made->changed) out.verb = "nothing";
  out.account = made->next.address;
  out.to = made->next.state;
  if (!made->entries.empty()) {
    out.from = made->entries.front().from;
    out.rules = made->entries.front().rules;
  }
  for (const auto& sentence : made->explanation) out.why += "; " + sentence;
}

refusal refused(std::string code, std::string message, std::string way_out = "") {
  return {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

// The digest under which this is applied next: of all that differ only in how often it was applied
// before, the first that was not.
std::string next_digest(transaction& in, const preview& of, std::string_view pack_digest) {
  for (int before = 0;; ++before) {
    auto digest = digest_of(of, pack_digest, before);
    auto list = in.lists().by_digest(digest);
    if (!list || list->status != "applied") return digest;
  }
}

std::string what_differs(const std::vector<std::string>& before,
                         const std::vector<std::string>& now) {
  std::string out;
  std::size_t shown = 0;
  for (const auto& row : now) {
    if (std::binary_search(before.begin(), before.end(), row)) continue;
    if (++shown > differences_shown_max) return out + "\n  ...";
    out += "\n  now: " + row;
  }
  return out;
}

}  // namespace

intake::brake_rules brakes_of(const policy::pack& pack) {
  intake::brake_rules out;
  auto limit = [&](const std::string& name) { return pack.number(name, person_kind::employee); };
  for (std::string verb : {"create", "close", "absent"}) {
    out.by_verb[verb] = {limit("brake." + verb + ".count"), limit("brake." + verb + ".percent"),
                         limit("brake." + verb + ".daily")};
  }
  out.shrink_percent = limit("brake.shrink.percent");
  return out;
}

lists::lists(engine& on, hr_feed& feed, entropy& random, const organisation& of)
    : engine_(on), feed_(feed), random_(random), of_(of) {}

// Decides every row in `on`'s transaction; whether that is committed is the caller's choice.
preview lists::decide_rows(line& on, const hr_list_file& file, hr_list list, const actor* by) {
  preview out{.list = std::move(list)};
  intake::surroundings around{on.in, out.list.id, on.now, of_.rules.calendar.local_date(on.now),
                              [&](const account& a, std::string_view tag) {
                                return decide::has_tag(a, of_.rules, tag);
                              }};
  auto plan = intake::plan_list(file, around);
  auto last = on.in.lists().last_applied(out.list.kind);
  out.held = intake::reasons_to_hold(file, plan, brakes_of(of_.rules.pack), on.in, on.now,
                                     counted_accounts(on.in), last ? rows_of(last->report) : 0);
  std::map<std::string, unit> before;
  for (auto& each : on.in.people().units()) before.emplace(each.id, std::move(each));
  for (auto& row : plan.rows) {
    previewed_row shown{.line = row.line, .person = row.person, .verb = row.verb, .why = row.why};
    save_staff(on.in, row);
    if (row.asks) {
      if (by != nullptr) row.asks->by = *by;
      on.in.inbox().put(*row.asks);
      fill(shown, on.advance(*row.asks));
    }
    ++out.counts[shown.verb];
    out.rows.push_back(std::move(shown));
  }
  tell_new_heads(on, plan, before, out.list.id, by);
  out.refused = std::move(plan.refused);
  out.warnings = std::move(plan.warnings);
  return out;
}

preview lists::show(hr_list_kind kind, const std::filesystem::path& path) {
  auto file = feed_.read(kind, path);
  preview out;
  engine_.run([&](line& on) {
    hr_list list{.id = new_id<list_id>(random_), .kind = std::string(to_text(kind)),
                 .digest = {}, .file_digest = file.file_digest, .status = "previewed",
                 .report = {}, .at = on.now, .released_by = {}};
    out = decide_rows(on, file, list, nullptr);
    return false;  // rolled back: a preview changes nothing
  });
  if (!out.held.empty()) out.list.status = "held";
  out.list.report = report_of(out);
  engine_.run([&](line& on) {
    out.list.digest = next_digest(on.in, out, of_.rules.pack.digest);
    // The same preview again is the same preview: what was released stays so.
    if (auto before = on.in.lists().by_digest(out.list.digest)) {
      out.list = *before;
      return false;
    }
    on.in.lists().save(out.list);
    return true;
  });
  return out;
}

result<applied> lists::apply(std::string_view digest, const std::filesystem::path& path,
                             const actor& by) {
  std::optional<hr_list> stored;
  engine_.run([&](line& on) {
    stored = on.in.lists().by_digest(digest);
    return false;
  });
  if (!stored) return refused("list.unknown", "no preview has this digest", "Preview the list");
  auto kind = parse_hr_list_kind(stored->kind).value();
  auto file = feed_.read(kind, path);
  result<applied> out = applied{.list = stored->id, .counts = {}};
  bool held_since = false;
  engine_.run([&](line& on) {
    // Read again inside the transaction: two applies of one digest, and only one does it.
    auto list = on.in.lists().by_digest(digest).value();
    if (list.status == "applied") {
      out = refused("list.applied", "this list was applied already");
      return false;
    }
    if (list.status == "held") {
      out = refused("list.held", "the list is held by a brake",
                    "Two people must release it: tenure hr release " + std::string(digest));
      return false;
    }
    if (file.file_digest != list.file_digest) {
      out = refused("list.changed_file", "the file is not the one that was previewed",
                    "Preview it again");
      return false;
    }
    preview now = decide_rows(on, file, list, &by);
    if (next_digest(on.in, now, of_.rules.pack.digest) != digest) {
      out = refused("list.changed_world", "some rows would come out differently by now:" +
                    what_differs(outcomes_of(list.report), outcomes_of(report_of(now))),
                    "Preview it again");
      return false;
    }
    if (!now.held.empty() && list.status != "released") {
      // Lists applied since the preview have used up the day's share.
      held_since = true;
      out = refused("list.held", now.held.front().message,
                    "Two people must release it: tenure hr release " + std::string(digest));
      return false;
    }
    list.status = "applied";
    list.at = on.now;
    list.report = without_rows(list.report);  // whom it was about is in the trail, to be erased
    on.in.lists().save(list);
    for (const auto& [verb, count] : now.counts) {
      on.in.lists().record_count(list.id, verb, count, on.now);
    }
    out->counts = now.counts;
    // Committed as a whole: a crash before this leaves the list previewed, after it applied.
    return true;
  });
  if (held_since) hold(digest);
  return out;
}

void lists::hold(std::string_view digest) {
  engine_.run([&](line& on) {
    auto list = on.in.lists().by_digest(digest);
    if (!list || list->status != "previewed") return false;
    list->status = "held";
    on.in.lists().save(*list);
    return true;
  });
}

result<hr_list> lists::release(std::string_view digest, const actor& by, std::string_view reason) {
  result<hr_list> out = refused("list.unknown", "no preview has this digest");
  engine_.run([&](line& on) {
    auto list = on.in.lists().by_digest(digest);
    if (!list) return false;
    if (list->status != "held") {
      out = refused("list.not_held", "the list is not held");
      return false;
    }
    if (!releasable(list->report)) {
      out = refused("list.not_releasable", "the file cannot be trusted as it is",
                    "Have it corrected and preview it again");
      return false;
    }
    for (const auto& before : list->released_by) {
      if (person_key(before.who) == person_key(by.who)) {
        out = refused("list.same_person", "you have released it already; a second person must");
        return false;
      }
    }
    list->released_by.push_back(by);
    auto needed = of_.rules.pack.number("brake.release.people", person_kind::employee);
    if (static_cast<std::int64_t>(list->released_by.size()) >= needed) list->status = "released";
    on.in.lists().save(*list);
    on.in.journal().append({.at = on.now, .account = {}, .cause = {}, .event = "list.released",
                            .from = "held", .to = list->status, .by = by, .rules = {},
                            .facts = {{"list", list->id.text()}, {"reason", std::string(reason)}},
                            .personal = {}});
    out = *list;
    return true;
  });
  return out;
}

}  // namespace tenure::flow
