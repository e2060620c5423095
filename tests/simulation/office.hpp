#pragma once
// A made-up organisation with heads, line managers, offices and designees, and what its policy says
// of them: who may ask, who may agree, what is wrong with a request. Worked out anew here, from the
// pack as it was loaded, so that the engine's own answers have something to be held against.

#include "engine/model/case_file.hpp"
#include "tests/world/world.hpp"

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tenure::test {

struct request {
  std::string workflow, by;
  account_id subject;
  attributes fields;
};

// Stages of agreement, questions and records that packs may ask for; each year has its own.
world& vary(world& w, std::mt19937_64& dice);

class office {
 public:
  office(world& of, std::mt19937_64& dice, int people);

  // The person's account, made when it is first wanted.
  account_id account_of(const std::string& person);
  std::string person_of(const account_id& account) const;

  // --- what HR does
  void take_off_staff(const std::string& person);
  void new_head(const std::string& unit, const std::string& person);  // empty: vacant

  // --- what the policy says, now
  std::set<std::string> holders(const policy::authority_rule& of, const std::string& subject);
  bool may_ask(const policy::case_rule& rule, const std::string& who, const std::string& subject);
  // In this stage, at this moment; who is barred (own mailbox, own request, own gain) never.
  bool may_agree(const policy::case_rule& rule, std::size_t stage, const case_file& of,
                 const std::string& who);
  bool requester_counts(const policy::case_rule& rule, std::size_t stage, const case_file& of);
  // Every code that the request may be refused with; empty: it has to be taken.
  std::set<std::string> faults(const request& asked);

  // Whether everything that the rule wants is on record about those whom the case is about.
  bool on_record(const policy::case_rule& rule, const case_file& of);
  // Withdraws one that stands; false: there is none.
  bool withdraw_one();

  bool on_staff(const std::string& person);
  bool is_closed(const account_id& account);  // left, gone, or never made
  bool is_secure(const account_id& account);

  std::vector<std::string> people;   // HR ids, "P0" the director
  std::map<std::string, unit> units;
  const policy::case_rules rules;    // as the pack was loaded

 private:
  bool has_left(const account_id& account);
  std::vector<std::string> heads_above(const std::string& subject) const;
  std::string head_of_agency(const std::string& subject);
  std::vector<std::string> principals_of(const std::string& designee);
  bool absent(const std::string& who);
  void fault_of_recipient(const request& asked, const policy::case_rule& rule,
                          std::set<std::string>& out);
  void fault_of_size_or_day(const request& asked, const policy::case_rule& rule,
                            std::set<std::string>& out);
  void found_units(int people);
  void designate(int count);
  void put_on_record();
  bool attested(const std::string& who, const std::string& kind);

  world& w_;
  std::mt19937_64& dice_;
  std::map<std::string, person> staff_;
  std::map<std::string, account_id> accounts_;
  std::vector<designation> designations_;
};

}  // namespace tenure::test
