#pragma once
// Which role may do what, and who has which role. The rules are here, in one table; who has a role
// is the configuration's (`roles:` in config/server.yaml). Pure.

#include "engine/model/id.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/pack.hpp"
#include "engine/ports/sign_in.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::service {

// Whom a role is given to. Logins are given out again when people leave; groups and HR numbers are
// safer.
struct role_members {
  std::vector<std::string> groups;      // of the directory, by DN; and those in groups within them
  std::vector<std::string> hr_numbers;
  std::vector<std::string> logins;
  int line = 0;  // of the configuration, where it is given; 0: nowhere
  bool empty() const { return groups.empty() && hr_numbers.empty() && logins.empty(); }
};
using role_map = std::map<std::string, role_members, std::less<>>;

struct act {
  std::string_view name;                // "hold.lift"
  std::string_view words;               // "lift a legal hold"
  std::vector<std::string_view> roles;  // any one of them; none: whom the pack's value names
  std::string_view rule;                // the clause or principle behind it; or that value's name
};
// std::logic_error when there is none of this name.
const act& act_of(std::string_view name);
std::span<const act> all_acts();
// The roles that acts ask for. Every other office is data: the vocabulary's, or the pack's own.
std::set<std::string_view> roles_of_acts();
// Whether somebody can have it: a role of the acts, or an office of the pack.
bool is_role(const policy::pack& under, std::string_view name);
// The same with the pack's office and clause where the table leaves them to it ("hold.lift": the
// pack's holdOffice). Refers to `pack`.
act act_under(const policy::pack& pack, std::string_view name);

// The roles of somebody the directory knows. `hr_number` as Tenure knows it.
std::set<std::string> roles_of(const role_map& given, const identity& who,
                               std::string_view hr_number);
// Of a name that is only claimed (--as): by HR number or login; groups are not asked.
std::set<std::string> roles_of_claimed(const role_map& given, std::string_view name);

// Who holds an office, for decisions about cases: those named by HR number. Who is in its groups is
// read beforehand (offices.hpp), because deciding reads nothing but the store.
std::map<std::string, std::vector<hr_id>, std::less<>> offices_of(const role_map& given);

// The role in which `roles` allow the act; empty when none does.
std::string role_for(const act& what, const std::set<std::string>& roles);

// role.denied: names the rule, the roles that could, and whom they are given to.
refusal not_allowed(const act& what, const std::set<std::string>& roles, const role_map& given);

}  // namespace tenure::service
