#pragma once
// Packages in memory, for tests of the flow: the archive port without disks.

#include "connectors/memory/connector.hpp"
#include "engine/ports/archive.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tenure::memory {

// Digests are FNV-1a over the messages: they find accidents, they prove nothing. The archive that
// proves is connectors/archive_store.
class archive_shelf : public archive {
 public:
  explicit archive_shelf(std::uint64_t seed = 0) : faults_(seed) {}

  // Asks before each message.
  outcome keep(const mailbox_ref& mailbox, message_source& source,
               const still_allowed& allowed) override;
  outcome verify(const mailbox_ref& mailbox) override;
  outcome read(const mailbox_ref& mailbox,
               const std::function<bool(const stored_message&)>& take) override;
  outcome destroy(const mailbox_ref& mailbox) override;

  fault_plan& faults() { return faults_; }

  // --- for tests --------------------------------------------------------------------------------
  std::optional<std::vector<message>> snapshot(account_id account) const;
  bool damage(account_id account);  // false: no package, or it is empty
  // How often a package of the account was destroyed.
  std::uint64_t destroyed(account_id account) const;

 private:
  struct package {
    std::vector<message> messages;
    std::string digest;
  };
  outcome keep_one(const mailbox_ref& mailbox, message_source& source,
                   const still_allowed& allowed);
  outcome describe(account_id account, const package& of) const;

  fault_plan faults_;
  mutable std::mutex mutex_;
  std::map<account_id, package> packages_;
  std::map<account_id, std::uint64_t> destroyed_;
};

}  // namespace tenure::memory
