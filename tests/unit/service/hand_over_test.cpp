// The hand-over of a mailbox: what its explanation says, and that its receipt is no task to be
// ticked off.

#include "engine/service/explain.hpp"
#include "tests/unit/service/small_council.hpp"
#include "tests/world/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

struct leaver {
  leaver() : w({.pack = "moitt"}) {
    w.engine->run([&](flow::line& on) {
      on.in.people().save_unit({"U1", "Archives", "", {"H1"}});
      on.in.people().save({.id = {"H1"}, .given_name = "Max", .surname = "Head", .unit = "U1"});
      return true;
    });
    who = w.hire("1001", "Jane", "Smith");
    w.tell(who, "leaver.notified", {{"leavingDate", "2026-11-30"}});
    w.run_until("2026-12-01T00:00:00Z");
  }
  service::explanation why() {
    service::explanation out;
    w.engine->run([&](flow::line& on) {
      out = service::explain(on, on.in.accounts().load(who).value());
      return false;
    });
    return out;
  }

  world w;
  account_id who;
};

auto next(const std::string& what, const std::string& when, const std::string& clause) {
  return Contains(AllOf(Field(&service::next_step::what, HasSubstr(what)),
                        Field(&service::next_step::when, HasSubstr(when)),
                        Field(&service::next_step::clause, clause)));
}

TEST(HandOver, IsExplainedWithWhoIsAskedAndWhatComesNext) {
  leaver of;
  auto why = of.why();
  EXPECT_THAT(why.sentences, Contains(AllOf(HasSubstr("It waits for the case"),
                                            HasSubstr("(handOver)"), HasSubstr("receipt"))));
  EXPECT_THAT(why.prevents, Contains("it waits: person:H1 has the task approve:handOver"));
  EXPECT_THAT(why.clauses, Contains("PAK-13"));
  EXPECT_THAT(why.next, next("remindAfter is over", "2026-12-07", "PAK-13"));
  EXPECT_THAT(why.next, next("escalateAfter is over", "2026-12-14", "PAK-13"));
  EXPECT_THAT(why.next, next("Nobody has signed", "2026-12-30", "PAK-13"));
}

TEST(HandOver, IsExplainedNoMoreOnceItIsSignedFor) {
  leaver of;
  of.w.finish_tasks(of.who, {{"approved", "true"}});
  auto why = of.why();
  EXPECT_THAT(why.sentences, testing::Not(Contains(HasSubstr("(handOver)"))));
  EXPECT_TRUE(why.prevents.empty());
}

// Not by the recipient, the helpdesk, an approver or the leaver: a receipt is an answer to the
// case, which judges who gives it.
TEST(HandOver, HasAReceiptThatNobodyTicksOff) {
  using service::code_of;
  service::small_council council{{.demonstration = true,
                                  .roles = {{"helpdesk", {.hr_numbers = {"5"}}},
                                            {"approver", {.hr_numbers = {"6"}}}}}};
  const task receipt{.id = {{8, 8}}, .account = {{1, 1}}, .kind = "approve:handOver",
                     .assignee = "person:4", .invoke = "decision",
                     .input = {{"case", case_id{{9, 9}}.text()}, {"eligible", "4"}}, .opened = {},
                     .due = {}};
  council.app->engine->run([&](flow::line& on) {
    on.in.people().save({.id = {"2"}, .given_name = "Tom", .surname = "Baker", .unit = "U1"});
    on.in.accounts().save({.id = {{1, 1}}, .person = {"2"}, .workflow = "account",
                           .state = "closing.handingOver", .login = "tom.baker"});
    on.in.tasks().open(receipt);
    return true;
  });
  const std::pair<const char*, const char*> rows[] = {{"4", "task.decision.denied"},
                                                      {"6", "task.decision.denied"},
                                                      {"5", "role.denied"},
                                                      {"7", "role.denied"},
                                                      {"2", "task.own.denied"}};
  for (const char* verb : {"/done", "/cancel"}) {
    for (const auto& [who, code] : rows) {
      auto said = council.ask("POST", "/v1/tasks/" + receipt.id.text() + verb, "{}", who);
      EXPECT_EQ(code_of(said), code) << who << verb;
    }
  }
}

// Who asks for what about a mailbox is not told to whoever may look at the account.
TEST(HandOver, IsTheOnlyCaseThatIsExplained) {
  leaver of;
  of.w.engine->run([&](flow::line& on) {
    case_file other{.id = {{9, 9}}, .workflow = "investigation", .subject = of.who,
                    .requester = {"H1"}, .state = "asked", .context = {}, .pending = {},
                    .opened = on.now};
    on.in.cases().save(other);
    return true;
  });
  EXPECT_THAT(of.why().sentences, testing::Not(Contains(HasSubstr("investigation"))));
}

}  // namespace
}  // namespace tenure::test
