#include "engine/store/lock_file.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tenure::storage {
namespace {

std::string holder_of(int descriptor) {
  char pid[32] = {};
  auto length = pread(descriptor, pid, sizeof(pid) - 1, 0);
  while (length > 0 && (pid[length - 1] < '0' || pid[length - 1] > '9')) --length;
  return length > 0 ? std::string(pid, static_cast<std::size_t>(length)) : std::string("unknown");
}

}  // namespace

result<lock_file> lock_file::take(const std::string& path) {
  lock_file lock(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (lock.descriptor_ < 0) {
    return refusal{"store.unreachable",
                   "The lock file cannot be opened: " + std::string(std::strerror(errno)) + ".",
                   path, "", "The store's folder must exist and belong to the engine's user."};
  }
  if (flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return refusal{"store.in_use",
                   "Process " + holder_of(lock.descriptor_) + " has this store open.", path, "",
                   "Stop that engine first: a store has one writer."};
  }
  auto pid = std::to_string(getpid()) + "\n";
  if (ftruncate(lock.descriptor_, 0) != 0 ||
      pwrite(lock.descriptor_, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return refusal{"store.unreachable",
                   "The lock file cannot be written: " + std::string(std::strerror(errno)) + ".",
                   path, "", "Is the disk full?"};
  }
  return lock;
}

lock_file::lock_file(lock_file&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

lock_file::~lock_file() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace tenure::storage
