#include "engine/http/socket_file.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace tenure::http {
namespace {

refusal denied(const std::filesystem::path& path, const std::string& what, int error) {
  auto why = error == 0 ? std::string() : ": " + std::generic_category().message(error);
  return {"server.socket.denied", what + why, path.string(), "",
          "Give another socket path in the configuration, or correct its folder's rights."};
}

int open_socket() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

bool somebody_listens(const sockaddr_un& address) {
  int probe = open_socket();
  if (probe < 0) return true;  // not known: leave the file alone
  auto* raw = reinterpret_cast<const sockaddr*>(&address);
  int failed = ::connect(probe, raw, sizeof address) == 0 ? 0 : errno;
  ::close(probe);
  return failed != ECONNREFUSED;
}

// Removes what a service that died left behind. Two services that start at the same moment are
// kept apart by the store's lock, which both take first.
result<void> make_way(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat there{};
  if (::lstat(path.c_str(), &there) != 0) return {};
  if (!S_ISSOCK(there.st_mode)) return denied(path, "Something that is no socket stands there", 0);
  if (somebody_listens(address)) {
    return refusal{"server.socket.busy", "A service already listens here", path.string(), "",
                   "Stop it first, or give this one a socket of its own."};
  }
  if (::unlink(path.c_str()) != 0) return denied(path, "The old socket cannot be removed", errno);
  return {};
}

}  // namespace

result<socket_file> socket_file::listen(const std::filesystem::path& path,
                                        std::optional<gid_t> group) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path || path.empty()) {
    return denied(path, "A socket's path has 1 to 107 bytes", 0);
  }
  std::memcpy(address.sun_path, path.c_str(), path.native().size());
  if (auto free = make_way(path, address); !free) return free.error();

  socket_file out(path);
  out.descriptor_ = open_socket();
  if (out.descriptor_ < 0) return denied(path, "No socket can be opened", errno);
  // Linux gives the file the rights that the descriptor has at bind(): no moment of being open.
  if (::fchmod(out.descriptor_, 0600) != 0) return denied(path, "Its rights cannot be set", errno);
  auto* raw = reinterpret_cast<const sockaddr*>(&address);
  if (::bind(out.descriptor_, raw, sizeof address) != 0) {
    return denied(path, "The socket cannot be made", errno);
  }
  struct stat made{};
  if (::lstat(path.c_str(), &made) != 0) return denied(path, "The socket is gone again", errno);
  out.device_ = made.st_dev;
  out.inode_ = made.st_ino;
  if (group && (::chown(path.c_str(), static_cast<uid_t>(-1), *group) != 0 ||
                ::chmod(path.c_str(), 0660) != 0)) {
    return denied(path, "The socket cannot be given to its group", errno);
  }
  if (::listen(out.descriptor_, 128) != 0) return denied(path, "Listening failed", errno);
  return out;
}

int socket_file::release_descriptor() { return std::exchange(descriptor_, -1); }

void socket_file::remove() {
  struct stat there{};
  if (inode_ != 0 && ::lstat(path_.c_str(), &there) == 0 && there.st_dev == device_ &&
      there.st_ino == inode_) {
    ::unlink(path_.c_str());
  }
  inode_ = 0;
}

socket_file::~socket_file() {
  remove();
  if (descriptor_ >= 0) ::close(descriptor_);
}

socket_file::socket_file(socket_file&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      device_(other.device_),
      inode_(std::exchange(other.inode_, 0)) {}

}  // namespace tenure::http
