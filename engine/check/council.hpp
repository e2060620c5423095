#pragma once
// The little organisation that the checker tries a pack on: a tree of four units with heads, a
// person for each place in it, two holders of each office, designees, and somebody who is nothing.

#include "engine/decide/authority.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::check {

// Every head of the line that the subject is in.
inline constexpr std::string_view all_heads = "1004,1005,1007";

class council final : public decide::organisation_chart {
 public:
  // `roles`: every office that packs may name. `subject` is 1001 or, to try a head's own mailbox,
  // the head of the unit, 1004; of a shared mailbox it is the mailbox itself.
  council(const std::vector<std::string>& roles, person_kind kind, hr_id subject);

  std::optional<person> find(const hr_id& who) override;
  const unit* find_unit(std::string_view id) override;
  std::vector<hr_id> holders(std::string_view role) override;
  std::vector<designation> designations_of(const hr_id& designee) override;
  std::optional<account> account_of(const hr_id& who) override;

  // Who has this authority over the subject, worked out a second time and differently from
  // decide/authority: the checker does not believe what it checks.
  std::set<hr_id> entitled(const policy::authority_rule& rule) const;
  // The same, with designees of those who are not `barred`.
  std::set<hr_id> entitled_or_designated(const policy::authority_rule& rule,
                                         const std::set<hr_id>& barred) const;

  // From now on this one (or several: all_heads) is not on staff any more for the engine; empty:
  // everybody is again.
  void without(const hr_id& who) { gone_ = who; }
  bool is_gone(const hr_id& who) const { return gone_.value.find(who.value) != std::string::npos; }

  const person& subject() const { return people_.at(subject_); }
  hr_id manager() const { return subject().manager; }
  hr_id recipient() const { return {"1002"}; }
  std::vector<hr_id> everybody() const;  // on staff

 private:
  void add(person who);
  std::set<hr_id> of_word(std::string_view word) const;

  hr_id subject_;
  hr_id gone_;
  std::map<hr_id, person> people_;
  std::map<std::string, unit, std::less<>> units_;
  std::map<std::string, std::vector<hr_id>, std::less<>> offices_;
  std::map<hr_id, std::vector<hr_id>> principals_;
};

}  // namespace tenure::check
