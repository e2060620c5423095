#include "engine/flow/sweep.hpp"

#include "engine/flow/brake.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::flow {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t page = 500;
constexpr auto again_after_trouble = 1h;
constexpr std::string_view next_setting = "sweep.next", task_setting = "sweep.task";

struct candidate {
  account of;
  std::string left_out;
};

// The next page of those in use, with why one is left out. Whoever is being swept is not asked
// anew: what the last look found may be going this very moment.
std::vector<candidate> candidates(engine& on, account_id& after, bool& last) {
  std::vector<candidate> out;
  on.run([&](line& tx) {
    auto some = tx.in.accounts().list(after, "", page);
    last = some.size() < page;
    if (!some.empty()) after = some.back().id;
    for (auto& of : some) {
      if (!decide::is_in_use(of, tx.of.rules)) continue;
      if (of.pending.contains(std::string(decide::sweep_invoke))) continue;
      auto why = decide::why_not_swept(of, tx.in.holds().active_on(of.id),
                                       tx.in.cases().open_on(of.id), tx.of.rules);
      out.push_back({std::move(of), std::move(why)});
    }
    return false;
  });
  return out;
}

candidate only_one(engine& on, const account& of) {
  candidate out{of, {}};
  on.run([&](line& tx) {
    out.left_out = decide::why_not_swept(of, tx.in.holds().active_on(of.id),
                                         tx.in.cases().open_on(of.id), tx.of.rules);
    return false;
  });
  return out;
}

std::vector<decide::sweep_cut> cuts_now(engine& on) {
  std::vector<decide::sweep_cut> out;
  on.run([&](line& tx) {
    out = decide::sweep_cuts(tx.of.rules, tx.now);
    return false;
  });
  return out;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void look_into(candidate each, const std::vector<decide::sweep_cut>& cuts,
               message_sweeper& through, sweep_look& out) {
  swept_mailbox is{.of = std::move(each.of), .found = {}, .left_out = std::move(each.left_out),
                   .trouble = {}};
  if (!is.left_out.empty()) {
    ++out.left_out;
    return out.mailboxes.push_back(std::move(is));
  }
  constexpr bool count_only = true;
  for (const auto& cut : cuts) {
    auto how = through.sweep(ref_of(is.of), cut.folder, cut.before, count_only);
    if (how.kind != outcome_class::done) {
      is.trouble = std::string(to_text(how.kind)) + " " + how.detail;
      break;
    }
    auto count = number_of(value_of(how.facts, "messages"));
    if (count > 0) is.found.push_back({cut, count});
    out.messages += count;
  }
  if (is.trouble.empty()) ++out.looked;
  else ++out.unread;
  if (!is.found.empty() || !is.trouble.empty()) out.mailboxes.push_back(std::move(is));
}

event news_for(const swept_mailbox& of, instant now) {
  event out{.id = of.of.id.derive<event_id>(std::string(decide::sweep_due) + to_text(now)),
            .name = std::string(decide::sweep_due), .at = now, .account = of.of.id,
            .by = {"clock", "engine", "engine"}, .data = {}};
  for (const auto& each : of.found) {
    out.data[std::string(decide::found_in) + each.cut.folder] = std::to_string(each.messages);
  }
  return out;
}

// Page by page. A crash in between leaves the round open: it is looked again at the next start, and
// whoever was told is being swept by then.
void tell_each(engine& on, const sweep_look& seen) {
  std::size_t told = 0;
  while (told < seen.mailboxes.size()) {
    on.run([&](line& tx) {
      auto end = std::min(told + page, seen.mailboxes.size());
      for (; told < end; ++told) {
        const auto& of = seen.mailboxes[told];
        if (!of.found.empty()) tx.in.inbox().put(news_for(of, tx.now));
      }
      return true;
    });
  }
}

// One task of the helpdesk while mailboxes cannot be read, however many looks that takes.
void tell_helpdesk(line& tx, const sweep_look& seen) {
  auto id = task_id::parse(tx.in.settings().get(task_setting).value_or(""));
  auto told = id ? tx.in.tasks().load(*id) : std::nullopt;
  bool open = told && told->status == "open";
  if (seen.unread == 0 && open) tx.in.tasks().finish(told->id, "done", the_engine(), tx.now);
  if (seen.unread == 0 || open) return;
  auto unread = std::find_if(seen.mailboxes.begin(), seen.mailboxes.end(),
                             [](const swept_mailbox& of) { return !of.trouble.empty(); });
  auto task = account_id{}.derive<task_id>("sweepUnread" + to_text(tx.now));
  tx.in.tasks().open({.id = task, .account = {}, .kind = "sweepUnread", .assignee = "helpdesk",
                      .invoke = "",
                      .input = {{"mailboxes", std::to_string(seen.unread)},
                                {"trouble", unread->trouble}},
                      .opened = tx.now, .due = {}});
  tx.in.settings().put(task_setting, task.text());
}

void note_round(line& tx, const sweep_round& round) {
  const auto& seen = round.seen;
  std::vector<std::string> rules;
  for (const auto& cut : decide::sweep_cuts(tx.of.rules, tx.now)) rules.push_back(cut.clause);
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  tx.in.journal().append({.at = tx.now, .account = {},
                          .cause = account_id{}.derive<event_id>("sweep.looked" + to_text(tx.now)),
                          .event = "sweep.looked", .from = "", .to = "",
                          .by = {"clock", "engine", "engine"}, .rules = std::move(rules),
                          .facts = {{"mailboxes", std::to_string(seen.looked)},
                                    {"leftOut", std::to_string(seen.left_out)},
                                    {"unread", std::to_string(seen.unread)},
                                    {"messages", std::to_string(seen.messages)},
                                    {"brake", round.stopped ? "on" : "off"}},
                          .personal = {}});
  auto every = *parse_period(tx.of.rules.pack.sweep.every.value);
  auto next = seen.unread > 0 ? tx.now + again_after_trouble
                              : tx.of.rules.calendar.add(tx.now, every);
  tx.in.settings().put(next_setting, to_text(next));
  tell_helpdesk(tx, seen);
}

}  // namespace

sweep_look look_for_old_mail(engine& on, message_sweeper& through,
                             const std::optional<account>& only,
                             const std::function<bool(std::int64_t)>& go_on) {
  sweep_look out;
  const auto cuts = cuts_now(on);
  if (only) {
    look_into(only_one(on, *only), cuts, through, out);
    return out;
  }
  bool last = false;
  for (account_id after; !last;) {
    for (auto& each : candidates(on, after, last)) {
      if (!go_on(out.looked)) {
        out.whole = false;
        return out;
      }
      look_into(std::move(each), cuts, through, out);
    }
  }
  return out;
}

std::optional<instant> next_sweep(line& on) {
  if (!on.of.rules.pack.sweep.wanted() || sweep_brake(on).pulled) return std::nullopt;
  return parse_instant(on.in.settings().get(next_setting).value_or("")).value_or(on.now);
}

std::optional<sweep_round> sweep_if_due(engine& on, message_sweeper& through,
                                        const std::function<bool(std::int64_t)>& go_on) {
  bool due = false;
  on.run([&](line& tx) {
    auto next = next_sweep(tx);
    due = next && *next <= tx.now;
    return false;
  });
  if (!due) return std::nullopt;
  sweep_round out{.seen = look_for_old_mail(on, through, std::nullopt, go_on)};
  if (!out.seen.whole) return out;
  // Before anybody is told: a crash after this leaves the brake on, or the round to be repeated.
  on.run([&](line& tx) {
    out.stopped = engage_sweep_brake(tx, out.seen.messages);
    if (out.stopped) note_round(tx, out);
    return true;
  });
  if (out.stopped) return out;
  tell_each(on, out.seen);
  on.run([&](line& tx) {
    note_round(tx, out);
    return true;
  });
  return out;
}

}  // namespace tenure::flow
