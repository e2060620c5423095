#pragma once
// What no client can be much faster than: modifies sent ahead over one connection by libldap
// itself, nothing asserted, nothing read back.

#include "tests/support/slapd_server.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace tenure::bench {

// Replaces `tenureAccountStatus` of `count` entries, at most 16 under way. Returns when the last
// one is answered; throws std::runtime_error at the first that is refused.
void modify_bare(const support::slapd_server& at, std::size_t count,
                 const std::function<std::string(std::size_t)>& login, const std::string& to);

}  // namespace tenure::bench
