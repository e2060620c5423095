#include "tests/support/child_server.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
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
constexpr std::chrono::seconds start_bound{120};  // a busy machine makes a database slowly
constexpr std::chrono::seconds stop_bound{30};
// Stopped within a second of its start, Dovecot waits 5 s for a handshake with a child that has
// already gone. Nothing is lost by ending it then: it flushes nothing that late.
constexpr std::chrono::seconds dovecot_grace{2};

struct process {
  pid_t id, parent, session;
};

// All processes. The name in /proc/PID/stat may hold blanks: what follows its closing parenthesis
// is state, parent, group, session.
std::vector<process> all_processes() {
  std::vector<process> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream in(entry.path() / "stat");
    std::string line;
    std::getline(in, line);
    const auto name_end = line.rfind(')');
    if (name_end != std::string::npos) {
      std::istringstream rest(line.substr(name_end + 3));
      process found{.id = std::stoi(line), .parent = 0, .session = 0};
      pid_t group = 0;
      rest >> found.parent >> group >> found.session;
      all.push_back(found);
    }
  }
  return all;
}

// `root`, everything below it (PostgreSQL's processes have sessions of their own), and everything
// in its session (Dovecot's processes outlive their parent).
std::vector<pid_t> family(pid_t root) {
  const auto all = all_processes();
  std::vector<pid_t> found{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const auto& [id, parent, session] : all) {
      if ((parent == found[i] || session == root) && !std::ranges::count(found, id)) {
        found.push_back(id);
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
  auto left = family(pid_);
  const auto kill_all = [&] { std::ranges::for_each(left, [](pid_t p) { ::kill(p, SIGKILL); }); };
  const auto none_left = [&] {
    std::ranges::copy_if(family(pid_), std::back_inserter(left),
                         [&](pid_t fresh) { return !std::ranges::count(left, fresh); });
    std::erase_if(left, gone);
    return left.empty();
  };
  signal == SIGKILL ? kill_all() : static_cast<void>(::kill(pid_, signal));
  try {
    eventually(none_left, kind_ == "dovecot" ? dovecot_grace : stop_bound, "");
  } catch (const std::runtime_error&) {
    kill_all();
    eventually(none_left, stop_bound, "the end of " + kind_);
  }
  pid_ = -1;
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
