#pragma once
// Who sits at the other end of a Unix socket, as the kernel says (SO_PEERCRED, SO_PEERGROUPS).

#include "engine/model/actor.hpp"

#include <sys/types.h>

#include <optional>
#include <vector>

namespace tenure::http {

struct peer {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;
  std::vector<gid_t> groups;  // supplementary groups
};

// The process that connected, as it was at connect(). nullopt: the kernel will not say.
std::optional<peer> peer_of(int socket);

// {user name, "none", "operating system user 1000"}; the name is "uid 1000" when the uid has none.
actor actor_of(const peer& who);

}  // namespace tenure::http
