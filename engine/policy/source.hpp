#pragma once
// The files a pack is made of: its own policy.yaml and those of the packs it extends.

#include "engine/model/refusal.hpp"
#include "engine/model/yaml.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tenure::policy {

struct source_file {
  std::string file;
  yaml_node root;
  std::string bytes;
};

// The pack's own file first, then what it extends, and so on; at most 8. Refused: yaml.*,
// policy.unreadable, policy.extends, policy.extends_circle, policy.extends_too_long.
result<std::vector<source_file>> open_chain(std::filesystem::path folder);

// SHA-256 over the files, hexadecimal.
std::string digest_of(const std::vector<source_file>& chain);

}  // namespace tenure::policy
