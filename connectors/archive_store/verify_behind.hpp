#pragma once
// Reads back the segments of a package while later ones are still being written, each once it is
// closed and so on disk, on threads of its own: when the last message was written little is left
// to verify. What is not found whole here is not judged here either: whoever reads the package in
// the end begins with it, and says what is wrong.

#include "connectors/archive_store/package_reader.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace tenure::archive_store {

class verify_behind {
 public:
  // `so_far`: account and package, and the segments of earlier attempts; these are read first.
  verify_behind(path folder, manifest so_far, const key_ring& keys);
  ~verify_behind();  // stops at the next message
  verify_behind(const verify_behind&) = delete;
  verify_behind& operator=(const verify_behind&) = delete;

  void add(const segment_entry& closed);  // the next segment; does not wait
  // Waits. The segments that are as they were kept, from the first on up to one that is not.
  std::vector<segment_entry> finish();

 private:
  // The last segment is closed while the one before is still being read: two at a time, and the
  // end waits for the longer one instead of both.
  static constexpr std::size_t at_a_time = 2;

  void end();
  void work();
  std::optional<std::size_t> next(manifest& known);  // waits for it; nullopt when none will come
  bool whole(const manifest& known, std::size_t number);

  const path folder_;
  const key_ring& keys_;
  const std::size_t earlier_;  // segments of earlier attempts
  std::mutex guard_;           // of what follows, but for `stopped_`
  std::condition_variable came_;
  manifest known_;             // with every segment that was added
  std::size_t taken_ = 0;      // of them, in order
  std::size_t good_;           // as many from the first on are not known to be broken
  bool closed_ = false;
  std::atomic<bool> stopped_ = false;
  std::array<std::thread, at_a_time> threads_;
};

}  // namespace tenure::archive_store
