// A case on real servers: somebody lets a colleague into the mailbox, and takes it back.
#include "tests/integration/account/council.hpp"
#include "tests/support/files.hpp"
#include "tests/support/shows_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::size_at;
using support::text_at;
using testing::HasSubstr;
using testing::Not;

std::string rights_on_inbox(council& here, const std::string& login) {
  return support::run_or_throw({"doveadm", "-c", here.mail.folder() / "dovecot.conf", "acl", "get",
                                "-u", login, "INBOX"})
      .out;
}

std::string open_task(council& here, const std::string& account, const std::string& kind) {
  const auto tasks = here.service.ask({"task", "list", "--account", account});
  for (std::size_t i = 0; i < size_at(tasks, "/tasks"); ++i) {
    const auto at = "/tasks/" + std::to_string(i);
    if (text_at(tasks, at + "/kind") == kind) return text_at(tasks, at + "/id");
  }
  return {};
}

TEST(account, a_colleague_who_undertakes_to_look_after_it_may_read_until_it_is_taken_back) {
  support::shows_rule("CAM-9.2.3c",
                      "a colleague reads after the undertaking and until it is taken back");
  council here;
  const auto ada = here.join("1001", "Ada", "Holt");
  const auto tom = here.join("1002", "Tom", "Baker");
  here.mail.seed(ada, {"Subject: plans\r\n\r\nx\r\n"});

  // Her colleague may not ask for it, and the attempt is on record.
  const auto refused = here.service.tenure({"--as", "1002", "case", "ask", "delegation", "1001",
                                            "--kind", "read", "--recipient", "1002"});
  EXPECT_EQ(refused.exit, 1) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("CAM-9.2.3c"));

  const auto asked = here.service.ask({"--as", "1001", "case", "ask", "delegation", "1001",
                                       "--kind", "read", "--recipient", "1002"});
  const auto which = text_at(asked, "/id");
  here.settle();
  EXPECT_THAT(rights_on_inbox(here, ada), Not(HasSubstr(tom)));  // nothing before the undertaking
  here.service.ask({"--as", "1002", "task", "done", open_task(here, "1001", "undertake")});
  here.settle();
  EXPECT_EQ(text_at(here.service.ask({"case", "show", which}), "/state"), "open");
  EXPECT_THAT(rights_on_inbox(here, ada), HasSubstr(tom));

  const auto given = here.service.ask({"grant", "list", "--account", "1001"});
  ASSERT_EQ(size_at(given, "/grants"), 1u);
  EXPECT_EQ(text_at(given, "/grants/0/holder"), "1002");
  here.service.ask({"--as", "1001", "--yes", "grant", "revoke", text_at(given, "/grants/0/id"),
                    "--reason", "back again"});
  here.settle();
  EXPECT_EQ(text_at(here.service.ask({"case", "show", which}), "/state"), "closed");
  EXPECT_THAT(rights_on_inbox(here, ada), Not(HasSubstr(tom)));
  EXPECT_EQ(size_at(here.service.ask({"grant", "list", "--account", "1001"}), "/grants"), 0u);
  EXPECT_THAT(here.events("1001"), testing::IsSupersetOf({"case.asked", "grant.revoked"}));
  EXPECT_GT(here.verify_trail(), 10u);

  // What an auditor takes away, over the socket and from the store at rest.
  const auto key = text_at(here.service.ask({"audit", "key"}), "/key");
  for (const char* name : {"running", "resting"}) {
    const auto folder = (here.service.folder() / name).string();
    const auto taken = here.service.tenure({"--as", "abe.auditor", "audit", "evidence", which,
                                            "--to", folder});
    EXPECT_EQ(taken.exit, 0) << taken.err;
    EXPECT_EQ(here.service.tenure({"audit", "verify", folder, "--key", key}).exit, 0) << name;
    const auto page = support::read_file(folder + "/index.html");
    for (const char* words : {"delegation", "abe.auditor", "accessTold", "read opened",
                              "read ended", "grant.revoked", "back again"}) {
      EXPECT_THAT(page, HasSubstr(words)) << name;
    }
    support::write_file(folder + "/index.html", page + " ");
    EXPECT_EQ(here.service.tenure({"audit", "verify", folder, "--key", key}).exit, 4) << name;
    const auto again = here.service.tenure({"--as", "abe.auditor", "audit", "evidence", which,
                                            "--to", folder});
    EXPECT_EQ(again.exit, 1) << "the folder is not empty";
    if (here.service.running()) here.service.stop();
  }
}

}  // namespace
}  // namespace tenure::test
