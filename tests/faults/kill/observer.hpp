#pragma once
// Says what a service that stands still is in the midst of, from outside: from its log, its store,
// its archive, its trail and the mail server's disk.

#include "tests/faults/kill/crowd.hpp"
#include "tests/faults/kill/moments.hpp"
#include "tests/faults/kill/store_glance.hpp"

#include <filesystem>
#include <optional>

namespace tenure::test {

class observer {
 public:
  explicit observer(crowd& of);
  ~observer();
  observer(const observer&) = delete;
  observer& operator=(const observer&) = delete;

  // Before each start: what the last life left behind is not what the next one does.
  void life_begins();
  // The service must stand still. `list`: the digest of what somebody waits to have applied.
  moments look(const std::string& list = {});
  // Accounts whose state begins so.
  std::size_t in_state(const std::string& beginning) const;
  bool is_applied(const std::string& list) const;
  // Returns after so long, and at once when a file of the trail's own folder is written.
  void wait(int milliseconds) const;

 private:
  void look_at_effects(moments& into) const;
  void look_at_trail(moments& into);
  bool is_done(const std::string& verb, const std::string& account, const std::string& login) const;

  crowd& of_;
  store_glance store_;
  int trail_changes_;  // inotify
  std::string published_, left_published_;  // by the store: "SIZE\nROOT\n"
  std::optional<std::filesystem::file_time_type> left_text_;
};

}  // namespace tenure::test
