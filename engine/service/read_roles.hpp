#pragma once
// The part `roles:` of the configuration.

#include "engine/model/yaml.hpp"
#include "engine/service/roles.hpp"

#include <functional>

namespace tenure::service {

using complaint = std::function<void(int line, const std::string& path, const std::string& what,
                                     const std::string& way_out)>;

// ROLE: {groups: [DN...], hrNumbers: [...], logins: [...]}; a single one may stand without the
// list. Mistakes go to `complain`, all of them.
void read_roles(const yaml_node& from, const std::string& path, role_map& to,
                const complaint& complain);

}  // namespace tenure::service
