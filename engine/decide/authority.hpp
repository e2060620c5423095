#pragma once
// Who may ask and who may agree, from people's places in the organisation at this moment. Nobody is
// an approver by being called one: the head of the subject's unit is whoever holds that post now.

#include "engine/model/account.hpp"
#include "engine/model/attributes.hpp"
#include "engine/model/designation.hpp"
#include "engine/model/person.hpp"
#include "engine/policy/case_rule.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::decide {

// People and posts as they are when the event is handled. Answers stay the same for one decision.
class organisation_chart {
 public:
  virtual ~organisation_chart() = default;
  // Somebody whose mailbox was closed because they left is not on staff, whatever list says so.
  virtual std::optional<person> find(const hr_id& who) = 0;
  virtual const unit* find_unit(std::string_view id) = 0;  // nullptr: there is none
  virtual std::vector<hr_id> holders(std::string_view role) = 0;
  // Standing now: by which `designee` may use somebody's authority. A deputy's principal is absent.
  virtual std::vector<designation> designations_of(const hr_id& designee) = 0;
  // The account in use (or closed and not deleted) of this person.
  virtual std::optional<account> account_of(const hr_id& who) = 0;
};

// How somebody comes to have an authority.
struct standing {
  bool holds = false;
  hr_id principal;  // whose authority it is; the person's own when they hold it themselves
  designation_id by;  // the record that lends it; empty: their own
};

// Those who hold one of `rule.who` over `subject` in their own right; without doubles. "staff"
// names nobody here. O(depth of the tree).
std::vector<hr_id> holders_of(const policy::authority_rule& rule, const person& subject,
                              organisation_chart& people);

// `who` must be on staff. Their own authority comes before a borrowed one; `barred` people lend
// none (nobody's designee approves what the principal asked for).
standing standing_of(const hr_id& who, const policy::authority_rule& rule, const person& subject,
                     organisation_chart& people, const std::vector<hr_id>& barred);

// Who may agree in a stage as the case stands: those the rule names and, once the question has been
// escalated (context "escalated.<stage>"), those above.
policy::authority_rule stage_of(const attributes& context, const policy::case_rule& rule,
                                std::size_t stage);
// The context's names for who has agreed in a stage, and whether it was escalated.
std::string agreed_key(std::size_t stage);
std::string escalated_key(std::size_t stage);

// For people: "lineManager or headOfUnitOrAbove".
std::string in_words(const policy::authority_rule& rule);

}  // namespace tenure::decide
