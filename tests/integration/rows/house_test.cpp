// The looking itself: what is not as it should be on the servers is told, or a row shows nothing.
#include "tests/integration/rows/checks.hpp"
#include "tests/integration/rows/real_house.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class a_house : public testing::Test {
 protected:
  static void SetUpTestSuite() { servers = std::make_unique<mail_servers>(); }
  static void TearDownTestSuite() { servers.reset(); }
  void doveadm(std::vector<std::string> words) {
    words.insert(words.begin(), {"doveadm", "-c", servers->mail.folder() / "dovecot.conf"});
    support::run_or_throw(words);
  }
  void modify(const std::string& change) {
    servers->directory.modify("dn: uid=jane.smith," + servers->directory.people() +
                              "\nchangetype: modify\n" + change + "\n");
  }
  static inline std::unique_ptr<mail_servers> servers;
  real_house house{*servers};
  world w{{.seed = 7, .house = &house}};
  account jane = w.load(w.hire("1001", "Jane", "Smith"));
};

TEST_F(a_house, that_is_in_order_has_nothing_to_tell) {
  EXPECT_THAT(look_for_drift(w, house), IsEmpty());
  EXPECT_THAT(verify_trail(w), IsEmpty());
  EXPECT_EQ(house.look(jane)->delegates, std::vector<delegate>{});
  EXPECT_EQ(house.look({}), std::nullopt);
  EXPECT_EQ(house.archived(jane), std::nullopt);
}

TEST_F(a_house, what_anybody_changes_in_the_directory_is_seen) {
  for (const auto& [change, seen] : std::map<std::string, std::string>{
           {"replace: tenureAccountStatus\ntenureAccountStatus: disabled\n", "\"signIn\""},
           {"replace: tenureHidden\ntenureHidden: TRUE\n", "\"addressList\""},
           {"replace: tenureDelivery\ntenureDelivery: refused\n", "\"delivery\""},
           {"replace: tenureQuota\ntenureQuota: 7\n", "\"quota\""},
           {"replace: mail\nmail: other@example.org\n", "\"address\""},
           {"add: tenureSendOnBehalf\ntenureSendOnBehalf: tom.baker\n", "\"sendOnBehalf\""},
           {"add: tenureAlias\ntenureAlias: other@example.net\n", "\"aliases\""}}) {
    const auto before = house.look(jane);
    modify(change);
    const auto after = house.look(jane);
    ASSERT_TRUE(before && after);
    EXPECT_THAT(to_json(difference(*after, *before)), HasSubstr(seen));
  }
  EXPECT_THAT(look_for_drift(w, house), ElementsAre(HasSubstr("\"signIn\":\"blocked\"")));
}

TEST_F(a_house, a_right_that_stands_in_one_folder_only_is_no_right_in_the_mailbox) {
  doveadm({"acl", "set", "-u", jane.login, "Archive", "user=tom.baker", "lookup", "read"});
  EXPECT_EQ(house.look(jane)->delegates, std::vector<delegate>{}) << "INBOX is not opened";
  doveadm({"acl", "set", "-u", jane.login, "INBOX", "user=tom.baker", "lookup", "read"});
  EXPECT_EQ(house.look(jane)->delegates, (std::vector<delegate>{{"tom.baker", "read"}}));
  doveadm({"acl", "set", "-u", jane.login, "Trash", "user=tom.baker", "lookup"});
  EXPECT_EQ(house.look(jane)->delegates, (std::vector<delegate>{{"tom.baker", "some"}}));
}

TEST_F(a_house, a_script_that_is_not_ours_is_a_forward) {
  const auto script = servers->mail.folder() / "own.sieve";
  support::write_file(script, "redirect \"spy@example.net\";\n");
  doveadm({"sieve", "put", "-u", jane.login, "-a", "own", script});
  EXPECT_EQ(house.look(jane)->forwarding, "a script of somebody else");
}

TEST_F(a_house, mail_that_nothing_leads_to_is_not_gone) {
  ASSERT_TRUE(house.put_message(jane, "INBOX", "Subject: one\r\n\r\nx\r\n", w.clock.now()));
  ASSERT_TRUE(house.put_message(jane, "INBOX", "Subject: one\r\n\r\nx\r\n", w.clock.now()));
  EXPECT_EQ(servers->mail.messages_on_disk(jane.login), 2u) << "each its own";
  servers->entries.remove("uid=jane.smith," + servers->directory.people());
  EXPECT_NE(house.look(jane), std::nullopt);
  std::filesystem::remove_all(servers->mail.home(jane.login));
  EXPECT_EQ(house.look(jane), std::nullopt);
  EXPECT_THAT(look_for_drift(w, house), ElementsAre(HasSubstr("is gone")));
  EXPECT_FALSE(house.put_message(jane, "INBOX", "Subject: two\r\n\r\nx\r\n", w.clock.now()));
}

TEST_F(a_house, only_a_notice_that_arrived_is_one) {
  const auto arrived = house.notices(jane.id);
  ASSERT_EQ(arrived.size(), 1u);
  EXPECT_EQ(arrived[0].name + " to " + arrived[0].to, "accountCreated to manager");
  EXPECT_THAT(house.notices(w.load(w.hire("1002", "Tom", "Baker")).id), testing::SizeIs(1));
  EXPECT_EQ(house.notices(jane.id).size(), 1u) << "another's is not hers";
  real_house another(*servers);
  EXPECT_THAT(another.notices(jane.id), IsEmpty()) << "what arrived in an earlier row";
}

}  // namespace
}  // namespace tenure::test
