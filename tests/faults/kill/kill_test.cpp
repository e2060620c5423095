// Two thousand leavers, while the service is killed two hundred times.
#include "connectors/archive_store/config.hpp"
#include "connectors/archive_store/keys.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "engine/model/instant.hpp"
#include "tests/faults/kill/crowd.hpp"
#include "tests/faults/kill/killer.hpp"
#include "tests/support/eventually.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include <unistd.h>

namespace tenure::test {
namespace {

using support::eventually;
using support::text_at;

constexpr std::size_t leavers = 2000, staying = 20;
constexpr int kills = 200, kills_of_each_server = 5;
constexpr std::chrono::minutes settle_bound{10};
const std::string joined = "employed.presence.active,employed.employment.staying";

// Kills that must have fallen there. Named kills wait for their moment, so that no machine is too
// slow for it; there are more of them than are asked for here.
const std::map<moment, int> least{
    {moment::starting, 5},   {moment::listing, 3},    {moment::deciding, 5},
    {moment::creating, 3},   {moment::closing, 3},    {moment::archiving, 10},
    {moment::deleting, 10},  {moment::unrecorded, 5}, {moment::checkpoint, 5},
    {moment::unpublished, 5}, {moment::folding, 3}};

// As many times as asked of each.
std::vector<moment> plan(const std::map<moment, std::size_t>& times) {
  std::vector<moment> out;
  for (const auto& [which, count] : times) out.insert(out.end(), count, which);
  return out;
}

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

  stage until_all_are(std::size_t count, const std::string& state) {
    return {.finished = [=, this] { return death.watching().in_state(state) == count; }};
  }

  void apply_with_kills(const std::string& kind, const std::string& csv);
  void join();
  void close_with_kills();
  void expect_closed_and_archived();
  void expect_packages();
  void delete_with_kills();
  void expect_deleted_once();
  void expect_trail();
  void expect_staying_untouched();
  void expect_kills_where_they_matter();

  const unsigned seed = seed_of_this_run();
  crowd here{leavers, staying};
  killer death{here, seed};
};

// A list that was not applied when the service was killed is as good as never asked for.
void kill_test::apply_with_kills(const std::string& kind, const std::string& csv) {
  const auto list = here.service.preview(kind, csv);
  const auto applied = [&] { return death.watching().is_applied(list); };
  death.strike(plan({{moment::listing, 3}}), 0,
               {.command = {"--as", "council.officer", "hr", "apply", list},
                .list = list,
                .finished = applied});
  if (!applied()) here.service.ask({"hr", "apply", list});
}

void kill_test::join() {
  here.service.start();
  apply_with_kills("joiners", here.joiners_list());
  death.strike(plan({{moment::creating, 4}, {moment::deciding, 2}, {moment::starting, 2}}), 4,
               until_all_are(leavers + staying, joined));
  settle(leavers + staying, joined);
  here.receive_mail();
}

void kill_test::close_with_kills() {
  apply_with_kills("leavers", here.leavers_list());
  const auto closed = until_all_are(leavers, "retained");
  // Closing is over first, within seconds.
  death.strike(plan({{moment::closing, 6}, {moment::deciding, 3}, {moment::starting, 2}}), 4,
               closed);
  death.strike(plan({{moment::archiving, 16}, {moment::checkpoint, 8}, {moment::unrecorded, 5},
                     {moment::deciding, 3}, {moment::starting, 4}}),
               45, closed);
  death.strike(plan({{moment::folding, 4}}), 0, closed);  // seldom: once in thousands of commits
  settle(leavers, "retained");
}

void kill_test::expect_closed_and_archived() {
  const auto closed = here.entries(
      "(&(tenureAccountStatus=disabled)(tenureHidden=TRUE)(tenureDelivery=refused))");
  EXPECT_EQ(closed.size(), leavers);
  for (std::size_t i = 0; i < leavers; ++i) {
    EXPECT_TRUE(closed.contains(here.logins[i])) << here.logins[i];
    EXPECT_EQ(here.mail.messages_on_disk(here.logins[i]), here.messages[i].size());
  }
  int deletes = 0;
  for (const auto& [login, history] : here.histories()) {
    deletes += history.deletes;
    EXPECT_FALSE(history.undone) << login << " was opened again after it was closed";
  }
  EXPECT_EQ(deletes, 0) << "before its time";
  expect_packages();
  expect_staying_untouched();
}

// One package for each leaver, whole, with the very bytes that were in the mailbox; nothing else.
void kill_test::expect_packages() {
  archive_store::config config;
  config.folder = here.service.archive();
  config.key = "k1";
  config.keys["k1"] = here.service.folder() / "keys/archive.key";
  const auto keys = archive_store::key_ring::load(config).value();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(config.folder)) {
    files += entry.path().filename().string().starts_with(".") ? 0 : 1;
  }
  EXPECT_EQ(files, leavers);
  for (std::size_t i = 0; i < leavers; ++i) {
    const archive_store::package_reader package(config.folder / (here.accounts[i] + ".package"),
                                                account_id::parse(here.accounts[i]).value(), keys);
    std::vector<std::string> kept;
    const auto how = package.for_each([&](const stored_message& message) {
      kept.emplace_back(message.bytes);
      return true;
    });
    ASSERT_EQ(how.kind, outcome_class::done) << here.logins[i] << ": " << how.detail;
    EXPECT_EQ(kept, here.messages[i]) << here.logins[i];
  }
}

void kill_test::expect_staying_untouched() {
  const auto open = here.entries("(tenureAccountStatus=active)");
  EXPECT_EQ(open.size(), staying);
  for (std::size_t i = leavers; i < leavers + staying; ++i) {
    EXPECT_TRUE(open.contains(here.logins[i]));
    EXPECT_EQ(here.mail.messages_on_disk(here.logins[i]), here.messages[i].size());
  }
}

// In every life the clock is told again where to go.
void kill_test::delete_with_kills() {
  const auto now = parse_instant(text_at(here.service.ask({"clock", "show"}), "/now")).value();
  const auto goal = to_text(now + std::chrono::hours(31 * 24));
  auto deleted = until_all_are(leavers, "deleted");
  deleted.command = {"clock", "set", goal};
  death.strike(plan({{moment::deleting, 16}, {moment::checkpoint, 8}, {moment::unrecorded, 5},
                     {moment::deciding, 3}, {moment::starting, 4}}),
               50, deleted);
  death.strike(plan({{moment::folding, 4}}), 0, deleted);
  const auto after = parse_instant(text_at(here.service.ask({"clock", "show"}), "/now")).value();
  if (after < parse_instant(goal).value()) here.service.ask({"clock", "set", goal}, settle_bound);
  settle(leavers, "deleted");
}

void kill_test::expect_deleted_once() {
  EXPECT_EQ(here.entries("(tenureLifecycleId=*)").size(), staying);
  const auto histories = here.histories();
  for (std::size_t i = 0; i < leavers + staying; ++i) {
    const auto found = histories.find(here.logins[i]);
    const auto history = found == histories.end() ? entry_history{} : found->second;
    EXPECT_EQ(history.deletes, i < leavers ? 1 : 0) << here.logins[i];
    EXPECT_FALSE(history.undone) << here.logins[i];
    if (i < leavers) {
      EXPECT_GE(history.closings, 1) << here.logins[i];
      EXPECT_EQ(here.mail.messages_on_disk(here.logins[i]), 0u) << here.logins[i];
    }
  }
  expect_packages();
  expect_staying_untouched();
}

void kill_test::expect_trail() {
  std::map<std::string, std::map<std::string, std::vector<std::string>>> of;  // times by event
  std::uint64_t next = 0;
  for (const auto& entry : here.service.export_trail()) {
    ASSERT_EQ(entry.index, next++);
    of[entry.account][entry.event].push_back(entry.committed);
  }
  for (std::size_t i = 0; i < leavers + staying; ++i) {
    const std::size_t once = i < leavers ? 1 : 0;
    auto& events = of[here.accounts[i]];
    EXPECT_EQ(events["xstate.done.actor.create"].size(), 1u) << here.logins[i];
    EXPECT_EQ(events["leaver.notified"].size(), once) << here.logins[i];
    EXPECT_EQ(events["xstate.done.actor.reconcile"].size(), once) << here.logins[i];
    EXPECT_EQ(events["xstate.done.actor.archive"].size(), once) << here.logins[i];
    EXPECT_EQ(events["xstate.done.actor.delete"].size(), once) << here.logins[i];
    ASSERT_EQ(events["xstate.done.actor.deleteEntry"].size(), once) << here.logins[i];
    if (once == 0) continue;
    const auto kept = parse_instant(events["xstate.done.actor.delete"][0]).value() -
                      parse_instant(events["xstate.done.actor.archive"][0]).value();
    EXPECT_GE(kept, std::chrono::hours(30 * 24 - 1)) << here.logins[i];  // a day may have 23 hours
  }
}

void kill_test::expect_kills_where_they_matter() {
  std::cerr << death.histogram();
  EXPECT_GE(death.service_kills, kills);
  EXPECT_GE(death.slapd_kills, kills_of_each_server);
  EXPECT_GE(death.dovecot_kills, kills_of_each_server);
  for (const auto& [which, times] : least) {
    EXPECT_GE(death.fell_on(which), times) << to_text(which);
  }
}

TEST_F(kill_test, every_leaver_is_closed_archived_and_deleted_exactly_once) {
  join();
  close_with_kills();
  expect_closed_and_archived();
  delete_with_kills();
  expect_deleted_once();
  expect_trail();
  expect_kills_where_they_matter();
}

}  // namespace
}  // namespace tenure::test
