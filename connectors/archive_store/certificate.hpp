#pragma once
// Destroying a package. A crash at any step leaves either the package or a destruction that the
// next call finishes: rename away, write the certificate aside, unlink, then put the certificate in
// place.

#include "connectors/archive_store/files.hpp"
#include "connectors/archive_store/keys.hpp"
#include "engine/model/effect.hpp"
#include "engine/model/id.hpp"

namespace tenure::archive_store {

// `root`: the archive's folder. As archive::destroy of engine/ports/archive.hpp.
outcome destroy_package(const path& root, account_id account, const key_ring& keys);

}  // namespace tenure::archive_store
