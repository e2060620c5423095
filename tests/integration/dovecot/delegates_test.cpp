// Rights of others in a mailbox: on folders that are there, that are not there yet, and come later.
#include "tests/integration/dovecot/mail_world.hpp"

namespace tenure::dovecot {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(mail_test, delegates_see_what_they_may_and_no_more) {
  const mailbox_ref boss = new_user("boss");
  const mailbox_ref other = new_user("other");
  world->mail.seed(user.login, {"Subject: one\r\n\r\nx\r\n"});
  world->mail.seed(user.login, {"Subject: two\r\n\r\nx\r\n"}, ".Projects.A");
  mailbox_condition desired;
  desired.delegates = std::vector{delegate{"boss", "read"}, delegate{"other", "full"}};
  const outcome granted = apply(user, desired);
  ASSERT_EQ(granted.kind, outcome_class::done) << granted.detail;
  EXPECT_EQ(granted.observed.delegates, desired.delegates);

  const std::string shared = "shared/" + user.login;
  user_session reader(settings.imap, "boss"), writer(settings.imap, "other");
  EXPECT_THAT(reader.command("SELECT " + shared + "/Projects/A"), HasSubstr("1 EXISTS"));
  EXPECT_THAT(reader.command("SELECT " + shared), HasSubstr("1 EXISTS"));
  reader.command("STORE 1 +FLAGS (\\Deleted)");
  EXPECT_THAT(reader.command("FETCH 1 (FLAGS)"), Not(HasSubstr("Deleted")));
  EXPECT_THAT(writer.command("SELECT " + shared), HasSubstr("1 EXISTS"));
  EXPECT_THAT(writer.command("STORE 1 +FLAGS (\\Seen)"), HasSubstr("\\Seen"));

  EXPECT_EQ(observe(boss).observed.delegates, std::vector<delegate>{})
      << "what somebody else granted me is not what I granted";
  desired.delegates = std::vector{delegate{"other", "read"}};
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  user_session again(settings.imap, "boss");
  EXPECT_THAT(again.command("SELECT " + shared), HasSubstr("a NO"));
  desired.delegates.emplace();
  EXPECT_EQ(apply(user, desired).observed.delegates, std::vector<delegate>{});
}

// Nobody has signed in or written yet, so there is no folder to give a right on.
TEST_F(mail_test, a_mailbox_that_nobody_has_used_yet_is_opened_to_a_delegate) {
  const mailbox_ref deputy = new_user("deputy" + user.login);
  mailbox_condition desired;
  desired.delegates = std::vector{delegate{deputy.login, "read"}};
  const outcome granted = apply(user, desired);
  ASSERT_EQ(granted.kind, outcome_class::done) << granted.detail;
  EXPECT_EQ(granted.observed.delegates, desired.delegates);

  // Signing in makes the server's own folders, and mail its INBOX: the right is there before them.
  user_session owner(settings.imap, user.login);
  for (const char* folder : {"INBOX", "Archive", "Trash"}) {
    EXPECT_THAT(owner.command("SELECT " + std::string(folder)), HasSubstr("a OK"));
  }
  ASSERT_EQ(deliver(user.address), "250");
  EXPECT_EQ(observe(user).observed.delegates, desired.delegates) << "and so nothing has drifted";
  user_session reader(settings.imap, deputy.login);
  EXPECT_THAT(reader.command("SELECT shared/" + user.login), HasSubstr("1 EXISTS"));
  EXPECT_THAT(reader.command("SELECT shared/" + user.login + "/Archive"), HasSubstr("a OK"));

  desired.delegates.emplace();
  EXPECT_EQ(apply(user, desired).observed.delegates, std::vector<delegate>{});
  user_session again(settings.imap, deputy.login);
  EXPECT_THAT(again.command("SELECT shared/" + user.login), HasSubstr("a NO"));
}

// This server has acl_defaults_from_inbox.
TEST_F(mail_test, a_folder_made_later_has_the_rights_of_inbox) {
  const mailbox_ref deputy = new_user("deputy" + user.login);
  mailbox_condition desired;
  desired.delegates = std::vector{delegate{deputy.login, "read"}};
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  user_session owner(settings.imap, user.login);
  ASSERT_THAT(owner.command("CREATE Later"), HasSubstr("a OK"));
  const auto later = "shared/" + user.login + "/Later";
  user_session reader(settings.imap, deputy.login);
  EXPECT_THAT(reader.command("SELECT " + later), HasSubstr("a OK"));
  EXPECT_EQ(observe(user).observed.delegates, desired.delegates);

  desired.delegates.emplace();
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  user_session again(settings.imap, deputy.login);
  EXPECT_THAT(again.command("SELECT " + later), HasSubstr("a NO"));
}

TEST_F(mail_test, rights_that_acls_do_not_know_are_refused) {
  for (const delegate& one : {delegate{"boss", "onBehalf"}, delegate{"boss", ""},
                              delegate{"boss", "admin"}, delegate{"b oss", "read"},
                              delegate{"*", "read"}, delegate{"anyone\"", "full"}}) {
    mailbox_condition desired;
    desired.delegates = std::vector{one};
    EXPECT_EQ(apply(user, desired).kind, outcome_class::invalid) << one.who << ' ' << one.rights;
  }
}

}  // namespace
}  // namespace tenure::dovecot
