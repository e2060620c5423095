// Every verb of every system fails in every way, once. What can be tried again is; what cannot goes
// to the helpdesk, and goes on from there. However it went, the life ends the same.

#include "tests/faults/life.hpp"

namespace tenure::test {
namespace {

using memory::fault;
using memory::refuse;

struct verb_case {
  const char* verb;
  std::uint64_t nth;     // of its calls on the mailbox, counted from the moment it matters
  const char* task;      // what the helpdesk gets when it is refused; empty: nothing
  bool before_hiring;    // planned before the account is made
};

const verb_case verbs[] = {
    {"create", 1, "finishProvisioning", true},
    {"observe", 1, "", false},
    {"apply", 1, "finishClosing", false},
    {"read", 1, "finishArchive", false},
    {"keep", 1, "finishArchive", false},
    {"verify", 1, "finishDeletion", false},
    {"remove", 1, "finishDeletion", false},
    {"remove", 2, "finishDeletion", false},
    {"destroy", 1, "finishDestruction", false},
    {"send", 1, "", false},
};

struct fault_case {
  const char* name;
  fault how;
  bool retried;
};

const fault_case ways[] = {
    {"lost, not done", memory::fail_and_not_persist, true},
    {"lost, done", memory::fail_but_persist, true},
    {"transient", refuse(outcome_class::transient), true},
    {"throttled", memory::throttle(90), true},
    {"throttled, no time given", memory::throttle(0), true},
    {"denied", refuse(outcome_class::denied), false},
    {"conflict", refuse(outcome_class::conflict), false},
    {"not found", refuse(outcome_class::not_found), false},
    {"invalid", refuse(outcome_class::invalid), false},
};

void plan(world& w, account_id jane, const verb_case& v, const fault& how) {
  std::string verb = v.verb;
  auto& notices = w.notices.faults();
  if (verb == "send") return notices.at(verb, notices.calls(verb) + v.nth, how);
  bool on_shelf = verb == "keep" || verb == "verify" || verb == "destroy";
  auto& faults = on_shelf ? w.shelf.faults() : w.mail.faults();
  if (v.before_hiring) return faults.at(verb, v.nth, how);
  faults.at(verb, jane, faults.calls(verb, jane) + v.nth, how);
}

// The life goes on; what the helpdesk gets to repair is noted and declared repaired.
std::vector<std::string> live_on(world& w, account_id jane, const std::vector<std::string>& until) {
  std::vector<std::string> repaired;
  for (const auto& moment : until) {
    w.run_until(moment);
    for (const auto& task : w.open_tasks(jane)) repaired.push_back(task.kind);
    if (!w.open_tasks(jane).empty()) w.finish_tasks(jane);
  }
  return repaired;
}

TEST(VerbFaults, EndInARetryOrATaskAndTheLifeGoesOn) {
  for (const auto& v : verbs) {
    for (const auto& f : ways) {
      SCOPED_TRACE(std::string(v.verb) + " " + std::to_string(v.nth) + ": " + f.name);
      world w;
      if (v.before_hiring) plan(w, {}, v, f.how);
      auto jane = w.hire("1", "Jane", "Smith");
      auto repaired = live_on(w, jane, {"2026-11-02T10:00:00Z"});
      w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = "x"});
      if (!v.before_hiring) plan(w, jane, v, f.how);
      w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
      for (auto& kind : live_on(w, jane, {"2026-11-02T12:00:00Z", "2026-12-03T00:00:00Z",
                                          "2026-12-04T00:00:00Z", "2032-11-04T00:00:00Z",
                                          "2032-11-05T00:00:00Z"})) {
        repaired.push_back(kind);
      }
      EXPECT_EQ(w.state(jane), "ended");
      EXPECT_EQ(w.mail.effected("create", jane), 1u);
      EXPECT_EQ(w.mail.effected("remove", jane), 1u);
      EXPECT_EQ(w.shelf.destroyed(jane), 1u);
      EXPECT_EQ(value_of(w.load(jane).context, "archiveMessages"), "1");
      EXPECT_TRUE(w.open_tasks({}).empty());
      for (const auto& sent : w.notices.snapshot()) EXPECT_LE(w.notices.sent(sent.id), 2u);
      bool told = !f.retried && *v.task != '\0';
      std::vector<std::string> expected;
      if (told) expected.push_back(v.task);
      EXPECT_EQ(repaired, expected);
    }
  }
}

TEST(VerbFaults, ADamagedArchiveStopsTheDeletion) {
  world w;
  auto jane = w.hire("1", "Jane", "Smith");
  w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = "x"});
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  ASSERT_TRUE(w.shelf.damage(jane));
  w.run_until("2027-03-01T00:00:00Z");
  EXPECT_EQ(w.state(jane), "deletionFailed");
  EXPECT_TRUE(w.mail.snapshot(jane));
  EXPECT_EQ(w.mail.faults().calls("remove", jane), 0u);
}

// Somebody else's mailbox under the same login, a new name, a new address: what is deleted is what
// was closed, by its immutable id, or nothing.
TEST(VerbFaults, ActsByTheImmutableId) {
  world w;
  auto jane = w.hire("1", "Jane", "Smith");
  auto other = w.hire("2", "Ann", "Other");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.mail.rename(jane, "somebody.else");
  w.mail.edit(other, {.address = "jane.smith@cambridgeshire.gov.uk"});
  w.run_until("2026-12-05T00:00:00Z");
  EXPECT_EQ(w.state(jane), "deleted");
  EXPECT_FALSE(w.mail.snapshot(jane));
  EXPECT_TRUE(w.mail.snapshot(other));
  // Deleted and made anew behind our back: another id, so nothing is touched.
  auto bob = w.hire("3", "Bob", "Third");
  w.tell(bob, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.mail.erase(bob);
  new_mailbox anew{.account = w.load(bob), .given_name = "Eve", .surname = "New", .desired = {}};
  w.mail.create({&anew, 1}, [](std::size_t, const outcome& how) {
    ASSERT_EQ(how.kind, outcome_class::done);
  });
  w.run_until("2027-02-05T00:00:00Z");
  EXPECT_EQ(w.state(bob), "deletionFailed");
  EXPECT_TRUE(w.mail.snapshot(bob));
}

}  // namespace
}  // namespace tenure::test
