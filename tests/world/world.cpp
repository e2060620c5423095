#include "tests/world/world.hpp"

#include <map>
#include <mutex>

namespace tenure::test {
namespace {

const std::filesystem::path source = TENURE_SOURCE_DIR;

rows::rulebook load_shipped(const std::string& pack, const std::filesystem::path& account) {
  return rows::load_rulebook(source / "config/policies" / pack, source / "workflows", account)
      .value();
}

rows::world_options without_names(const world_options& how) {
  return {.start = how.start, .seed = how.seed, .store_url = how.store_url, .wrap = how.wrap,
          .threads = how.threads, .house = how.house};
}

}  // namespace

const rows::rulebook& shipped_rules(const std::string& pack) {
  static std::mutex one_at_a_time;
  static std::map<std::string, rows::rulebook> known;
  std::lock_guard lock(one_at_a_time);
  auto at = known.find(pack);
  if (at == known.end()) at = known.emplace(pack, load_shipped(pack, {})).first;
  return at->second;
}

world::world(const world_options& how)
    : rows::world(how.workflow.empty() ? shipped_rules(how.pack)
                                       : load_shipped(how.pack, how.workflow),
                  without_names(how)) {}

}  // namespace tenure::test
