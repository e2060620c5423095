#pragma once
// Packages of closed mailboxes in a folder: compressed, sealed, verified by reading back every
// byte, destroyed with a certificate. FORMAT.md describes the files, engine/decisions/0006 the why.

#include "connectors/archive_store/config.hpp"
#include "engine/ports/archive.hpp"

#include <memory>

namespace tenure::archive_store {

// Reads the key files at once. Refusals: archive.key_bad, secret.* (a key file),
// archive.folder_missing (the folder is not there or not writable), archive.no_cipher.
// Several threads may use one archive at the same time, for different accounts.
result<std::unique_ptr<archive>> open(const config& settings);

}  // namespace tenure::archive_store
