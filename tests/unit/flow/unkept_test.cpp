// A right to send on behalf that no system keeps is refused; nothing else is left undone for it.
#include "connectors/memory/connector.hpp"
#include "engine/effects/reconciler.hpp"

#include <gtest/gtest.h>

namespace tenure::effects {
namespace {

struct house {
  explicit house(std::vector<std::string_view> fields) : mail(std::move(fields)) {
    new_mailbox jane;
    jane.account = who;
    mail.create({&jane, 1}, [](std::size_t, const outcome&) {});
  }
  outcome ask(mailbox_condition wanted) {
    work item;
    item.account = who;
    item.effect.desired = std::move(wanted);
    outcome out;
    reconciler({&mail}).perform({&item, 1}, [&](std::size_t, const outcome& how) { out = how; });
    return out;
  }
  account who = [] {
    account out;
    out.id = {{0, 1}};
    out.login = "jane";
    out.address = "jane@example.org";
    return out;
  }();
  memory::mail_system mail;
};

TEST(a_right_to_send_on_behalf, that_no_system_keeps_is_refused_and_the_rest_is_done) {
  house of({"signIn", "delegates"});
  auto how = of.ask({.sign_in = sign_in::blocked, .send_on_behalf = {{"tom"}}});
  EXPECT_EQ(how.kind, outcome_class::invalid);
  EXPECT_NE(how.detail.find("sendOnBehalf"), std::string::npos);
  EXPECT_EQ(of.mail.snapshot(of.who.id)->condition.sign_in, sign_in::blocked);
}

TEST(a_right_to_send_on_behalf, is_not_missed_where_nobody_has_it) {
  house of({"signIn", "delegates"});
  EXPECT_EQ(of.ask({.send_on_behalf = std::vector<std::string>{}}).kind, outcome_class::done);
  EXPECT_EQ(of.ask({.sign_in = sign_in::blocked}).kind, outcome_class::done);
}

TEST(a_right_to_send_on_behalf, stands_where_a_system_keeps_it) {
  house of({"signIn", "sendOnBehalf"});
  EXPECT_EQ(of.ask({.send_on_behalf = {{"tom"}}}).kind, outcome_class::done);
  EXPECT_EQ(of.mail.snapshot(of.who.id)->condition.send_on_behalf,
            std::vector<std::string>{"tom"});
}

}  // namespace
}  // namespace tenure::effects
