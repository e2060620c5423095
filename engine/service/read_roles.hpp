#pragma once
// The part `roles:` of the configuration.

#include "engine/model/yaml.hpp"
#include "engine/service/roles.hpp"

#include <functional>
#include <string>

namespace tenure::service {

using complaint = std::function<void(int line, const std::string& path, const std::string& what,
                                     const std::string& way_out)>;

// ROLE: {groups: [DN...], hrNumbers: [...], logins: [...]}; a single one may stand without the
// list. Mistakes go to `complain`, all of them. Which roles there are, the pack says: see below.
void read_roles(const yaml_node& from, const std::string& path, role_map& to,
                const complaint& complain);

// Once the pack is loaded: config.invalid with a line of `config` for each role that no act asks
// for and that is no office of the pack. Somebody given such a role would believe to have it, and
// the office that was meant would stand empty.
result<void> refuse_unknown_roles(const role_map& given, const policy::pack& under,
                                  const std::string& config, const std::string& pack_folder);

}  // namespace tenure::service
