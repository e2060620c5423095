#pragma once
// A real server as a child process of the test: `config/deploy/sandbox/server KIND DIR run` in the
// foreground, in a folder of its own. When the test process dies, the kernel ends the server.
// Make it in the thread that lives as long as the server (the kernel watches the thread).

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/support/temp_folder.hpp"

namespace tenure::support {

class child_server {
 public:
  virtual ~child_server();
  child_server(const child_server&) = delete;
  child_server& operator=(const child_server&) = delete;

  void start();    // returns once the server answers; throws with the log's tail when it does not
  void stop();     // orderly; returns once every process of it is gone
  void kill9();    // SIGKILL to all processes of it at the same moment
  void restart();  // stop, start: same folder, same ports
  bool running() const { return pid_ > 0; }

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::string secret(const std::string& name) const;  // content of the file secrets/NAME

 protected:
  child_server(std::string kind, std::map<std::string, std::string> settings);
  virtual bool answers() const = 0;
  virtual std::vector<std::filesystem::path> logs() const;
  pid_t pid() const { return pid_; }
  // Another verb of the script, e.g. {"load", file}.
  void script(const std::vector<std::string>& verb) const;
  void shut_down() noexcept;  // what every destructor calls first: stop, and on failure the logs

 private:
  void end(int signal);
  std::string log_tails() const;

  std::string kind_;
  std::map<std::string, std::string> settings_;
  temp_folder folder_;
  pid_t pid_ = -1;
};

}  // namespace tenure::support
