// Whom a notice that is sent once more may reach: nobody whom the workflow did not choose, and
// nobody who may not be told any more.
#include "tests/unit/service/notice_office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

class notice_readers : public testing::Test, public notice_office {
 protected:
  case_file open_case(const std::string& workflow, attributes context = {}) {
    case_file of{.id = {{3, ++cases_}}, .workflow = workflow, .subject = jane,
                 .requester = {"3"}, .state = "asked", .context = std::move(context),
                 .pending = {}, .opened = {}};
    write([&](flow::line& on) {
      of.opened = on.now;
      on.in.cases().save(of);
    });
    return of;
  }
  void change(const case_file& of, const std::function<void(case_file&)>& how) {
    write([&](flow::line& on) {
      auto now = on.in.cases().load(of.id).value();
      how(now);
      on.in.cases().save(now);
    });
  }
  void ask(const case_file& of, const std::string& eligible) {
    write([&](flow::line& on) {
      on.in.tasks().open({.id = {{4, 1}}, .account = jane, .kind = "approve:" + of.workflow,
                          .assignee = "approver", .invoke = "",
                          .input = {{"case", of.id.text()}, {"eligible", eligible}}});
    });
  }
  void leave(const std::string& who) {
    write([&](flow::line& on) {
      auto known = on.in.people().load({who}).value();
      known.on_staff = false;
      on.in.people().save(known);
    });
  }
  std::string send_about(const case_file& of, const std::string& name, const std::string& to) {
    return send(name, to, {{"case", of.id.text()}});
  }
  std::string again(const std::string& which) { return code_of(resend(which)); }

  std::uint64_t cases_ = 0;
};

TEST_F(notice_readers, are_the_manager_who_was_told_and_not_who_follows) {
  auto which = send("accountClosed", "manager");
  EXPECT_EQ(again(which), "");
  set_manager("3");
  EXPECT_EQ(again(which), "notice.reader.denied");
  EXPECT_EQ(sink.envelopes().size(), 2u);
}

TEST_F(notice_readers, are_the_present_manager_when_nobody_was_told) {
  set_manager("");
  auto which = send("accountClosed", "manager");
  EXPECT_EQ(again(which), "notice.no_recipient.invalid");
  set_manager("3");
  EXPECT_EQ(again(which), "");
  EXPECT_THAT(sink.envelopes().back(), testing::HasSubstr("tom.baker@example.org"));
}

TEST_F(notice_readers, have_not_left) {
  auto which = send("accountClosed", "manager");
  leave("2");
  EXPECT_EQ(again(which), "notice.reader.denied");
}

TEST_F(notice_readers, are_not_a_subject_of_whom_it_was_decided_otherwise) {
  struct {
    const char* why;
    attributes context;
    const char* told;  // of a grant from the case
    const char* code;
  } rows[] = {
      {"told", {{"tellSubject", "true"}}, "told", ""},
      {"the rule tells everybody", {}, "told", ""},
      {"decided against", {{"tellSubject", "false"}}, "", "notice.reader.denied"},
      {"a review of a right they are not told of", {{"untold", "true"}}, "",
       "notice.reader.denied"},
      {"the register says so", {}, "not told: fraud", "notice.reader.denied"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    auto of = open_case("investigation", {{"recipient", "2"}});
    auto which = send_about(of, "accessTold", "subject");
    change(of, [&](case_file& now) { now.context.insert(row.context.begin(), row.context.end()); });
    if (*row.told != '\0') {
      write([&](flow::line& on) {
        on.in.grants().save({.id = {{5, cases_}}, .from_case = of.id, .subject = jane,
                             .holder = {"2"}, .holder_login = "l", .holder_address = "a@b.c",
                             .text = {}, .purpose = "p", .clause = "c", .told = row.told,
                             .opened = on.now, .ends = {}, .closed = {}, .closed_because = {}});
      });
    }
    EXPECT_EQ(again(which), row.code);
  }
}

TEST_F(notice_readers, of_a_case_are_asked_as_the_case_stands) {
  auto of = open_case("delegation", {{"recipient", "5"}});
  auto to_decider = send_about(of, "accessAsked", "person:2");
  auto to_requester = send_about(of, "accessDecided", "requester");
  EXPECT_EQ(again(to_decider), "notice.reader.denied") << "nothing is asked of anybody";
  ask(of, "2,6");
  EXPECT_EQ(again(to_decider), "");
  EXPECT_EQ(again(to_requester), "");
  EXPECT_EQ(again(send_about(of, "accessAsked", "person:3")), "notice.reader.denied");
  write([&](flow::line& on) { on.in.tasks().finish({{4, 1}}, "done", the_engine(), on.now); });
  EXPECT_EQ(again(to_decider), "notice.reader.denied") << "it is decided";
  leave("3");
  EXPECT_EQ(again(to_requester), "notice.reader.denied") << "who asked has left";
}

TEST_F(notice_readers, of_a_hold_are_those_who_run_the_mail_system) {
  auto of = open_case("legalHold", {{"matter", "M-1"}});
  auto to_keeper = send_about(of, "holdPlaced", "person:7");
  auto to_other = send_about(of, "holdPlaced", "person:2");
  EXPECT_EQ(again(to_keeper), "notice.reader.denied") << "the case has set no hold";
  write([&](flow::line& on) {
    on.in.holds().place({.id = of.id.derive<hold_id>("hold"), .account = jane, .matter = "M-1",
                         .placed_by = the_engine(), .placed = on.now, .lifted = {}});
  });
  EXPECT_EQ(again(to_keeper), "");
  EXPECT_EQ(again(to_other), "notice.reader.denied");
}

// Refused attempts are in the trail, and nothing was sent.
TEST_F(notice_readers, that_are_denied_leave_an_entry) {
  auto of = open_case("investigation");
  auto which = send_about(of, "accessTold", "subject");
  change(of, [](case_file& now) { now.context["tellSubject"] = "false"; });
  auto before = sink.envelopes().size();
  EXPECT_EQ(again(which), "notice.reader.denied");
  EXPECT_EQ(sink.envelopes().size(), before);
  auto last = council.get("/v1/audit/entries").at("entries").as_array().back();
  EXPECT_THAT(boost::json::serialize(last), testing::HasSubstr("notice.reader.denied"));
}

// Between asking and sending the decision may change: looked at again right before it goes.
TEST_F(notice_readers, are_looked_at_again_before_it_goes) {
  auto of = open_case("investigation", {{"tellSubject", "false"}});
  auto which = send("accessTold", "subject", {{"case", of.id.text()}, {"resendOf", "0"},
                                              {"reader", "1"}});
  auto shown = show(which);
  EXPECT_EQ(said(shown, "delivery"), "not sent");
  EXPECT_THAT(said(shown, "answer"), testing::HasSubstr("not told"));
  EXPECT_TRUE(sink.envelopes().empty());
}

}  // namespace
}  // namespace tenure::service
