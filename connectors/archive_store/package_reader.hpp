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
#include <vector>

namespace tenure::archive_store {

using message_taker = std::function<bool(const stored_message&)>;

class package_reader {
 public:
  // `folder`: the package's own folder. `keys` must outlive the reader.
  package_reader(std::filesystem::path folder, account_id account, const key_ring& keys);

  // Every message in the order it was kept; `take` returns false to stop early (then `done`).
  // The package is known to be whole only when `done` came back after the last message.
  // done | not_found | denied (its key is not in the ring) | transient (the disk does not answer)
  // | invalid: damaged; detail names the first message that cannot be read as it was kept.
  // facts: "package", "digest" (of the manifest), "messages", "bytes".
  // `read`: segments that read_segment() found whole; where the manifest begins with just these,
  // they are not read again.
  outcome for_each(const message_taker& take, const std::vector<segment_entry>& read = {}) const;

 private:
  std::filesystem::path folder_;
  account_id account_;
  const key_ring& keys_;
};

// The same of one segment, from 1; `of` need not mention what comes after it. Whether the data file
// is hashed and its digest compared is for the caller to say; the index always is. Throws
// environment_lost when the disk does not answer.
outcome read_segment(const std::filesystem::path& folder, const manifest& of, std::size_t number,
                     const key_ring& keys, const message_taker& take, hashing data);

}  // namespace tenure::archive_store
