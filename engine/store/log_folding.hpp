#pragma once
// Folds SQLite's write-ahead log back into the database file on a thread and a connection of its
// own, so that no commit waits for pages scattered over the whole file
// (engine/decisions/0033-folding-the-log-beside-the-line.md).
//
// A crash while it folds loses nothing: SQLite forgets no page of the log before it lies in the
// file and the file was synced. A fold that fails leaves the log as it was, and the next commit
// asks again; a full disk shows itself at the commits.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace tenure::storage {

class log_folding {
 public:
  // `fold` folds once, on this object's thread; `give_up` makes a running fold return soon. Neither
  // throws. The log is folded from `worth` pages (of 4 kB) on; from `most` on a commit waits.
  struct plan {
    std::function<void()> fold;
    std::function<void()> give_up;
    std::int64_t worth;
    std::int64_t most;
  };

  explicit log_folding(plan of) : plan_(std::move(of)) {}
  ~log_folding();
  log_folding(const log_folding&) = delete;
  log_folding& operator=(const log_folding&) = delete;

  // After each commit, with the pages of the log. The thread starts when it is first needed.
  void grew_to(std::int64_t pages);

 private:
  void fold_when_asked();

  const plan plan_;
  std::mutex guard_;
  std::condition_variable asked_, folded_;
  bool wanted_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace tenure::storage
