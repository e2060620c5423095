#include "engine/policy/source.hpp"

#include "engine/model/digest.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tenure::policy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chain_max = 8;

result<source_file> open_source(const fs::path& folder) {
  source_file out;
  out.file = (folder / "policy.yaml").string();
  std::ifstream in(out.file, std::ios::binary);
  std::ostringstream bytes;
  if (in) bytes << in.rdbuf();
  if (!in) {
    return refusal{"policy.unreadable", "cannot be read", out.file, "",
                   "Name a folder that holds policy.yaml"};
  }
  out.bytes = bytes.str();
  auto root = parse_yaml(out.bytes, out.file);
  if (!root) return root.error();
  out.root = std::move(*root);
  return out;
}

}  // namespace

result<std::vector<source_file>> open_chain(fs::path folder) {
  std::vector<source_file> chain;
  std::vector<fs::path> seen;
  while (true) {
    std::error_code gone;
    auto real = fs::weakly_canonical(folder, gone);
    bool again = std::find(seen.begin(), seen.end(), real) != seen.end();
    if (again || seen.size() == chain_max) {
      const auto& last = chain.back();
      return refusal{again ? "policy.extends_circle" : "policy.extends_too_long",
                     again ? "extends leads back to a pack of its own chain"
                           : "more than 8 packs extend each other",
                     last.file + ":" + std::to_string(last.root.find("extends")->line), "",
                     "Break the chain: remove one extends"};
    }
    seen.push_back(real);
    auto opened = open_source(folder);
    if (!opened) return opened.error();
    chain.push_back(std::move(*opened));
    const auto* extends = chain.back().root.find("extends");
    if (!extends) return chain;
    if (!extends->scalar() || extends->text.empty()) {
      return refusal{"policy.extends", "extends names no folder",
                     chain.back().file + ":" + std::to_string(extends->line), "",
                     "Write `extends: ../other`, seen from this pack's folder"};
    }
    folder = fs::path(chain.back().file).parent_path() / extends->text;
  }
}

std::string digest_of(const std::vector<source_file>& chain) {
  digester out;
  for (const auto& from : chain) {
    // Behind its length, so that no two chains give the same bytes.
    out.add(std::to_string(from.bytes.size()) + "\n");
    out.add(from.bytes);
  }
  return out.hex();
}

}  // namespace tenure::policy
