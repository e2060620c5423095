#include "engine/effects/reconciler.hpp"

#include <algorithm>

namespace tenure::effects {

// One batch on its way through the connectors: who is still in it, and what came of each so far.
struct reconciler::passage {
  std::vector<outcome> so_far;
  std::vector<std::size_t> open;  // indexes of items without trouble yet

  explicit passage(std::size_t size) : so_far(size), open(size) {
    for (std::size_t i = 0; i < size; ++i) open[i] = i;
  }

  void merge(std::size_t item, const outcome& step) {
    outcome& whole = so_far[item];
    whole.observed = overlay(whole.observed, step.observed);
    for (const auto& [name, value] : step.facts) whole.facts[name] = value;
    whole.kind = step.kind;
    whole.detail = step.detail;
    whole.retry_after_seconds = step.retry_after_seconds;
  }

  void drop_failed() {
    std::erase_if(open, [&](std::size_t i) { return so_far[i].kind != outcome_class::done; });
  }
};

// What one connector is asked to do.
struct reconciler::step {
  std::vector<std::size_t> items;
  std::vector<change> changes;

  void leave_out(const std::vector<std::size_t>& those) {
    step kept;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (std::find(those.begin(), those.end(), items[i]) != those.end()) continue;
      kept.items.push_back(items[i]);
      kept.changes.push_back(std::move(changes[i]));
    }
    *this = std::move(kept);
  }
};

namespace {

// Closing takes forwards and auto-replies away; a rehire gets them back. Only where they are to be
// taken away is it worth a look beforehand.
bool takes_away_forwards(const mailbox_condition& wanted) {
  return (wanted.forwarding && wanted.forwarding->empty()) ||
         (wanted.auto_reply && wanted.auto_reply->empty());
}

attributes forwards_in(const mailbox_condition& before) {
  attributes out;
  auto note = [&](const char* name, const std::optional<std::string>& was) {
    if (was && !was->empty()) out[name] = *was;
  };
  note("forwardingBefore", before.forwarding);
  note("autoReplyBefore", before.auto_reply);
  return out;
}

// A right that no system keeps would be believed given. Said only once everything else is done: it
// must not leave a mailbox open that is to be closed.
bool is_unkept(const mailbox_condition& wanted, const std::vector<connector*>& by) {
  if (!wanted.send_on_behalf || wanted.send_on_behalf->empty()) return false;
  return std::none_of(by.begin(), by.end(), [&](const connector* each) {
    return only(wanted, each->governs()).send_on_behalf.has_value();
  });
}

// Refused for good is no reason to leave a leaver's mailbox open; away for a moment is.
bool comes_back(outcome_class kind) {
  return kind == outcome_class::transient || kind == outcome_class::throttled ||
         kind == outcome_class::unknown_outcome;
}

}  // namespace

reconciler::step reconciler::step_of(connector& through, std::span<const work> items,
                                     const passage& all) const {
  step out;
  auto fields = through.governs();
  for (std::size_t i : all.open) {
    auto wanted = only(items[i].effect.desired, fields);
    if (says_nothing(wanted)) continue;
    out.items.push_back(i);
    out.changes.push_back({ref_of(items[i].account), std::move(wanted)});
  }
  return out;
}

void reconciler::look_beforehand(connector& through, std::span<const work> items, step& now,
                                 passage& all) {
  std::vector<mailbox_ref> mailboxes;
  std::vector<std::size_t> looked_at, put_off;
  for (std::size_t i = 0; i < now.items.size(); ++i) {
    if (!takes_away_forwards(now.changes[i].desired)) continue;
    mailboxes.push_back(now.changes[i].mailbox);
    looked_at.push_back(now.items[i]);
  }
  if (mailboxes.empty()) return;
  std::vector<std::pair<const work*, attributes>> found;
  through.observe(mailboxes, [&](std::size_t i, const outcome& how) {
    std::size_t item = looked_at[i];
    if (comes_back(how.kind)) {
      all.merge(item, how);
      put_off.push_back(item);
    } else if (auto had = forwards_in(how.observed); !had.empty()) {
      found.emplace_back(&items[item], had);
      all.so_far[item].facts.merge(had);
    }
  });
  // From here on a crash loses nothing: what they were is on record before it is taken away.
  if (note_ && !found.empty() && !note_(found)) {
    for (const auto& [item, had] : found) {
      auto index = static_cast<std::size_t>(item - items.data());
      all.merge(index, {.kind = outcome_class::transient,
                        .detail = "the forwards could not be noted before they are taken away"});
      put_off.push_back(index);
    }
  }
  now.leave_out(put_off);
}

reconciler::reconciler(std::vector<connector*> connectors, note_before note)
    : connectors_(std::move(connectors)), note_(std::move(note)) {}

void reconciler::perform(std::span<const work> items, const on_outcome& each) {
  passage all(items.size());
  std::vector<bool> reported(items.size());
  auto report = [&](std::size_t item) {
    if (reported[item]) return;
    reported[item] = true;
    outcome& how = all.so_far[item];
    if (how.kind == outcome_class::done && is_unkept(items[item].effect.desired, connectors_)) {
      how.kind = outcome_class::invalid;
      how.detail = "sendOnBehalf: no system keeps who sends on behalf";
    }
    each(item, how);
  };
  for (std::size_t n = 0; n < connectors_.size(); ++n) {
    connector& through = *connectors_[n];
    bool last = n + 1 == connectors_.size();
    auto now = step_of(through, items, all);
    look_beforehand(through, items, now, all);
    through.apply(now.changes, [&](std::size_t i, const outcome& how) {
      all.merge(now.items[i], how);
      if (last || how.kind != outcome_class::done) report(now.items[i]);
    });
    all.drop_failed();
  }
  for (std::size_t i = 0; i < items.size(); ++i) report(i);
}

void reconciler::observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  passage all(mailboxes.size());
  for (connector* through : connectors_) {
    std::vector<mailbox_ref> still;
    std::vector<std::size_t> items = all.open;
    for (std::size_t i : items) still.push_back(mailboxes[i]);
    through->observe(still, [&](std::size_t i, const outcome& how) { all.merge(items[i], how); });
    all.drop_failed();
  }
  for (std::size_t i = 0; i < mailboxes.size(); ++i) each(i, all.so_far[i]);
}

}  // namespace tenure::effects
