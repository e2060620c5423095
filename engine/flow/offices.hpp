#pragma once
// Offices that groups of the directory fill, as the directory said it last. Deciding reads nothing
// but the store: what was read is written there, counts for a stated time, and each change of it is
// an entry of the trail. Source: engine/decisions/0025-offices-by-groups.md.

#include "engine/flow/advance.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::flow {

struct office_reading {
  instant at;                 // when the directory said so
  instant until;              // from then on it counts no more
  std::vector<hr_id> people;  // sorted, each once
  std::string groups;         // which groups: a line each
};

// The last one, also when it counts no more; nullopt: none, or no group fills the office now.
std::optional<office_reading> last_reading(setting_table& from, std::string_view role);

// Writes it down. One with other people in it, or the first after a gap, is an entry of the trail
// ("office.read", with `cause`): who came, who went, who is there. People are sorted here.
void keep_reading(line& on, const std::string& role, office_reading read, const event_id& cause);

// The configuration changed: what was read for an office that no groups fill now, or other ones,
// counts no more. `groups_of` an office: a line each. False: nothing changed.
bool forget_readings(line& on, const std::function<std::string(std::string_view role)>& groups_of,
                     const std::function<event_id()>& cause);

}  // namespace tenure::flow
