#include "tests/support/child_server.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <sys/prctl.h>
#include <sys/wait.h>

#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/spawn.hpp"

namespace tenure::support {

namespace {

const char* const server_script = TENURE_SOURCE_DIR "/config/deploy/sandbox/server";
constexpr std::chrono::seconds start_bound{30};
constexpr std::chrono::seconds stop_bound{30};
// Dovecot's children wait 5 s for a handshake when the master goes within a second of its start.
constexpr std::chrono::milliseconds straggler_bound{1'500};

// The parent of a process, 0 when it is gone. The name in /proc/PID/stat may hold blanks: the
// fields are counted from its closing parenthesis.
pid_t parent_of(const std::string& pid) {
  std::ifstream in("/proc/" + pid + "/stat");
  std::string line;
  std::getline(in, line);
  const auto name_end = line.rfind(')');
  return name_end == std::string::npos ? 0 : std::stoi(line.substr(name_end + 4));
}

// `root` and everything below it, e.g. Dovecot's master with its login and imap processes.
std::vector<pid_t> family(pid_t root) {
  std::vector<std::pair<pid_t, pid_t>> child_and_parent;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") == std::string::npos) {
      child_and_parent.emplace_back(std::stoi(name), parent_of(name));
    }
  }
  std::vector<pid_t> found{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const auto& [child, parent] : child_and_parent) {
      if (parent == found[i]) {
        found.push_back(child);
      }
    }
  }
  return found;
}

// Reaps `pid` when it has ended. Grandchildren come to us because we are a subreaper.
bool gone(pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) == pid || ::kill(pid, 0) != 0; }

}  // namespace

child_server::child_server(std::string kind, std::map<std::string, std::string> settings)
    : kind_(std::move(kind)), settings_(std::move(settings)), folder_(kind_) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

child_server::~child_server() { shut_down(); }

void child_server::start() {
  if (running()) {
    throw std::logic_error(kind_ + " is already running");
  }
  const std::string log = folder() / (kind_ + ".out");
  pid_ = spawn({server_script, kind_, folder(), "run"}, settings_, {.out = log, .err = log});
  try {
    eventually(
        [this] {
          if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
            pid_ = -1;
            throw std::runtime_error("it ended");
          }
          return answers();
        },
        start_bound, "an answer from " + kind_);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(kind_ + " did not start: " + error.what() + "\n" + log_tails());
  }
}

void child_server::stop() { end(kind_ == "postgres" ? SIGINT : SIGTERM); }

void child_server::kill9() { end(SIGKILL); }

void child_server::restart() {
  stop();
  start();
}

void child_server::end(int signal) {
  if (!running()) {
    return;
  }
  const auto processes = family(pid_);
  for (const pid_t process : processes) {
    if (signal == SIGKILL || process == pid_) {
      ::kill(process, signal);
    }
  }
  eventually([this] { return gone(pid_); }, stop_bound, "the end of " + kind_);
  pid_ = -1;
  wait_for_stragglers(processes);
}

void child_server::wait_for_stragglers(const std::vector<pid_t>& processes) const {
  const auto none_left = [&] { return std::ranges::all_of(processes, gone); };
  try {
    eventually(none_left, straggler_bound, "");
  } catch (const std::runtime_error&) {
    std::ranges::for_each(processes, [](pid_t process) { ::kill(process, SIGKILL); });
    eventually(none_left, stop_bound, "the end of the children of " + kind_);
  }
}

std::string child_server::secret(const std::string& name) const {
  return read_file(folder() / "secrets" / name);
}

std::vector<std::filesystem::path> child_server::logs() const {
  return {folder() / (kind_ + ".out")};
}

void child_server::script(const std::vector<std::string>& verb) const {
  std::vector<std::string> command{server_script, kind_, folder()};
  command.insert(command.end(), verb.begin(), verb.end());
  run_or_throw(command, {.environment = settings_});
}

std::string child_server::log_tails() const {
  std::string all;
  for (const auto& log : logs()) {
    all += "--- " + log.string() + "\n" + tail(log);
  }
  return all;
}

void child_server::shut_down() noexcept try {
  if (running() && test_failed()) {
    std::cerr << log_tails();
  }
  stop();
} catch (const std::exception& error) {
  std::cerr << "stopping " << kind_ << ": " << error.what() << '\n';
}

}  // namespace tenure::support
