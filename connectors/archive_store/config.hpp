#pragma once
// Settings of the archive folder. YAML:
//
//   folder: /var/lib/tenure/archive     # packages stand here; one file system, mode 0700
//   key: k2026                          # the key new packages are sealed with
//   keys:                               # all keys still needed to read older packages
//     k2026: /etc/tenure/archive-k2026.key
//     k2025: /etc/tenure/archive-k2025.key
//   segmentMegabytes: 16                # 1..1024, optional: messages in one segment
//   compression: 2                      # zstd level 1..19, optional
//
// A key file holds 64 hexadecimal digits (`openssl rand -hex 32`), readable by its owner only.
// Key names are a-z, 0-9 and '-', at most 16 of them.

#include "engine/model/refusal.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace tenure::archive_store {

struct config {
  std::filesystem::path folder;
  std::string key;
  std::map<std::string, std::filesystem::path> keys;  // name -> key file
  std::uint64_t segment_bytes = 16ULL << 20;          // of messages, before compression
  int compression = 2;
};

// Refusals: config.* of connectors/common/settings.hpp, config.key_name, config.key_without_file.
result<config> parse_config(std::string_view yaml, const std::string& place);

}  // namespace tenure::archive_store
