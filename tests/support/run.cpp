#include "tests/support/run.hpp"

#include <csignal>
#include <stdexcept>

#include <sys/wait.h>

#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/spawn.hpp"
#include "tests/support/temp_folder.hpp"

namespace tenure::support {

namespace {

int wait_for(pid_t pid, std::chrono::milliseconds bound, const std::string& what) {
  int status = 0;
  try {
    eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }, bound, what);
  } catch (const std::runtime_error&) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, &status, 0);
    throw;
  }
  return exit_code(status);
}

}  // namespace

command_result run(const std::vector<std::string>& command, const run_options& options) {
  const temp_folder folder("run");
  const streams files{.in = folder / "in", .out = folder / "out", .err = folder / "err"};
  write_file(files.in, options.input);
  const pid_t pid = spawn(command, options.environment, files);
  const int exit = wait_for(pid, options.bound, "the end of " + command[0]);
  return {exit, read_file(files.out), read_file(files.err)};
}

command_result run_or_throw(const std::vector<std::string>& command, const run_options& options) {
  auto result = run(command, options);
  if (result.exit != 0) {
    throw std::runtime_error(command[0] + " ended with " + std::to_string(result.exit) + ": " +
                             result.out + result.err);
  }
  return result;
}

}  // namespace tenure::support
