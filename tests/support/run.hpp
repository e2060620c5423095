#pragma once
// Runs a command to its end. No shell: the words are the arguments.

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace tenure::support {

struct command_result {
  int exit = -1;  // exit code; 128 + signal when a signal ended it, as a shell says it
  std::string out;
  std::string err;
};

struct run_options {
  std::string input;                              // standard input
  std::map<std::string, std::string> environment;  // added to ours
  std::chrono::milliseconds bound{60'000};        // killed, and std::runtime_error thrown, after it
};

// command[0] is looked up in PATH. Throws std::system_error when it cannot be started.
command_result run(const std::vector<std::string>& command, const run_options& options = {});

// As run, but an exit code other than 0 throws std::runtime_error with both outputs.
command_result run_or_throw(const std::vector<std::string>& command,
                            const run_options& options = {});

}  // namespace tenure::support
