// The application's trail, published; and what keeps it from its work.

#include "engine/audit/publisher.hpp"
#include "engine/service/application.hpp"

#include <stdexcept>

namespace tenure::service {

result<void> application::publish() {
  result<void> out;
  try {
    engine->with_store([&](tenure::store& in) {
      auto done = audit::publish(in, clock.now(), *key, config.trail.folder);
      if (!done) out = done.error();
    });
  } catch (const std::runtime_error& lost) {  // the disk or the store: nothing published is changed
    out = refusal{.code = "audit.unavailable",
                  .message = std::string("the trail cannot be published: ") + lost.what(),
                  .place = config.trail.folder.string(), .way_out = "It is tried again"};
  }
  std::lock_guard lock(guard_);
  publishing_trouble_ = out ? "" : out.error().text();
  return out;
}

std::vector<std::string> application::problems() {
  auto out = engine->health().problems;
  std::lock_guard lock(guard_);
  if (!publishing_trouble_.empty()) out.push_back(publishing_trouble_);
  return out;
}

}  // namespace tenure::service
