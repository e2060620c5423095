// Forwarding, auto-reply, sessions and removal on a real Dovecot.
#include "tests/integration/dovecot/mail_world.hpp"

namespace tenure::dovecot {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(mail_test, a_new_mailbox_shows_nothing_special) {
  const outcome seen = observe(user);
  ASSERT_EQ(seen.kind, outcome_class::done) << seen.detail;
  EXPECT_EQ(seen.observed.forwarding, "");
  EXPECT_EQ(seen.observed.auto_reply, "");
  EXPECT_EQ(seen.observed.delegates, std::vector<delegate>{});
  EXPECT_FALSE(seen.observed.sign_in) << "the directory's to say";
}

TEST_F(mail_test, forward_and_auto_reply_arrive_and_stop) {
  const std::size_t before = world->sink.envelopes().size();
  mailbox_condition desired;
  desired.forwarding = "deputy@example.net";
  desired.auto_reply = "Grüße,\nI have left: \"ask\" C:\\deputy ${name}\n.\ntext:\n";
  const outcome done = apply(user, desired);
  ASSERT_EQ(done.kind, outcome_class::done) << done.detail;
  EXPECT_EQ(done.observed.forwarding, desired.forwarding);
  EXPECT_EQ(done.observed.auto_reply, desired.auto_reply);
  EXPECT_EQ(apply(user, desired).kind, outcome_class::done) << "twice is once";

  ASSERT_EQ(deliver(user.address), "250");
  world->sink.wait_for(before + 2);
  std::string sent;
  for (std::size_t i = before; i < before + 2; ++i) {
    sent += world->sink.envelopes()[i] + world->sink.message(i);
  }
  EXPECT_THAT(sent, HasSubstr("deputy@example.net"));
  EXPECT_THAT(sent, HasSubstr("C:\\deputy ${name}"));
  EXPECT_EQ(world->mail.messages_on_disk(user.login), 1u) << "a copy stays";

  desired.forwarding = "";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  EXPECT_EQ(observe(user).observed.auto_reply, desired.auto_reply) << "only the forward is gone";
  desired.auto_reply = "";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  const auto count = world->sink.envelopes().size();
  ASSERT_EQ(deliver(user.address), "250");
  // The next forward proves that nothing was sent before it.
  desired.forwarding = "last@example.net";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  ASSERT_EQ(deliver(user.address), "250");
  world->sink.wait_for(count + 1);
  EXPECT_EQ(world->sink.envelopes().size(), count + 1);
  EXPECT_THAT(world->sink.envelopes()[count], HasSubstr("last@example.net"));
}

TEST_F(mail_test, what_cannot_stand_in_a_filter_is_refused) {
  const std::string nul(1, '\0');
  const struct {
    const char* what;
    std::string forwarding, auto_reply;
  } rows[] = {
      {"quote ends the string", "a\"; discard; \"@example.net", ""},
      {"backslash", "a\\@example.net", ""},
      {"CR LF", "a@example.net\r\nRCPT TO:<b@example.net>", ""},
      {"LF", "a@example.net\nb", ""},
      {"NUL", "a@exam" + nul + "ple.net", ""},
      {"two addresses", "a@example.net,b@example.net", ""},
      {"two at signs", "a@b@example.net", ""},
      {"blank", "a @example.net", ""},
      {"angle brackets", "<a@example.net>", ""},
      {"no at sign", "example.net", ""},
      {"no local part", "@example.net", ""},
      {"no domain", "a@", ""},
      {"group", "list:a@example.net;", ""},
      {"not ASCII", "bücher@example.net", ""},
      {"too long", std::string(250, 'a') + "@example.net", ""},
      {"NUL in the text", "", "gone" + nul + "away"},
      {"CR alone in the text", "", "gone\raway"},
      {"escape in the text", "", "gone\x1b[2J"},
      {"text too long", "", std::string(70'000, 'x')},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    mailbox_condition desired;
    desired.forwarding = row.forwarding;
    desired.auto_reply = row.auto_reply;
    EXPECT_EQ(apply(user, desired).kind, outcome_class::invalid);
    EXPECT_EQ(observe(user).observed.forwarding, "") << "nothing was installed";
  }
}

TEST_F(mail_test, a_login_that_is_a_mask_or_a_command_is_refused) {
  for (const std::string login :
       {"*", "user?", "a b", "a\"b", "a\r\nb", "", "a*master", "a/../b"}) {
    SCOPED_TRACE(login);
    mailbox_ref odd = user;
    odd.login = login;
    mailbox_condition desired;
    desired.sign_in = sign_in::blocked;
    EXPECT_EQ(apply(odd, desired).kind, outcome_class::invalid);
    EXPECT_EQ(remove(odd).kind, outcome_class::invalid);
    EXPECT_EQ(opened()->read(odd, {}, [](const auto&) { return true; }).kind,
              outcome_class::invalid);
  }
}

TEST_F(mail_test, the_users_own_script_is_kept_and_comes_back) {
  const std::string put =
      R"(
import http.client, json, base64, sys
port, key, user, script = sys.argv[1:]
put = {"user": user, "scriptname": "mine \"x\"", "file": script, "activate": True}
http = http.client.HTTPConnection("127.0.0.1", int(port))
http.request("POST", "/doveadm/v1", json.dumps([["sievePut", put, "t"]]),
             {"Authorization": "X-Dovecot-API " + base64.b64encode(key.encode()).decode()})
print(http.getresponse().read())
)";
  const auto put_own = [&](const std::string& script) {
    support::run_or_throw({"/usr/bin/python3", "-c", put,
                           std::to_string(world->mail.ports().doveadm), world->mail.doveadm_key(),
                           user.login, script});
  };
  put_own("require \"fileinto\"; fileinto \"Archive\";");
  mailbox_condition desired;
  desired.forwarding = "deputy@example.net";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  desired.forwarding = "";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  ASSERT_EQ(deliver(user.address), "250");
  user_session session(settings.imap, user.login);
  EXPECT_THAT(session.command("STATUS Archive (MESSAGES)"), HasSubstr("MESSAGES 1"));

  // A redirect of the user's own: whether mail is forwarded cannot be told, and is said so.
  put_own("redirect \"private@example.com\";");
  EXPECT_FALSE(observe(user).observed.forwarding);
  EXPECT_EQ(apply(user, desired).kind, outcome_class::conflict);
}

TEST_F(mail_test, a_script_changed_by_hand_is_made_anew) {
  mailbox_condition desired;
  desired.auto_reply = "away";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  const auto file = world->mail.home(user.login) / "sieve" / "tenure.sieve";
  support::write_file(file, support::read_file(file) + "redirect \"spy@example.com\";\n");
  EXPECT_FALSE(observe(user).observed.forwarding) << "not ours any more";
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);
  EXPECT_THAT(support::read_file(file), Not(HasSubstr("spy")));
}

TEST_F(mail_test, blocking_ends_open_sessions_at_once) {
  user_session open_one(settings.imap, user.login), other_one(settings.imap, user.login);
  ASSERT_TRUE(open_one.signed_in && other_one.signed_in);
  world->directory.modify("dn: uid=" + user.login +
                          ",ou=people,dc=example,dc=org\nchangetype: modify\n"
                          "replace: tenureAccountStatus\ntenureAccountStatus: disabled\n");
  EXPECT_THAT(open_one.command("NOOP"), HasSubstr("a OK")) << "the directory alone does not do it";
  mailbox_condition desired;
  desired.sign_in = sign_in::blocked;
  const outcome out = apply(user, desired);
  ASSERT_EQ(out.kind, outcome_class::done) << out.detail;
  EXPECT_EQ(open_one.command("NOOP"), "");
  EXPECT_EQ(other_one.command("NOOP"), "");
  EXPECT_FALSE(user_session(settings.imap, user.login).signed_in);
  EXPECT_EQ(apply(user, desired).kind, outcome_class::done) << "with nobody to kick";

  desired.sign_in = sign_in::allowed;
  EXPECT_EQ(apply(user, desired).kind, outcome_class::done);
}

TEST_F(mail_test, refused_delivery_is_refused_by_lmtp) {
  ASSERT_EQ(deliver(user.address), "250");
  world->directory.modify("dn: uid=" + user.login +
                          ",ou=people,dc=example,dc=org\nchangetype: modify\n"
                          "replace: tenureDelivery\ntenureDelivery: refused\n");
  EXPECT_EQ(deliver(user.address), "550");
  EXPECT_EQ(observe(user).kind, outcome_class::done) << "the engine still reaches it";
}

TEST_F(mail_test, removal_is_proven_and_touches_nobody_else) {
  const mailbox_ref neighbour = new_user("neighbour");
  world->mail.seed(neighbour.login, {"Subject: theirs\r\n\r\nx\r\n"});
  mailbox_condition grant;
  grant.delegates = std::vector{delegate{user.login, "full"}};
  ASSERT_EQ(apply(neighbour, grant).kind, outcome_class::done);

  world->mail.seed(user.login, {"Subject: a\r\n\r\nx\r\n", "Subject: b\r\n\r\nx\r\n"});
  world->mail.seed(user.login, {"Subject: c\r\n\r\nx\r\n"}, ".Projects.A");
  world->mail.seed(user.login, {"Subject: d\r\n\r\nx\r\n"}, ".K&AOQ-se");
  user_session session(settings.imap, user.login);
  session.command("CREATE \"a\\\\b \\\"c\\\"\"");
  mailbox_condition desired;
  desired.auto_reply = "away";
  desired.delegates = std::vector{delegate{"neighbour", "read"}};
  ASSERT_EQ(apply(user, desired).kind, outcome_class::done);

  const outcome gone = remove(user);
  ASSERT_EQ(gone.kind, outcome_class::done) << gone.detail;
  EXPECT_EQ(value_of(gone.facts, "messages"), "4");
  EXPECT_EQ(world->mail.messages_on_disk(user.login), 0u);
  EXPECT_EQ(world->mail.messages_on_disk(neighbour.login), 1u) << "full rights on it, but not its";
  EXPECT_EQ(session.command("NOOP"), "");
  EXPECT_EQ(observe(user).observed.auto_reply, "");
  const outcome again = remove(user);
  EXPECT_EQ(again.kind, outcome_class::done);
  EXPECT_EQ(value_of(again.facts, "alreadyGone"), "true");
}

TEST_F(mail_test, a_batch_answers_for_each) {
  std::vector<change> changes;
  for (int i = 0; i < 30; ++i) {
    change one{new_user("batch" + std::to_string(i)), {}};
    if (i % 3 == 0) one.mailbox.login = "nobody" + std::to_string(i);
    one.desired.forwarding = i % 3 == 1 ? "not an address" : "deputy@example.net";
    changes.push_back(one);
  }
  std::vector<outcome_class> got(30, outcome_class::throttled);
  opened()->apply(changes, [&](std::size_t i, const outcome& how) { got[i] = how.kind; });
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(got[static_cast<std::size_t>(i)], i % 3 == 0   ? outcome_class::not_found
                                                : i % 3 == 1 ? outcome_class::invalid
                                                             : outcome_class::done)
        << i;
  }
}

TEST_F(mail_test, failures_have_their_class) {
  const mailbox_ref nobody{account_id{{9, 9}}, "", "nobody", "nobody@example.org"};
  EXPECT_EQ(observe(nobody).kind, outcome_class::not_found);
  EXPECT_EQ(remove(nobody).kind, outcome_class::not_found);
  const auto key = settings.api_key_file;
  settings.api_key_file = secret("wrong", "wrong");
  EXPECT_EQ(observe(user).kind, outcome_class::denied);
  settings.api_key_file = key;
  settings.master_password_file = secret("wrong", "wrong");
  EXPECT_EQ(observe(user).kind, outcome_class::denied);
  EXPECT_EQ(opened()->read(user, {}, [](const auto&) { return true; }).kind,
            outcome_class::denied);
  settings.imap.port = 1;
  EXPECT_EQ(observe(user).kind, outcome_class::transient) << "IMAP alone is away";
  settings.doveadm.port = 1;
  EXPECT_EQ(observe(user).kind, outcome_class::transient);
  EXPECT_EQ(remove(user).kind, outcome_class::transient);
  EXPECT_EQ(opened()->read(user, {}, [](const auto&) { return true; }).kind,
            outcome_class::transient);
}

}  // namespace
}  // namespace tenure::dovecot
