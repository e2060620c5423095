// What goes while it is looked at. doveadm answers 68 both for that and for what never was; only
// of a user it does not know may be said that there is no mailbox.
#include "connectors/dovecot/doveadm.hpp"
#include "connectors/dovecot/lookup.hpp"
#include "connectors/dovecot/sieve.hpp"
#include "tests/integration/dovecot/mail_world.hpp"

namespace tenure::dovecot {
namespace {

using testing::HasSubstr;

class dovecot_look : public mail_test {
 protected:
  // Looks once; between the two rounds of questions `meanwhile` happens.
  mailbox_state look_while(const std::function<void()>& meanwhile) {
    bool once = false;
    auto states = look(server, {&user, 1}, [&](const mailbox_ref&, std::vector<std::string>&) {
      EXPECT_FALSE(std::exchange(once, true));
      meanwhile();
      return outcome{};
    });
    EXPECT_TRUE(once);
    return states.at(0);
  }
  doveadm server{settings.doveadm, world->mail.doveadm_key()};
};

TEST_F(dovecot_look, a_folder_that_goes_meanwhile_is_looked_for_again) {
  user_session session(settings.imap, user.login);
  ASSERT_THAT(session.command("CREATE Projects"), HasSubstr("a OK"));
  const auto seen = look_while([&] {
    ASSERT_THAT(session.command("DELETE Projects"), HasSubstr("a OK"));
  });
  EXPECT_EQ(seen.how.kind, outcome_class::transient) << "not_found would end a removal half-way";
  EXPECT_EQ(seen.how.detail, "aclGet: not there") << "doveadm's 68, not another trouble";
  EXPECT_EQ(look_while([] {}).how.kind, outcome_class::done);
}

TEST_F(dovecot_look, a_script_that_goes_meanwhile_is_looked_for_again) {
  ASSERT_EQ(apply(user, {.forwarding = "deputy@example.net"}).kind, outcome_class::done);
  const auto seen = look_while([&] {
    const std::vector<std::string> name{std::string(sieve_name)};
    const auto gone = server.post({{"sieveDeactivate", {{"user", user.login}}},
                                   {"sieveDelete", {{"user", user.login}, {"scriptname", name}}}});
    ASSERT_EQ(gone.replies.at(1).exit, 0);
  });
  EXPECT_EQ(seen.how.kind, outcome_class::transient);
  EXPECT_EQ(seen.how.detail, "sieveGet: not there");
  const auto after = look_while([] {});
  EXPECT_EQ(after.how.kind, outcome_class::done);
  EXPECT_TRUE(after.scripts.empty());
}

TEST_F(dovecot_look, a_user_nobody_knows_is_not_found_and_stays_so) {
  mailbox_ref nobody = user;
  nobody.login = "nobody-at-all";
  for (int look = 0; look < 2; ++look) {
    EXPECT_EQ(observe(nobody).kind, outcome_class::not_found);
    EXPECT_EQ(remove(nobody).kind, outcome_class::not_found);
  }
}

}  // namespace
}  // namespace tenure::dovecot
