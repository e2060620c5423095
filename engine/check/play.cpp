#include "engine/check/play.hpp"

#include "engine/check/deeds.hpp"
#include "engine/check/witness.hpp"

#include <algorithm>
#include <deque>

namespace tenure::check {
namespace {

constexpr int own_steps_max = 200;  // of a subject's life beside a case, at one moment

// An effect or a task whose result has come, or that nobody waits for any more.
void take_off(world& of, const event& what) {
  auto waited = [&](const effect_id& id) {
    auto in = [&](const auto& pending) {
      return std::any_of(pending.begin(), pending.end(),
                         [&](const auto& one) { return one.second == id; });
    };
    bool over = what.name.starts_with("xstate.") && id.text() == value_of(what.data, "effect");
    return !over && (in(of.of.pending) || (of.matter && in(of.matter->pending)));
  };
  std::erase_if(of.flying, [&](const effect& e) { return !waited(e.id); });
  std::erase_if(of.tasks, [&](const task& t) { return !waited(effect_id{t.id.bits}); });
}

// One event after the other until nobody has anything more to say: what accounts and cases tell
// each other, and, beside a case, everything that its subject's own life waits for.
class line {
 public:
  line(played& out, const setting& in, std::uint64_t& count) : out_(out), in_(in), count_(count) {}

  void run(const event& first, bool to_case) {
    handle(first, to_case, true);
    for (int i = 0; i < own_steps_max && out_.broken.empty(); ++i) {
      if (!waiting_.empty()) {
        auto [next, for_case] = waiting_.front();
        waiting_.pop_front();
        handle(next, for_case, false);
      } else if (!in_.of_case || !help_subject()) {
        return;
      }
    }
  }

 private:
  void handle(const event& what, bool to_case, bool first) {
    if (what.name == "case.asked" && !ask_anew(value_of(what.data, "workflow"))) return;
    auto known = snapshot_of(out_.after, in_, what, to_case);
    auto made = to_case ? decide::decide_case(known, what, in_.by)
                        : decide::decide(known, what, in_.by);
    if (!made) {
      if (made.error().code.starts_with("chart.")) out_.broken = made.error().text();
      return;
    }
    if (first) out_.ignored = !made->changed;
    if (!first && to_case) (made->changed ? out_.heard_too : out_.not_heard).push_back(what.name);
    if (!made->changed) return;
    if (first) out_.taken = true, out_.heard = what.name;
    const awaited before{out_.after.flying, out_.after.tasks};
    lay(out_.after, *made, in_);
    take_off(out_.after, what);
    note_hr(out_.after.seen, what);
    note_vote(out_.after.seen, what);
    note_result(out_.after, before, what);
    if (first) note_came(before, what);
    note_deeds(out_.after.seen, in_.asked_for, before, what, *made);
    note_decision(known, *made);
  }

  // An account whose agreement has lapsed asks once more, when the case before is over. Of another
  // workflow nothing is asked here: one case is played at a time.
  bool ask_anew(std::string_view workflow) {
    auto& before = out_.after.matter;
    if (!before) return true;
    if (before->workflow != workflow) return false;
    if (!before->closed) out_.broken = "a second case is asked for beside the first";
    before.reset();
    forget_case(out_.after.seen);
    return out_.broken.empty();
  }

  void note_came(const awaited& before, const event& what) {
    bool done = what.name.starts_with("xstate.done.actor.");
    if (!done && !what.name.starts_with("xstate.error.actor.")) return;
    auto id = value_of(what.data, "effect");
    for (const auto& t : before.tasks) {
      if (t.id.text() == id) out_.finished = t.kind;
    }
    for (const auto& e : before.flying) {
      if (e.id.text() == id) (done ? out_.succeeded : out_.failed) = e.verb;
    }
  }

  void note_decision(const decide::snapshot& before, const decision& made) {
    for (const auto& e : made.effects) {
      out_.begun.push_back(e);
      if (e.verb == "notify") note_notice(e);
      if (e.verb == "createMailbox") out_.after.seen.begun = true;
    }
    for (const auto& t : made.tasks) {
      out_.asked_for.push_back(t);
      if (t.kind == "extractBusinessMail") out_.after.seen.extract_asked = true;
    }
    for (const auto& g : made.grants) {
      bool known = std::any_of(before.grants.begin(), before.grants.end(),
                               [&](const grant& old) { return old.id == g.id; });
      if (g.closed || known) continue;
      out_.opened.push_back(g);
      out_.after.seen.had_grant = true;
    }
    bool closed_before = before.of_case && before.of_case->closed;
    if (made.next_case && !before.of_case) note_asked(*made.next_case);
    out_.asked = out_.asked || (made.next_case && !before.of_case);
    out_.ended = out_.ended || (made.next_case && made.next_case->closed && !closed_before);
    if (!made.attestations.empty()) out_.after.seen.signed_here = true;
    const auto& matter = out_.after.matter;
    for (const auto& news : made.news) {
      out_.told.push_back(news.event);
      if (!news.as_subject) out_.told.push_back(news.event + " to holder");
      if (!news.as_subject || !matter || matter->closed) continue;
      event what{.id = {{0x2e35, ++count_}}, .name = news.event, .at = out_.after.now,
                 .account = out_.after.of.id, .by = the_engine(),
                 .data = {{"case", matter->id.text()}}};
      waiting_.push_back({what, true});
    }
    for (const auto& told : made.events) {
      out_.told.push_back(told.name);
      bool asks = told.name == "case.asked";
      if (asks && !in_.of_case) out_.after.seen.asking = value_of(told.data, "workflow");
      else waiting_.push_back({told, asks});
    }
  }

  // Who may agree to it, and end it, depends on who asked.
  void note_asked(const case_file& by) {
    const auto& rule = in_.by.pack.cases.find(by.workflow)->second;
    out_.after.seen.asked_by = place_of(by.requester, in_, rule, by.requester);
  }

  void note_notice(const effect& of) {
    auto to = value_of(of.input, "to");
    bool closed = value_of(of.input, "template") == "accountClosed";
    auto& seen = out_.after.seen;
    bool of_access = value_of(of.input, "template") == access_told;
    if (to == "subject" && of.invoke.empty() && of_access) seen.telling = true;
    if (to == "requester") seen.requester_told = true;
    if (to == "manager" && closed) seen.closing_told = true;
  }

  bool case_open() const { return out_.after.matter && !out_.after.matter->closed; }

  // But what a case waits for that agreed to the account may fail, and take its time.
  bool help_subject() {
    if (is_done_with(out_.after)) return false;
    for (const auto& e : out_.after.flying) {
      bool awaited = e.verb == "createMailbox" && case_open();
      if (awaited || !split_qualified(e.invoke).of.empty()) continue;
      waiting_.push_back({result_of(e, true, out_.after, count_).what, false});
      return true;
    }
    for (const auto& t : out_.after.tasks) {
      bool awaited = t.kind == "finishProvisioning" && case_open();
      if (awaited || !split_qualified(t.invoke).of.empty()) continue;
      event done{.id = {{0x7a5c, ++count_}}, .name = "xstate.done.actor." + t.invoke,
                 .at = out_.after.now, .account = out_.after.of.id,
                 .by = {"checker", t.assignee, "checker"},
                 .data = {{"effect", t.id.text()}, {"approved", "true"}, {"decision", "delete"}}};
      waiting_.push_back({done, false});
      return true;
    }
    return false;
  }

  played& out_;
  const setting& in_;
  std::uint64_t& count_;
  std::deque<std::pair<event, bool>> waiting_;
};

}  // namespace

played play(const world& from, const move& by, const setting& in, std::uint64_t& count) {
  played out{.after = from};
  in.acts.clear();
  out.was_open = grants_open(from);
  out.was_suspended = from.seen.suspended;
  out.decision = value_of(by.what.data, "decision");
  out.was_left = decide::has_tag(from.of, in.by, "left");
  out.was_shut = from.seen.shut.has_value();
  note_passing(out.after, by.what.at, in);
  out.after.now = std::max(by.what.at, from.now);
  out.moved = note_saying(out.after, by.what);
  if (by.what.name == "case.answered") {
    (value_of(by.what.data, "approved") == "true" ? out.said_yes : out.said_no) = true;
  }
  std::erase_if(out.after.deadlines, [&](const deadline& d) {
    return split_qualified(d.event).name == by.what.name && d.due <= out.after.now;
  });
  if (!by.what.name.starts_with("checker.")) line(out, in, count).run(by.what, by.to_case);
  out.moved = out.moved || out.taken;
  out.acts = in.acts;
  return out;
}

}  // namespace tenure::check
