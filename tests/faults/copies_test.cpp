// Copies of identified messages reach the named colleague once, whatever breaks on the way.

#include "tests/faults/life.hpp"

#include "engine/audit/leaf.hpp"

#include <gmock/gmock.h>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

struct office {
  faulty_world f;
  world& w = f.w;
  account_id jane, tom;
  case_id which;

  office() {
    w.engine->run([&](flow::line& on) {
      on.in.people().save_unit({"U1", "Archives", "", {"1004"}});
      return true;
    });
    jane = w.hire(who("1001", "Jane"));
    tom = w.hire(who("1002", "Tom"));
    w.hire(who("1003", "Ada"));
    w.hire(who("1004", "Max"));
    for (const char* subject : {"contract", "holiday", "Re: contract"}) {
      w.mail.deliver(jane, {.bytes = std::string("Subject: ") + subject + "\r\nMessage-ID: <" +
                                     subject + "@x>\r\n\r\ntext\r\n"});
    }
  }
  static person who(const std::string& id, const std::string& name) {
    return {.id = {id}, .given_name = name, .surname = "Smith", .job_title = "Officer",
            .unit = "U1", .manager = {"1003"}, .contact = "c@h.example"};
  }
  void put(event what) {
    f.insist([&] {
      w.engine->run([&](flow::line& on) {
        on.in.inbox().put(what);
        return true;
      });
    });
    f.insist([&] { w.settle(); });
  }
  void ask() {
    event asked{.id = event_id{{5, 5}}, .name = "case.asked", .at = w.clock.now(), .account = jane,
                .by = {"1003", "requester", "test"},
                .data = {{"workflow", "emergencyAccess"}, {"requester", "1003"},
                         {"kind", "extract"}, {"recipient", "1002"}, {"reason", "urgent"},
                         {"messageSubject", "contract"}}};
    which = asked.id.derive<case_id>("case");
    put(asked);
  }
  case_file the_case() {
    case_file out;
    w.engine->run([&](flow::line& on) {
      out = on.in.cases().load(which).value();
      return false;
    });
    return out;
  }
  void agree() {
    auto of = the_case();
    put({.id = event_id{{6, 6}}, .name = "case.answered", .at = w.clock.now(), .account = jane,
         .by = {"1004", "approver", "test"},
         .data = {{"case", which.text()}, {"invoke", "decision"}, {"approved", "true"},
                  {"reason", "right"}, {"effect", of.pending.at("decision").text()}}});
  }
  std::vector<std::string> copies() {
    std::vector<std::string> out;
    const auto box = w.mail.snapshot(tom).value();
    for (const auto& m : box.messages) {
      EXPECT_EQ(m.folder, "Copies " + which.text().substr(0, 8));
      out.push_back(m.bytes);
    }
    return out;
  }
  // The one entry that says what was copied.
  audit::leaf entry() {
    audit::leaf out;
    int count = 0;
    for (const auto& row : w.trail()) {
      auto leaf = audit::read_leaf(row.leaf).value();
      if (leaf.facts.contains("copied.messages")) out = leaf, ++count;
    }
    EXPECT_EQ(count, 1);
    return out;
  }
};

TEST(Copies, ReachTheColleagueAndAreCountedInTheTrail) {
  office o;
  o.ask();
  EXPECT_TRUE(o.copies().empty());
  o.agree();
  EXPECT_EQ(o.copies().size(), 2u);
  EXPECT_EQ(o.the_case().state, "closed");
  auto entry = o.entry();
  EXPECT_EQ(entry.facts.at("copied.messages"), "2");
  EXPECT_EQ(entry.facts.at("copied.digests").size(), 2u * 64 + 1);
  EXPECT_TRUE(entry.personal.contains("copied.messageIds"));
  EXPECT_THAT(audit::to_text(entry), Not(HasSubstr("contract@x")));
}

TEST(Copies, AreDeliveredOnceWhenTheAnswerIsLost) {
  for (auto how : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    for (const char* call : {"find", "deliver"}) {
      office o;
      o.ask();
      auto whose = std::string_view(call) == "find" ? o.jane : o.tom;
      o.w.mail.faults().at(call, whose, 1, how);
      o.agree();
      o.f.run_until("2026-11-02T12:00:00Z");
      EXPECT_EQ(o.copies().size(), 2u) << call;
      EXPECT_EQ(o.w.mail.effected("deliver", o.tom), 1u) << call;
      EXPECT_EQ(o.the_case().state, "closed") << call;
      o.entry();
    }
  }
}

TEST(Copies, AreDeliveredOnceWhicheverCommitFails) {
  for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
    for (int nth = 1; nth <= 6; ++nth) {
      SCOPED_TRACE(nth);
      office o;
      o.ask();
      o.f.faults->fail(o.f.faults->commits() + nth, how);
      o.agree();
      o.f.run_until("2026-11-02T12:00:00Z");
      o.f.insist([&] { o.w.settle(); });
      EXPECT_EQ(o.copies().size(), 2u);
      EXPECT_EQ(o.the_case().state, "closed");
      o.entry();
    }
  }
}

TEST(Copies, GoNowhereWhenTheColleagueIsGoneOrSecureMeanwhile) {
  for (const char* event : {"mailbox.secured", "leaver.notified"}) {
    office o;
    o.ask();
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
  o.ask();
  o.agree();
  EXPECT_EQ(o.copies().size(), 2u);
  EXPECT_EQ(o.w.mail.snapshot(o.jane)->messages.size(), 3u);
}

TEST(Copies, OfTooManyMessagesAreNotMade) {
  office o;
  for (int i = 0; i < 200; ++i) {
    o.w.mail.deliver(o.jane, {.bytes = "Subject: contract " + std::to_string(i) + "\r\n\r\nx\r\n"});
  }
  o.ask();
  o.agree();
  EXPECT_TRUE(o.copies().empty());
  EXPECT_EQ(o.w.open_tasks(o.jane).front().kind, "copyMessages");
}

}  // namespace
}  // namespace tenure::test
