#pragma once
// The program `tenure` on real servers: a configuration of its own, a demonstration store, the
// service as a child process, and commands as an operator types them. Link tenure::service_fixture
// and give TENURE_PROGRAM (see CMakeLists.txt).

#include "tests/support/dovecot_server.hpp"
#include "tests/support/run.hpp"
#include "tests/support/slapd_server.hpp"
#include "tests/support/smtp_sink.hpp"
#include "tests/support/temp_folder.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tenure::support {

// One entry of the trail, as far as counting needs it.
struct trail_entry {
  std::uint64_t index = 0;
  std::string committed;  // its transaction's time
  std::string account;
  std::string event;
};

struct service_options {
  bool demonstration = true;
  std::string more_config = {};  // lines at the end of tenure.yaml
};

class tenure_service {
 public:
  // Configured and initialised, not running. The pack is Cambridgeshire's with the limits of the
  // brakes raised, so that a story's list is not held.
  tenure_service(const slapd_server& directory, const dovecot_server& mail, const smtp_sink& sink,
                 service_options how = {});
  ~tenure_service();
  tenure_service(const tenure_service&) = delete;
  tenure_service& operator=(const tenure_service&) = delete;

  // Returns once it says that it is ready. `before`: words in front of the program, e.g. prlimit.
  void start(const std::vector<std::string>& before = {});
  void launch(const std::vector<std::string>& before = {});  // start() without waiting ...
  void await_ready();                                        // ... and the waiting
  bool ready() const;
  void stop();   // SIGTERM; throws when it does not end with 0
  void kill9();  // SIGKILL, and reaped
  bool running() const { return pid_ > 0; }
  bool died();   // true, and reaped, when it ended by itself
  // SIGSTOP: returns once all its threads stand still, so that it can be looked at from outside;
  // throws when it had died. SIGCONT.
  void stand_still();
  void go_on();
  pid_t pid() const { return pid_; }

  // Any command: over the socket while the service runs, on the store itself otherwise.
  command_result tenure(const std::vector<std::string>& words,
                        std::chrono::milliseconds bound = std::chrono::minutes(2)) const;
  // The JSON answer; throws with both outputs unless the command ends with 0. On a demonstration
  // store it is asked --as council.officer unless the words name somebody.
  std::string ask(const std::vector<std::string>& words,
                  std::chrono::milliseconds bound = std::chrono::minutes(2)) const;
  // The words that run such a command, for who wants to run it in the background.
  std::vector<std::string> command(const std::vector<std::string>& words) const;

  // Previews a list and gives its digest; throws when a row was refused. `csv` has a header line.
  std::string preview(const std::string& kind, const std::string& csv) const;
  // Previews and applies a list; throws unless it was applied.
  void apply(const std::string& kind, const std::string& csv) const;

  // The trail: exported, verified by `tenure audit verify`, and read. Throws when it is not whole.
  std::vector<trail_entry> export_trail() const;

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path config() const { return folder_ / "tenure.yaml"; }
  std::filesystem::path archive() const { return folder_ / "archive"; }
  std::string log() const;  // of the last start

 private:
  void write_keys(const slapd_server& directory, const dovecot_server& mail) const;
  void write_config(const slapd_server& directory, const dovecot_server& mail,
                    const smtp_sink& sink) const;
  std::filesystem::path raise_limits() const;

  temp_folder folder_{"service"};
  service_options how_;
  pid_t pid_ = -1;
  mutable int lists_ = 0, exports_ = 0;
};

// The text, number or flag at an RFC 6901 pointer ("/accounts/0/state"); "" when nothing is there.
std::string text_at(const std::string& json, const std::string& pointer);
// How many elements the array there has; 0 when there is none.
std::size_t size_at(const std::string& json, const std::string& pointer);

}  // namespace tenure::support
