#include "engine/audit/start_check.hpp"

#include "engine/audit/acknowledge.hpp"
#include "engine/audit/replay.hpp"

namespace tenure::audit {
namespace {

result<check_report> check(store& what, instant now, const verifier_key& log,
                           const std::filesystem::path& trail,
                           const std::vector<checkpoint>& witnessed, bool whole) {
  bool moved = set_aside_acknowledged(what, now, log, trail);
  auto last = last_checkpoint(trail, log);
  if (!last) return last.error();
  replay_request request{now, trail, *last, witnessed, whole};
  auto found = replay(what, request);
  if (!found) return found.error();
  return check_report{found->from, found->size, found->root, moved};
}

}  // namespace

result<check_report> check_at_start(store& what, instant now, const verifier_key& log,
                                    const std::filesystem::path& trail,
                                    const std::vector<checkpoint>& witnessed) {
  return check(what, now, log, trail, witnessed, false);
}

result<check_report> check_whole(store& what, instant now, const verifier_key& log,
                                 const std::filesystem::path& trail,
                                 const std::vector<checkpoint>& witnessed) {
  return check(what, now, log, trail, witnessed, true);
}

}  // namespace tenure::audit
