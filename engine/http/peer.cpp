#include "engine/http/peer.hpp"

#include <pwd.h>
#include <sys/socket.h>

#include <array>

namespace tenure::http {
namespace {

std::vector<gid_t> groups_of(int socket) {
  std::vector<gid_t> groups(64);
  auto bytes = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &bytes) != 0) {
    if (errno != ERANGE) return {};
    groups.resize(bytes / sizeof(gid_t));  // the kernel said how many there are
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &bytes) != 0) return {};
  }
  groups.resize(bytes / sizeof(gid_t));
  return groups;
}

}  // namespace

std::optional<peer> peer_of(int socket) {
  ucred known{};
  socklen_t bytes = sizeof known;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &known, &bytes) != 0) return std::nullopt;
  return peer{known.uid, known.gid, known.pid, groups_of(socket)};
}

actor actor_of(const peer& who) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16384> buffer{};
  auto uid = std::to_string(who.uid);
  bool named = getpwuid_r(who.uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found;
  return {named ? std::string(entry.pw_name) : "uid " + uid, "none",
          "operating system user " + uid};
}

}  // namespace tenure::http
