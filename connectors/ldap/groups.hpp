#pragma once
// Groups with the groups within them, entry by entry (RFC 4519 groupOfNames, or what
// attributes.groupMember names).

#include "connectors/ldap/config.hpp"
#include "engine/ports/groups.hpp"

#include <memory>
#include <string_view>

namespace tenure::ldap {

// How far groups within groups are followed, here and from a person outwards (sign_in.hpp).
inline constexpr std::size_t group_depth_max = 16;

// Calls take turns. Followed: 16 groups deep, 10,000 entries; beyond that it is `invalid`.
class groups final : public group_reader {
 public:
  explicit groups(config settings);  // std::logic_error unless `check` accepts it
  ~groups() override;

  group_reading read(std::string_view dn) override;

 private:
  struct state;
  class walk;
  std::unique_ptr<state> state_;
};

}  // namespace tenure::ldap
