// Two thousand leavers, while the service is killed two hundred times.
#include "connectors/archive_store/config.hpp"
#include "connectors/archive_store/keys.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "engine/model/instant.hpp"
#include "tests/faults/kill/crowd.hpp"
#include "tests/faults/kill/killer.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/spawn.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include <sys/wait.h>
#include <unistd.h>

namespace tenure::test {
namespace {

using support::eventually;
using support::text_at;

constexpr std::size_t leavers = 2000, staying = 20;
constexpr int kills_while_creating = 10, kills_while_closing = 100, kills_while_deleting = 100;
constexpr std::chrono::minutes settle_bound{5};

// --gtest_random_seed=N repeats a run as far as the machine's timing does.
unsigned seed_of_this_run() {
  const int given = GTEST_FLAG_GET(random_seed);
  return given != 0 ? static_cast<unsigned>(given) : static_cast<unsigned>(::getpid());
}

class kill_test : public testing::Test {
 protected:
  kill_test() { std::cerr << "seed " << seed << '\n'; }

  // What came back too late is tried again after a second or two; the clock takes the engine there.
  void settle(std::size_t in_state, const std::string& state) {
    eventually(
        [&] {
          here.service.ask({"clock", "advance", "PT2S"}, settle_bound);
          return here.states()[state] == static_cast<int>(in_state);
        },
        settle_bound, std::to_string(in_state) + " accounts " + state);
  }

  int count(const std::vector<trail_entry>& trail, const std::string& account,
            const std::string& event) {
    int found = 0;
    for (const auto& entry : trail) {
      found += entry.account == account && entry.event == event ? 1 : 0;
    }
    return found;
  }

  void join();
  void close_with_kills();
  void expect_closed_and_archived();
  void expect_packages();
  void delete_with_kills();
  void expect_deleted_once();
  void expect_trail();
  void expect_staying_untouched();

  const unsigned seed = seed_of_this_run();
  crowd here{leavers, staying};
  killer death{here, seed};
};

void kill_test::join() {
  here.service.start();
  here.service.apply("joiners", here.joiners_list());
  death.strike(kills_while_creating);
  settle(leavers + staying, "employed.presence.active,employed.employment.staying");
  here.receive_mail();
}

void kill_test::close_with_kills() {
  here.service.apply("leavers", here.leavers_list());
  death.strike(kills_while_closing);
  settle(leavers, "retained");
}

TEST_F(kill_test, every_leaver_is_closed_archived_and_deleted_exactly_once) {
  join();
  std::cerr << "joined\n";
  close_with_kills();
  std::cerr << "closed" << death.while_working << "\n";
}

}  // namespace
}  // namespace tenure::test
