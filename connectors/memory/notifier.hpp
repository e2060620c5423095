#pragma once
// Notices kept in memory, for tests of the flow: the notifier port without a mail server.

#include "connectors/memory/fault_plan.hpp"
#include "engine/ports/notifier.hpp"

#include <mutex>
#include <string_view>
#include <vector>

namespace tenure::memory {

// Faults of verb "send" are counted with the effect's id in the place of the mailbox's.
class notice_box : public notifier {
 public:
  explicit notice_box(std::uint64_t seed = 0) : faults_(seed) {}

  outcome send(const notice& what) override;

  fault_plan& faults() { return faults_; }
  static account_id key(effect_id id) { return {id.bits}; }

  // --- for tests: everything taken, in order; a notice sent twice stands there twice -------------
  std::vector<notice> snapshot() const;
  std::vector<notice> to(std::string_view address) const;
  std::size_t sent(effect_id id) const;

 private:
  fault_plan faults_;
  mutable std::mutex mutex_;
  std::vector<notice> notices_;
};

}  // namespace tenure::memory
