#pragma once
// posix_spawnp with named files for the three standard streams, in a session of its own.

#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tenure::support {

struct streams {
  std::string in = "/dev/null";
  std::string out;  // files, truncated
  std::string err;  // may be the same file as out
};

pid_t spawn(const std::vector<std::string>& command,
            const std::map<std::string, std::string>& environment, const streams& files);

// The exit code that waitpid's status stands for; 128 + signal when a signal ended the process.
int exit_code(int status);

}  // namespace tenure::support
