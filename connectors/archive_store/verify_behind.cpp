#include "connectors/archive_store/verify_behind.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tenure::archive_store {

verify_behind::verify_behind(path folder, manifest so_far, const key_ring& keys)
    : folder_(std::move(folder)),
      keys_(keys),
      earlier_(so_far.segments.size()),
      known_(std::move(so_far)),
      good_(std::numeric_limits<std::size_t>::max()) {
  try {
    for (auto& each : threads_) each = std::thread([this] { work(); });
  } catch (...) {
    end();  // of those that were started
    throw;
  }
}

verify_behind::~verify_behind() {
  stopped_ = true;
  end();
}

void verify_behind::add(const segment_entry& closed) {
  {
    std::lock_guard lock(guard_);
    known_.segments.push_back(closed);
  }
  came_.notify_one();
}

std::vector<segment_entry> verify_behind::finish() {
  end();
  known_.segments.resize(std::min(good_, known_.segments.size()));
  return std::move(known_.segments);
}

void verify_behind::end() {
  {
    std::lock_guard lock(guard_);
    closed_ = true;
  }
  came_.notify_all();
  for (auto& each : threads_) {
    if (each.joinable()) each.join();
  }
}

std::optional<std::size_t> verify_behind::next(manifest& known) {
  std::unique_lock lock(guard_);
  came_.wait(lock, [&] { return taken_ < known_.segments.size() || closed_; });
  // What follows a broken segment counts for nothing.
  if (taken_ == known_.segments.size() || taken_ >= good_ || stopped_) return std::nullopt;
  known = known_;
  return ++taken_;
}

void verify_behind::work() {
  manifest known;
  while (const auto number = next(known)) {
    if (whole(known, *number)) continue;
    std::lock_guard lock(guard_);
    good_ = std::min(good_, *number - 1);
  }
}

// A data file of this attempt was hashed on its way to the disk a moment ago. That it opens, chunk
// by chunk to the end and to the right messages, says that the same bytes lie there: hashing them
// again would say no more. What is thrown here (a disk that does not answer) is met again by the
// reading in the end.
bool verify_behind::whole(const manifest& known, std::size_t number) try {
  const outcome read = read_segment(
      folder_, known, number, keys_, [&](const stored_message&) { return !stopped_; },
      number <= earlier_ ? hashing::yes : hashing::no);
  return read.kind == outcome_class::done && !stopped_;
} catch (...) {
  return false;
}

}  // namespace tenure::archive_store
