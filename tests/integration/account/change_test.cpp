// What can come between a joiner and the end: hold, rehire, absence, a new name.
#include "connectors/dovecot/sieve.hpp"
#include "tests/integration/account/council.hpp"
#include "tests/support/files.hpp"
#include "tests/support/shows_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::text_at;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

std::string place_hold(council& here, const std::string& account, const std::string& matter) {
  return text_at(here.service.ask({"--as", "legal.team", "hold", "place", account, "--matter",
                                   matter}),
                 "/id");
}

void lift_hold(council& here, const std::string& hold) {
  here.service.ask({"--as", "legal.team", "--yes", "hold", "lift", hold});
  here.settle();
}

TEST(account, a_hold_before_the_closing_stops_archiving_but_not_the_closing) {
  support::shows_rule("WYO-III.H", "a hold before the closing stops archiving but not the closing");
  council here;
  const auto login = here.join("1001", "Ada", "Holt");
  here.mail.seed(login, {"Subject: evidence\r\n\r\nx\r\n"});
  const auto hold = place_hold(here, "1001", "Case 24-117");
  here.leave("1001", -1);
  EXPECT_EQ(here.state("1001"), "closing.heldBeforeArchive");
  EXPECT_TRUE(here.closed_in_directory(login));
  here.advance("P10D");
  EXPECT_EQ(here.state("1001"), "closing.heldBeforeArchive");
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);

  const auto stranger =
      here.service.tenure({"--as", "helpdesk", "--yes", "hold", "lift", hold});
  EXPECT_EQ(stranger.exit, 1) << stranger.err;
  lift_hold(here, hold);
  EXPECT_EQ(here.state("1001"), "retained");
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);
  here.advance("P31D");
  EXPECT_EQ(here.state("1001"), "deleted");
  EXPECT_FALSE(here.has_entry(login));
  EXPECT_THAT(here.events("1001"), testing::IsSupersetOf({"hold.placed", "hold.lifted"}));
  EXPECT_GT(here.verify_trail(), 8u);
}

TEST(account, a_hold_after_the_closing_stops_the_deletion_until_the_last_is_lifted) {
  support::shows_rule("WYO-III.H",
                      "a hold after the closing stops the deletion until the last is lifted");
  council here;
  const auto login = here.join("1001", "Ada", "Holt");
  here.mail.seed(login, {"Subject: evidence\r\n\r\nx\r\n"});
  here.leave("1001", -1);
  const auto first = place_hold(here, "1001", "Case 1");
  const auto second = place_hold(here, "1001", "Case 2");
  here.advance("P90D");
  EXPECT_EQ(here.state("1001"), "due.heldBack");
  lift_hold(here, first);
  EXPECT_EQ(here.state("1001"), "due.heldBack");
  EXPECT_TRUE(here.closed_in_directory(login));
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);
  lift_hold(here, second);
  EXPECT_EQ(here.state("1001"), "deleted");
  EXPECT_FALSE(here.has_entry(login));
  EXPECT_EQ(here.mail.messages_on_disk(login), 0u);
  EXPECT_GT(here.verify_trail(), 8u);
}

std::string doveadm(council& here, std::vector<std::string> words) {
  words.insert(words.begin(), {"doveadm", "-c", here.mail.folder() / "dovecot.conf"});
  return support::run_or_throw(words).out;
}

TEST(account, a_rehire_gets_sign_in_visibility_and_the_forward_back) {
  support::shows_rule("ALL-REHIRE", "a rehire gets sign-in, visibility and the forward back");
  council here;
  const auto login = here.join("1001", "Rae", "Turner");
  here.set_password(login);
  here.directory.modify("dn: uid=" + login + "," + here.directory.people() +
                        "\nchangetype: modify\nadd: description\ndescription: kept\n");
  const auto script = here.service.folder() / "forward.sieve";
  support::write_file(script, dovecot::sieve_script({.forwarding = "rae@home.example",
                                                     .auto_reply = {},
                                                     .address = {},
                                                     .previous = {},
                                                     .keep_copy = true}).value());
  support::run_or_throw({"sh", "-c",
                         "doveadm -c " + (here.mail.folder() / "dovecot.conf").string() +
                             " sieve put -u " + login + " -a tenure < " + script.string()});
  EXPECT_EQ(here.deliver("rae.turner@cambridgeshire.gov.uk"), "250");
  here.sink.wait_for(1);
  const auto forwarded = [&] {
    std::size_t count = 0;
    for (const auto& envelope : here.sink.envelopes()) {
      count += text_at(envelope, "/to/0") == "rae@home.example" ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(forwarded(), 1u);

  here.leave("1001", -1);
  EXPECT_EQ(here.state("1001"), "retained");
  EXPECT_TRUE(here.closed_in_directory(login));
  EXPECT_FALSE(here.may_sign_in(login));
  EXPECT_THAT(doveadm(here, {"sieve", "list", "-u", login}), Not(testing::HasSubstr("ACTIVE")));

  here.service.ask({"account", "rehire", "1001"});
  here.settle();
  EXPECT_EQ(here.state("1001"), "employed.presence.active,employed.employment.staying");
  EXPECT_TRUE(here.open_in_directory(login));
  EXPECT_TRUE(here.may_sign_in(login));
  EXPECT_EQ(here.attribute(login, "description"), "kept");
  EXPECT_EQ(here.deliver("rae.turner@cambridgeshire.gov.uk"), "250");
  here.sink.wait_for(2);
  EXPECT_EQ(forwarded(), 2u);
  EXPECT_EQ(here.mail.messages_on_disk(login), 2u);
  here.advance("P60D");
  EXPECT_TRUE(here.open_in_directory(login));
  EXPECT_GT(here.verify_trail(), 6u);
}

TEST(account, an_absent_person_is_told_closed_and_comes_back) {
  support::shows_rule("CAM-9.2.3a CAM-9.2.3b", "an absent person is told, closed, and comes back");
  council here;
  const auto login = here.join("1001", "Eve", "Lake");
  here.join("1002", "Ada", "Hill");
  here.set_password(login);
  const std::string head = "Employee No,Absent From,Expected Return,Reason\r\n";
  const std::string ada = "1002," + here.day(-1) + "," + here.day(90) + ",Sickness\r\n";
  here.service.apply("absences", head + "1001," + here.day(-1) + "," + here.day(90) +
                                     ",Maternity leave\r\n" + ada);
  here.settle();
  EXPECT_EQ(here.state("1001"),
            "employed.presence.absent.closed,employed.employment.staying");
  EXPECT_THAT(here.notices("1001@home.example"),
              Contains("Your work mailbox will be closed while you are away"));
  EXPECT_TRUE(here.closed_in_directory(login));
  EXPECT_FALSE(here.may_sign_in(login));
  EXPECT_EQ(here.deliver("eve.lake@cambridgeshire.gov.uk"), "550");
  here.service.apply("absences", head + ada);
  here.settle();
  EXPECT_TRUE(here.open_in_directory(login)) << here.state("1001");
  EXPECT_TRUE(here.may_sign_in(login));
  EXPECT_EQ(here.deliver("eve.lake@cambridgeshire.gov.uk"), "250");
  EXPECT_GT(here.verify_trail(), 4u);
}

TEST(account, mail_to_the_old_name_still_arrives_after_a_change_of_name) {
  support::shows_rule("ALL-RENAMED WYO-III.F",
                      "mail to the old name still arrives after a change of name");
  council here;
  const auto login = here.join("1001", "Ann", "Miller");
  here.service.ask({"account", "rename", "1001", "--surname", "Carter"});
  here.settle();
  EXPECT_EQ(text_at(here.show("1001"), "/address"), "ann.carter@cambridgeshire.gov.uk");
  EXPECT_EQ(here.attribute(login, "mail"), "ann.carter@cambridgeshire.gov.uk");
  EXPECT_EQ(here.attribute(login, "tenureAlias"), "ann.miller@cambridgeshire.gov.uk");
  EXPECT_EQ(here.deliver("ann.carter@cambridgeshire.gov.uk"), "250");
  EXPECT_EQ(here.deliver("ann.miller@cambridgeshire.gov.uk"), "250");
  EXPECT_EQ(here.mail.messages_on_disk(login), 2u);
  EXPECT_EQ(here.join("1002", "Ann", "Miller"), "ann.miller2");  // the old one stays taken
  EXPECT_GT(here.verify_trail(), 4u);
}

TEST(account, a_message_larger_than_the_standard_is_refused_by_the_mail_server) {
  support::shows_rule("WYO-III.D", "Dovecot takes no message above the size in the directory");
  council here;
  const auto login = here.join("1002", "Rae", "Turner");
  EXPECT_EQ(here.attribute(login, "tenureMessageSize"), "52428800");
  EXPECT_EQ(here.deliver("rae.turner@cambridgeshire.gov.uk", 49), "250");
  // Dovecot's LMTP answers "later" to what will never fit; whoever sends gives up in time.
  EXPECT_EQ(here.deliver("rae.turner@cambridgeshire.gov.uk", 51), "451");
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);
}

}  // namespace
}  // namespace tenure::test
