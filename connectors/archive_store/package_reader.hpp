#pragma once
// Reads a finished package from its first message to its last, checking everything on the way: for
// verify(), and for whoever exports to mbox or Maildir later.

#include "connectors/archive_store/keys.hpp"
#include "connectors/archive_store/manifest.hpp"
#include "engine/model/effect.hpp"
#include "engine/model/id.hpp"
#include "engine/ports/connector.hpp"

#include <filesystem>
#include <functional>

namespace tenure::archive_store {

class package_reader {
 public:
  // `folder`: the package's own folder. `keys` must outlive the reader.
  package_reader(std::filesystem::path folder, account_id account, const key_ring& keys);

  // Every message in the order it was kept; `take` returns false to stop early (then `done`).
  // The package is known to be whole only when `done` came back after the last message.
  // done | not_found | denied (its key is not in the ring) | transient (the disk does not answer)
  // | invalid: damaged; detail names the first message that cannot be read as it was kept.
  // facts: "package", "digest" (of the manifest), "messages", "bytes".
  outcome for_each(const std::function<bool(const stored_message&)>& take) const;

 private:
  std::filesystem::path folder_;
  account_id account_;
  const key_ring& keys_;
};

}  // namespace tenure::archive_store
