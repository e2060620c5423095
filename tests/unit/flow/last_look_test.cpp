// Somebody loses the office between their yes and the call by which somebody would get in. No event
// tells of it: the configuration was changed. The last look finds it.
#include "tests/world/world.hpp"

#include "engine/decide/decide.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

struct agreed_case {
  world w{{.pack = "cambridgeshire"}};
  account_id jane;
  case_id of;

  agreed_case() {
    w.organisation->roles["investigatingManager"] = {{"1006"}};
    w.organisation->roles["dpo"] = {{"1007"}};
    for (auto id : {"1002", "1006", "1007"}) w.hire(id, "Tom", std::string("No") + id);
    jane = w.hire("1001", "Jane", "Smith");
    w.settle();
  }

  event made(std::string name, const std::string& by, attributes data) {
    return {.id = new_id<event_id>(w.random), .name = std::move(name), .at = w.clock.now(),
            .account = jane, .by = {by, "person", "test"}, .data = std::move(data)};
  }
  case_file load() {
    case_file out;
    w.engine->run([&](flow::line& on) {
      out = on.in.cases().load(of).value();
      return false;
    });
    return out;
  }
  // The mail system is away when the officer agrees, so that the call is made again later.
  void agree_while_mail_is_away() {
    auto asked = made("case.asked", "1006",
                      {{"workflow", "investigation"}, {"requester", "1006"}, {"reason", "fraud"},
                       {"minimise", "one folder"}, {"recipient", "1002"}, {"kind", "read"}});
    ASSERT_TRUE(w.put(asked));
    of = asked.id.derive<case_id>("case");
    w.mail.faults().sometimes("apply", 1.0, memory::refuse(outcome_class::transient));
    auto waiting = load().pending.at("decision");
    ASSERT_TRUE(w.put(made("case.answered", "1007",
                           {{"case", of.text()}, {"invoke", "decision"}, {"approved", "true"},
                            {"effect", waiting.text()}, {"reason", "justified"},
                            {"tellSubject", "false"}})));
  }
  void mail_is_back() {
    w.mail.faults().sometimes("apply", 0.0, memory::refuse(outcome_class::transient));
    w.run_until(w.clock.now() + 48h);
  }
  std::size_t delegates() {
    return w.mail.snapshot(jane)->condition.delegates.value_or(std::vector<delegate>{}).size();
  }
};

TEST(LastLook, LetsInWhereTheOfficeIsStillHeld) {
  agreed_case c;
  c.agree_while_mail_is_away();
  EXPECT_EQ(c.delegates(), 0u);
  c.mail_is_back();
  EXPECT_EQ(c.delegates(), 1u);
}

TEST(LastLook, LetsNobodyInWhenWhoAgreedHasLostTheOffice) {
  agreed_case c;
  c.agree_while_mail_is_away();
  c.w.organisation->roles["dpo"] = {{"1002"}};
  c.mail_is_back();
  EXPECT_EQ(c.delegates(), 0u);
  // The helpdesk's repair does not help either: the case looks again, and it is over.
  for (const auto& task : c.w.open_tasks(c.jane)) {
    if (task.input.contains("case") || task.kind == "openAccess") c.w.finish_task(task);
  }
  c.w.run_until(c.w.clock.now() + 1h);
  EXPECT_EQ(c.delegates(), 0u);
  EXPECT_EQ(c.load().state, "concluding.asking") << "who asked says how it came out";
}

}  // namespace
}  // namespace tenure::test
