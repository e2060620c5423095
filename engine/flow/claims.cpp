// What is claimed from the outbox, by whom it is worked on, and what becomes of a claim whose
// commit was lost. Only the line thread runs this.

#include "engine/flow/parts.hpp"

#include <algorithm>
#include <utility>

namespace tenure::flow {
namespace {

using namespace std::chrono_literals;

// An effect is hidden from other claims for this long; the same process never claims it again
// while it runs, so it bounds only how long a vanished node's effects wait.
constexpr auto lease = 10min;

}  // namespace

std::size_t engine::parts::running() const {
  std::size_t count = 0;
  for (const auto& lane : lanes) count += lane.busy;
  return count;
}

// A lane has room, and there was more for it than it could take.
bool engine::parts::could_hand_out() const {
  return std::any_of(lanes.begin(), lanes.end(), [](const lane_state& lane) {
    return lane.more && lane.busy <= lane.lane.threads;
  });
}

// After a commit whose answer was lost, effects may be held in the store that no lane knows of.
// While nothing is handed out, every claim of this epoch is one of those.
bool engine::parts::give_back_lost_claims(transaction& tx) {
  if (!doubtful) return false;
  {
    std::lock_guard lock(guard);
    if (running() > 0 || !results.empty()) return false;
  }
  tx.outbox().release_claims(epoch + 1);
  held.clear();
  for (auto& lane : lanes) lane.accounts.clear(), lane.put_off.clear();
  return true;
}

void engine::parts::forget(const std::vector<finished>& recorded) {
  for (const auto& r : recorded) {
    held.erase(r.item.effect.id);
    for (auto& lane : lanes) {
      if (lane.lane.verb == r.item.effect.verb) lane.accounts.erase(r.item.account.id);
    }
  }
}

void engine::parts::note_outages(const std::vector<finished>& recorded) {
  std::lock_guard lock(guard);
  trouble.clear();
  for (const auto& r : recorded) {
    const auto& verb = r.item.effect.verb;
    if (effects::is_outage(r.item.effect, r.how, of.retry)) outages[verb] = r.how.detail;
    if (r.how.kind == outcome_class::done) outages.erase(verb);
  }
}

std::size_t engine::parts::free_slots(const lane_state& lane) {
  std::lock_guard lock(guard);
  return stopping ? 0 : lane.lane.threads + 1 - std::min(lane.busy, lane.lane.threads + 1);
}

std::vector<claimed_batch> engine::parts::claim(line& on) {
  std::vector<claimed_batch> out;
  for (auto& lane : lanes) {
    auto busy = lane.accounts;
    auto waiting = lane.put_off;
    bool more = true;
    for (std::size_t free = free_slots(lane); free > 0 && more; --free) {
      auto before = waiting.size();
      auto batch = claim_batch(on, lane, std::move(waiting), busy);
      more = !batch.items.empty() || batch.put_off.size() != before;
      if (!more) break;
      for (const auto& item : batch.items) busy.insert(item.account.id);
      waiting = batch.put_off;
      out.push_back(std::move(batch));
    }
    lane.more = more;
  }
  return out;
}

// One batch of the lane: what waited for an account that is free by now, and what is new. An effect
// claimed again because its lease ran out while it runs here has its lease renewed, nothing more.
claimed_batch engine::parts::claim_batch(line& on, lane_state& lane, std::vector<effect> waiting,
                                         const std::set<account_id>& busy) {
  auto fresh = on.in.outbox().claim(lane.lane.verb, on.now, on.now + lease, epoch, lane.lane.batch);
  for (auto& e : fresh) {
    if (!held.contains(e.id)) waiting.push_back(std::move(e));
  }
  claimed_batch out{.lane = &lane, .items = {}, .put_off = {}};
  for (auto& e : waiting) {
    bool later = busy.contains(e.account) || out.items.size() >= lane.lane.batch;
    if (later) {
      out.put_off.push_back(std::move(e));
    } else {
      out.items.push_back(work_of(on.in, std::move(e)));
    }
  }
  return out;
}

void engine::parts::hand_over(std::vector<claimed_batch> claimed) {
  if (claimed.empty()) return;
  {
    std::lock_guard lock(guard);
    // Stopped meanwhile: the lanes take nothing more; the next start gives the claims back.
    if (stopping) return;
    for (auto& batch : claimed) {
      auto& lane = *batch.lane;
      for (const auto& item : batch.items) {
        held.insert(item.effect.id);
        lane.accounts.insert(item.account.id);
      }
      for (const auto& e : batch.put_off) held.insert(e.id);
      lane.put_off = std::move(batch.put_off);
      if (batch.items.empty()) continue;
      lane.waiting.push_back(std::move(batch.items));
      ++lane.busy;
    }
  }
  work_for_lanes.notify_all();
}

// A reconcile aims at what the account's state asks for by now, not at what it asked for when the
// effect was written: one that comes back after an outage must not undo a closing.
effects::work engine::parts::work_of(transaction& tx, effect claimed) {
  auto account = tx.accounts().load(claimed.account);
  if (!account) throw std::logic_error("effect of no account: " + claimed.id.text());
  auto person = tx.people().load(account->person);
  if (claimed.verb == "reconcile") {
    claimed.desired =
        decide::desired_condition(*account, of.rules, tx.grants().on(claimed.account));
  }
  return {std::move(claimed), std::move(*account), std::move(person)};
}

}  // namespace tenure::flow
