#include "engine/effects/reconciler.hpp"

namespace tenure::effects {
namespace {

// One batch on its way through the connectors: who is still in it, and what came of each so far.
struct passage {
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

// Closing takes forwards and auto-replies away; a rehire gets them back (what they were goes into
// the result). Only where they are to be taken away is it worth a look beforehand.
bool takes_away_forwards(const mailbox_condition& wanted) {
  return (wanted.forwarding && wanted.forwarding->empty()) ||
         (wanted.auto_reply && wanted.auto_reply->empty());
}

void keep_forwards(passage& all, std::size_t item, const mailbox_condition& before) {
  auto& facts = all.so_far[item].facts;
  auto note = [&](const char* name, const std::optional<std::string>& was) {
    if (was && !was->empty()) facts[name] = *was;
  };
  note("forwardingBefore", before.forwarding);
  note("autoReplyBefore", before.auto_reply);
}

struct step {
  std::vector<std::size_t> items;
  std::vector<change> changes;
};

step step_of(connector& through, std::span<const work> items, const passage& all) {
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

void look_beforehand(connector& through, const step& now, passage& all) {
  std::vector<mailbox_ref> mailboxes;
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < now.items.size(); ++i) {
    if (!takes_away_forwards(now.changes[i].desired)) continue;
    mailboxes.push_back(now.changes[i].mailbox);
    items.push_back(now.items[i]);
  }
  if (mailboxes.empty()) return;
  through.observe(mailboxes, [&](std::size_t i, const outcome& how) {
    keep_forwards(all, items[i], how.observed);
  });
}

}  // namespace

reconciler::reconciler(std::vector<connector*> connectors) : connectors_(std::move(connectors)) {}

void reconciler::perform(std::span<const work> items, const on_outcome& each) {
  passage all(items.size());
  std::vector<bool> reported(items.size());
  auto report = [&](std::size_t item) {
    if (!reported[item]) each(item, all.so_far[item]);
    reported[item] = true;
  };
  for (std::size_t n = 0; n < connectors_.size(); ++n) {
    connector& through = *connectors_[n];
    bool last = n + 1 == connectors_.size();
    auto now = step_of(through, items, all);
    look_beforehand(through, now, all);
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
