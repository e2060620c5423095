// Copies of identified messages reach the named colleague once, whatever breaks on the way.

#include "tests/faults/office.hpp"

#include <gmock/gmock.h>

namespace tenure::test {
namespace {

using testing::HasSubstr;
using testing::Not;

void ask(office& o) {
  o.ask({{"workflow", "emergencyAccess"}, {"requester", "1003"}, {"kind", "extract"},
         {"recipient", "1002"}, {"reason", "urgent"}, {"messageSubject", "contract"}});
}

std::vector<std::string> copies(office& o) {
  std::vector<std::string> out;
  const auto box = o.w.mail.snapshot(o.tom).value();
  for (const auto& m : box.messages) {
    EXPECT_EQ(m.folder, "Copies " + o.which.text().substr(24));
    out.push_back(m.bytes);
  }
  return out;
}

TEST(Copies, ReachTheColleagueAndAreCountedInTheTrail) {
  office o;
  ask(o);
  EXPECT_TRUE(copies(o).empty());
  o.agree();
  EXPECT_EQ(copies(o).size(), 2u);
  EXPECT_EQ(o.the_case().state, "closed");
  auto entry = o.entry("copied.messages");
  EXPECT_EQ(entry.facts.at("copied.messages"), "2");
  EXPECT_EQ(entry.facts.at("copied.digests").size(), 2u * 64 + 1);
  EXPECT_TRUE(entry.personal.contains("copied.messageIds"));
  EXPECT_THAT(audit::to_text(entry), Not(HasSubstr("contract@x")));
}

TEST(Copies, AreDeliveredOnceWhenTheAnswerIsLost) {
  for (auto how : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    for (const char* call : {"find", "deliver"}) {
      office o;
      ask(o);
      auto whose = std::string_view(call) == "find" ? o.jane : o.tom;
      o.w.mail.faults().at(call, whose, 1, how);
      o.agree();
      o.f.run_until("2026-11-02T12:00:00Z");
      EXPECT_EQ(copies(o).size(), 2u) << call;
      EXPECT_EQ(o.w.mail.effected("deliver", o.tom), 1u) << call;
      EXPECT_EQ(o.the_case().state, "closed") << call;
      o.entry("copied.messages");
    }
  }
}

TEST(Copies, AreDeliveredOnceWhicheverCommitFails) {
  for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
    for (int nth = 1; nth <= 6; ++nth) {
      SCOPED_TRACE(nth);
      office o;
      ask(o);
      o.f.faults->fail(o.f.faults->commits() + nth, how);
      o.agree();
      o.f.run_until("2026-11-02T12:00:00Z");
      o.f.insist([&] { o.w.settle(); });
      EXPECT_EQ(copies(o).size(), 2u);
      EXPECT_EQ(o.the_case().state, "closed");
      o.entry("copied.messages");
    }
  }
}

TEST(Copies, GoNowhereWhenTheColleagueIsGoneOrSecureMeanwhile) {
  for (const char* event : {"mailbox.secured", "leaver.notified"}) {
    office o;
    ask(o);
    o.w.tell(o.tom, event, {{"leavingDate", "2026-11-01"}});
    o.agree();
    auto box = o.w.mail.snapshot(o.tom);
    EXPECT_TRUE(!box || box->messages.empty()) << event;
    EXPECT_EQ(o.w.mail.effected("deliver", o.tom), 0u) << event;
    EXPECT_NE(o.the_case().state, "closed") << event;
  }
}

// A hold forbids taking away; a copy takes nothing away.
TEST(Copies, AreMadeUnderAHold) {
  office o;
  o.w.hold(o.jane, "M-1");
  ask(o);
  o.agree();
  EXPECT_EQ(copies(o).size(), 2u);
  EXPECT_EQ(o.w.mail.snapshot(o.jane)->messages.size(), 3u);
}

TEST(Copies, OfTooManyMessagesAreNotMade) {
  office o;
  for (int i = 0; i < 200; ++i) {
    o.w.mail.deliver(o.jane, {.bytes = "Subject: contract " + std::to_string(i) + "\r\n\r\nx\r\n"});
  }
  ask(o);
  o.agree();
  EXPECT_TRUE(copies(o).empty());
  EXPECT_EQ(o.w.open_tasks(o.jane).front().kind, "copyMessages");
}

}  // namespace
}  // namespace tenure::test
