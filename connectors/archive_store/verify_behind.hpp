#pragma once
// Reads back the segments of a package while later ones are still being written, each once it is
// closed and so on disk, on a thread of its own: when the last message was written little is left
// to verify. What is not found whole here is not judged here either: whoever reads the package in
// the end begins with it, and says what is wrong.

#include "connectors/archive_store/handover.hpp"
#include "connectors/archive_store/package_reader.hpp"

#include <atomic>
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
  void work();
  bool whole(const segment_entry& next);

  const path folder_;
  const key_ring& keys_;
  std::size_t earlier_ = 0;  // segments of earlier attempts
  manifest read_;            // with the segments that are whole
  handover<segment_entry> waiting_{1};  // entries are small: they count as nothing
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

}  // namespace tenure::archive_store
