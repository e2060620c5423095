#pragma once
// People and posts as the store has them now, for decisions about cases. Reads each row once.

#include "engine/decide/decide.hpp"
#include "engine/ports/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace tenure::flow {

// The offices that are given to people by name: role -> HR ids (server configuration, `roles`).
using role_holders = std::map<std::string, std::vector<hr_id>, std::less<>>;

class staff final : public decide::organisation_chart {
 public:
  staff(transaction& in, const decide::rules& by, const role_holders& roles, instant now)
      : in_(in), by_(by), roles_(roles), now_(now) {}

  std::optional<person> find(const hr_id& who) override;
  const unit* find_unit(std::string_view id) override;
  // Those named in the configuration, and those in its groups as they were read last (offices.hpp).
  std::vector<hr_id> holders(std::string_view role) override;
  std::vector<designation> designations_of(const hr_id& designee) override;
  std::optional<account> account_of(const hr_id& who) override;

 private:
  bool absent(const hr_id& who);
  bool has_left(const hr_id& who);

  transaction& in_;
  const decide::rules& by_;
  const role_holders& roles_;
  instant now_;
  std::map<hr_id, std::optional<person>> people_;
  std::optional<std::map<std::string, unit, std::less<>>> units_;
};

}  // namespace tenure::flow
