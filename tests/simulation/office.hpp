#pragma once
// A made-up organisation with heads, line managers, offices and designees, and what its policy says
// of them: who may ask, who may agree, what is wrong with a request. Worked out anew here, from the
// pack as it was loaded, so that the engine's own answers have something to be held against.

#include "engine/model/case_file.hpp"
#include "tests/world/world.hpp"

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tenure::test {

// What a field lists with commas between.
std::vector<std::string> names_in(std::string_view list);

struct request {
  std::string workflow, by;
  account_id subject;
  attributes fields;
};

// A mailbox of a unit that somebody asks for.
struct shared_request {
  std::string name, unit, owner, by;
};

// What packs may choose (stages of agreement, questions, records, times); each year has its own.
world& vary(world& w, std::mt19937_64& dice);
void vary_settings(world& w, std::mt19937_64& dice);  // only what is no case's

class office {
 public:
  office(world& of, std::mt19937_64& dice, int people);

  // The person's account, made when it is first wanted.
  account_id account_of(const std::string& person);
  std::string person_of(const account_id& account) const;
  std::string unit_of(const std::string& person) const;
  std::vector<std::string> posts_of(const std::string& person) const;  // units that they head

  // --- what HR does
  void take_off_staff(const std::string& person);
  void new_head(const std::string& unit, const std::string& person);  // empty: vacant
  void moves(const std::string& person, const std::string& unit);
  // Somebody new; empty: starts today.
  std::string joins(const std::string& start, std::optional<person_kind> kind = {});
  void designate(const std::string& principal, const std::string& designee, instant until);
  void fill_posts();                            // no office and no unit is left without anybody
  void cannot_be_named(int how);                // a joiner whose name makes no address

  // --- what is made without HR
  void note_shared(const account_id& made, const shared_request& wanted);
  // An account may have passed to another worker.
  void follow(const account& changed);

  // --- what the directory says: people come into the groups of an office and go
  void group_changes();
  void read_groups(bool answers);  // false: it cannot be asked now

  // --- what the policy says, now
  std::set<std::string> holders(const policy::authority_rule& of, const std::string& subject);
  bool may_ask(const policy::case_rule& rule, const std::string& who, const std::string& subject);
  // In this stage, at this moment; who is barred (own mailbox, own request, own gain) never.
  bool may_agree(const policy::case_rule& rule, std::size_t stage, const case_file& of,
                 const std::string& who);
  bool requester_counts(const policy::case_rule& rule, std::size_t stage, const case_file& of);
  // All who may answer what the case asks now, and have not.
  std::set<std::string> may_all_agree(const case_file& of);
  // Of a right of which its owner was not told, those of the case that gave it decide.
  std::vector<policy::authority_rule> stages_of(const case_file& of) const;
  // Every code that the request may be refused with; empty: it has to be taken.
  std::set<std::string> faults(const request& asked);
  std::string fault_of_mailbox(const shared_request& wanted);  // empty: it has to be taken
  bool can_be_about(const std::string& workflow, const std::string& person);
  bool can_receive(const policy::case_rule& rule, const std::string& person);

  // Whether everything that the rule wants is on record about those whom the case is about.
  bool on_record(const policy::case_rule& rule, const case_file& of);
  // Withdraws one that stands, any or one that the case rests on; false: there is none.
  bool withdraw_one();
  bool withdraw_for(const case_file& of);

  bool on_staff(const std::string& person);
  bool has_mailbox(const std::string& person);   // in use
  bool is_closed(const account_id& account);  // left, gone, or never made
  bool is_secure(const account_id& account);
  // Whether old messages stay in it: not in use, a hold, withdrawn access, or a case that looks
  // into what was written.
  bool keeps_mail(const account_id& account);
  bool is_away(const account_id& account);
  // When the deadline of this event falls due; nullopt: none is set.
  std::optional<instant> due(const case_file& of, const std::string& event);
  std::optional<instant> due(const account_id& of, const std::string& event);
  bool waits_for_its_day(const case_file& of);  // to destroy what was collected
  std::string case_of_right(const case_file& review);  // the case that gave what is reviewed

  std::vector<std::string> people;   // HR ids, "P0" the director
  std::map<std::string, unit> units;
  const policy::case_rules rules;    // as the pack was loaded
  bool joiners_wait = false;         // for now nobody agrees to the account of who joins

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
  void put_on_record(const std::vector<std::string>& whom);
  bool attested(const std::string& who, const std::string& kind);
  std::string about(const policy::attested_rule& rule, const case_file& of) const;
  bool withdraw(const attestation& which);
  void approve_without_office(const account_id& of);
  account_id hire(const person& who, const std::string& start);

  world& w_;
  std::mt19937_64& dice_;
  std::map<std::string, person> staff_;
  std::map<std::string, account_id> accounts_;
  std::set<std::string> replaced_;  // whose account has passed to another worker
  int joined_ = 0;
  struct reading {
    std::set<std::string> people;
    instant until;
  };
  std::map<std::string, std::set<std::string>> groups_;  // office -> who is in its group
  std::map<std::string, reading> read_;
  std::vector<designation> designations_;
};

}  // namespace tenure::test
