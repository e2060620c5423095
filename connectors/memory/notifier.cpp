#include "connectors/memory/notifier.hpp"

#include <algorithm>
#include <iterator>

namespace tenure::memory {

outcome notice_box::send(const notice& what) {
  const auto planned = faults_.next("send", key(what.id));
  if (planned && !planned->persists) return as_outcome(*planned);
  outcome out;
  if (what.to.find('@') == std::string::npos) {
    out.kind = outcome_class::invalid;
    out.detail = "not an address";
    return out;
  }
  std::lock_guard lock(mutex_);
  notices_.push_back(what);
  out.facts["reply"] = "250 kept in memory";
  return planned ? as_outcome(*planned) : out;
}

std::vector<notice> notice_box::snapshot() const {
  std::lock_guard lock(mutex_);
  return notices_;
}

std::vector<notice> notice_box::to(std::string_view address) const {
  std::lock_guard lock(mutex_);
  std::vector<notice> out;
  std::ranges::copy_if(notices_, std::back_inserter(out),
                       [&](const notice& n) { return n.to == address; });
  return out;
}

std::size_t notice_box::sent(effect_id id) const {
  std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::ranges::count_if(notices_, [&](const notice& n) { return n.id == id; }));
}

}  // namespace tenure::memory
