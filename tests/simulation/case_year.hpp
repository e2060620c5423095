#pragma once
// A time of an organisation in which people ask for what may be asked about mailboxes, the right
// ones and the wrong ones, and everything happens meanwhile: answers, silence, withdrawals,
// leavers, holds, secure mailboxes, servers that fail. What may befall a case is read from its
// workflow, so that every transition has its turn. The whole is looked at after every step.

#include "tests/simulation/office.hpp"
#include "tests/simulation/route.hpp"
#include "tests/simulation/watch.hpp"
#include "tests/simulation/weather.hpp"

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tenure::service {
struct named_notice;
struct past_notice;
}  // namespace tenure::service

namespace tenure::test {

struct case_year_options {
  std::string pack = "cambridgeshire";
  std::uint64_t seed = 1;
  int people = 14;
  int steps = 0;  // 0: as many as what is offered needs to show everything
  std::string towards;  // one transition by name: all that is worked towards; ends when it happens
  std::function<void(world&)> before;  // spoils something, to see whether it is found
};

class case_year {
 public:
  explicit case_year(const case_year_options& how);

  // Lives it, then lets every case come to its end; stops at the first thing that is wrong.
  void live();
  // Whether this organisation has the workflow of what is worked towards.
  bool can_try() const { return !turns_.empty(); }
  bool arrived() const;

  using message_names = std::set<std::pair<std::string, std::uint64_t>>;  // folder, uid

  world w;
  watch seen;
  int asked = 0, opened = 0, agreed = 0;

 private:
  bool chance(double share) { return std::uniform_real_distribution<>()(dice_) < share; }
  int pick(int below) { return std::uniform_int_distribution<>(0, below - 1)(dice_); }
  template <class Many>
  const auto& any_of(const Many& of) {
    return *std::next(of.begin(), pick(static_cast<int>(of.size())));
  }
  std::string anybody() { return any_of(office_.people); }
  // Of those who have accounts; in a large organisation they are few.
  std::string somebody_known() { return any_of(known_); }
  std::string one_of(const std::set<std::string>& these);
  std::string day_from_now(int least, int most);
  std::vector<case_file> open_cases();

  void step();
  case_file one_to_steer(const std::vector<case_file>& open);
  void favour();
  void renew();
  void check();
  void come_to(instant then);
  void come_to_an_end();

  // --- asking.cpp: somebody asks, mostly rightly
  void ask(const std::string& workflow = "");  // empty: any
  request made_up(const std::string& workflow);
  void fill_in(request& out, const policy::case_rule& rule);
  std::string subject_for(const std::string& workflow);
  std::string recipient_for(const policy::case_rule& rule, const std::string& subject);
  void ask_shared_mailbox();
  void check_request(const request& asked, const std::set<std::string>& faults, bool taken);

  // --- steering.cpp: what a case's workflow hears where it stands is made to happen
  void steer(const case_file& of);
  std::vector<std::string> heard(const case_file& of);
  void cause(const case_file& of, const std::string& event);
  void finish_or_fail(const case_file& of, const std::string& event);
  void threaten(const std::string& workflow);
  void two_at_once(const case_file& of, const std::string& then);
  void answer(const case_file& of);
  event answer_by(const case_file& of, const std::string& who, bool approved);
  void converse(const case_file& of);
  void act(const case_file& of, const std::string& event);
  void change_members(const case_file& of, const std::string& event);
  std::vector<std::string> holders_of(const case_file& of);

  // --- stories.cpp: what is rare is worked towards
  struct turn {
    std::string workflow;
    const statechart::chart* in;
    const statechart::transition* way;
    bool by_itself() const {  // nothing that happens is answered by it
      return way->by == statechart::trigger::always || way->by == statechart::trigger::state_done;
    }
  };
  struct story {
    story(const turn& what, route there) : of(what), to(std::move(there)) {}
    turn of;
    route to;
    account_id on;  // of an account's own life
    int steps = 0, turns = 0;
  };
  void collect_turns();
  void choose_story();
  void begin_story();
  void prepare();
  std::string step_towards(const statechart::configuration& at,
                           const std::vector<std::string>& heard);
  void make_true(const case_file& of);
  bool agree_for_a_day(const case_file& of, const statechart::configuration& at);
  bool lapse_in_repair(const case_file& of, const statechart::configuration& at);
  bool go_on_with_story(const std::vector<case_file>& open);

  // --- lives.cpp: what an account's own workflow hears
  std::vector<std::string> heard(const account& of);
  std::vector<account> accounts();
  std::optional<account> life_to_follow();
  void go_on_with_life();
  void begin_life(const std::string& towards);
  void leave_unagreed();
  void befall(const account& of, const std::string& event);
  void undertake(const account_id& of, const std::string& event);
  attributes said_with(const std::string& event);
  void work_or_fail(const account& of, const std::string& event);
  attributes answer_to_task();
  void finish_kind(const account_id& of, const std::string& kind);
  void fail_a_sweep(const account_id& of);
  void close_twice(const account_id& of);
  void come_to_earlier_archive(const account_id& of);
  void lift_all_on(const account_id& of);
  void release_brake();
  void before_the_deed(const account_id& of);

  // --- happening.cpp: what happens to people, whatever was asked
  void happen();
  void happen_to(const std::string& person);
  void somebody_leaves(const std::string& person);
  void leaves_now(const account_id& whose);
  void agreement_lapses(const case_file& of);
  void do_a_task(const account_id& on);
  void hold_or_lift(const account_id& on);
  void strange_event();
  void amend_policy();
  void service_was_down();
  void somebody_joins();
  void tell(const account_id& to, const std::string& event, attributes data = {});
  void put(const event& what);

  // --- sweeps.cpp
  void sweep();
  void check_swept(const std::map<account_id, message_names>& old,
                   const std::map<account_id, message_names>& after,
                   const std::set<account_id>& keeps);
  void check_held_mail();

  // --- notices.cpp
  void send_something_again();
  void send_again_at(const account_id& about);
  std::string why_not_again(const service::past_notice& of);
  std::string ask_again(const service::named_notice& which, const std::string& reason);
  void check_sent_again(const service::past_notice& of, const service::named_notice& named);

  // --- case_invariants.cpp
  void read_entry(const std::string& leaf);
  void check_new_agreements(const case_file& of);
  std::optional<std::size_t> stage_lacking(const case_file& of);
  void check_grants(const account& on);
  void check_grant(const account& on, const grant& given, const case_file& of);

  case_year_options how_;
  bool ending_ = false;  // who is asked by now answers, and knows how
  std::mt19937_64 dice_;
  std::size_t steps_ = 0;
  seeded_entropy post_;  // of its own: what is sent once more changes no other chance
  office office_;
  weather weather_;
  std::vector<std::string> known_;     // people with accounts
  std::vector<std::string> favoured_;  // workflows that are asked for more often this year
  std::vector<turn> turns_;
  std::optional<story> story_;
  std::size_t next_story_ = 0;
  case_id followed_;                   // what most steps are about, for a while
  std::vector<hold_id> holds_;
  std::map<hold_id, std::size_t> held_mail_;  // messages under it, at the last look
  account_id about_;  // whose mailbox is asked for; empty: anybody's
  bool sweep_fails_ = false;
  account_id hold_at_last_moment_;     // right before something of theirs is destroyed
  std::set<std::string> last_refused_;
  std::set<std::string> who_acted_;
  std::optional<std::vector<event>> gathered_;  // put at once, when set
  std::map<case_id, std::map<std::size_t, std::set<std::string>>> agreed_;  // looked at and right
};

}  // namespace tenure::test
