#include "connectors/archive_store/verify_behind.hpp"

#include <utility>

namespace tenure::archive_store {

verify_behind::verify_behind(path folder, manifest so_far, const key_ring& keys)
    : folder_(std::move(folder)), keys_(keys), read_(std::move(so_far)) {
  const auto earlier = std::exchange(read_.segments, {});
  earlier_ = earlier.size();
  for (const auto& each : earlier) add(each);
  thread_ = std::thread([this] { work(); });
}

verify_behind::~verify_behind() {
  stopped_ = true;
  waiting_.leave();
  if (thread_.joinable()) thread_.join();
}

void verify_behind::add(const segment_entry& closed) { waiting_.put(closed, 0); }

std::vector<segment_entry> verify_behind::finish() {
  waiting_.close();
  if (thread_.joinable()) thread_.join();
  return std::move(read_.segments);
}

// What is thrown here (a disk that does not answer) is met again by the reading in the end.
void verify_behind::work() try {
  segment_entry next;
  while (waiting_.take(next)) {
    if (!whole(next)) break;
  }
  waiting_.leave();
} catch (...) {
  waiting_.leave();
}

// A data file of this attempt was hashed on its way to the disk a moment ago. That it opens, chunk
// by chunk to the end and to the right messages, says that the same bytes lie there: hashing them
// again would say no more.
bool verify_behind::whole(const segment_entry& next) {
  manifest with_next = read_;
  with_next.segments.push_back(next);
  const std::size_t number = with_next.segments.size();
  const outcome read = read_segment(
      folder_, with_next, number, keys_, [&](const stored_message&) { return !stopped_; },
      number <= earlier_ ? hashing::yes : hashing::no);
  if (read.kind != outcome_class::done || stopped_) return false;
  read_ = std::move(with_next);
  return true;
}

}  // namespace tenure::archive_store
