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

  // Nor may she, as long as nobody recorded that he knows the policy.
  const std::vector<std::string> request = {"--as", "1001", "case", "ask", "delegation", "1001",
                                            "--kind", "read", "--recipient", "1002"};
  const auto unaware = here.service.tenure(request);
  EXPECT_EQ(unaware.exit, 1) << unaware.err;
  EXPECT_THAT(unaware.err, HasSubstr("CAM-6b"));
  here.service.ask({"--as", "hr.officer", "attestation", "record", "policyAwareness", "--person",
                    "1002", "--until", "2028-01-01", "--evidence", "e-learning 4711"});

  const auto asked = here.service.ask(request);
  const auto which = text_at(asked, "/id");
  here.settle();
  EXPECT_THAT(here.rights_on_inbox(ada), Not(HasSubstr(tom)));  // nothing before the undertaking
  here.finish_task("1001", "undertake", "1002");
  EXPECT_EQ(text_at(here.service.ask({"case", "show", which}), "/state"), "open");
  EXPECT_THAT(here.rights_on_inbox(ada), HasSubstr(tom));

  const auto given = here.service.ask({"grant", "list", "--account", "1001"});
  ASSERT_EQ(size_at(given, "/grants"), 1u);
  EXPECT_EQ(text_at(given, "/grants/0/holder"), "1002");
  here.service.ask({"--as", "1001", "--yes", "grant", "revoke", text_at(given, "/grants/0/id"),
                    "--reason", "back again"});
  here.settle();
  EXPECT_EQ(text_at(here.service.ask({"case", "show", which}), "/state"), "closed");
  EXPECT_THAT(here.rights_on_inbox(ada), Not(HasSubstr(tom)));
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

// Identified messages from one real mailbox into another, and the evidence of it.
TEST(account, copies_of_named_messages_go_to_the_named_colleague_and_are_proven) {
  council here;
  here.service.apply("staff", "Employee No,First Name,Surname,Person Type,Job Title,Unit Code,"
                              "Unit Name,Parent Unit,Head Of Unit,Line Manager,Personal Email\r\n"
                              "1001,Ada,Holt,Employee,Clerk,FIN,Finance,,1004,1003,a@h.example\r\n"
                              "1002,Tom,Baker,Employee,Clerk,FIN,,,,1003,t@h.example\r\n"
                              "1003,Eve,Line,Employee,Clerk,FIN,,,,1004,e@h.example\r\n"
                              "1004,Max,Head,Employee,Clerk,FIN,,,,,m@h.example\r\n");
  here.settle();
  const auto ada = text_at(here.show("1001"), "/login"), tom = text_at(here.show("1002"), "/login");
  const std::string contract = "Subject: =?utf-8?Q?Vertrag_f=C3=BCr_12?=\r\n"
                               "Message-ID: <c12@firm>\r\n\r\n\xe9 signed\r\n";
  here.mail.seed(ada, {contract, "Subject: private\r\n\r\nx\r\n"});

  const auto refused = here.service.tenure({"--as", "1003", "case", "ask", "emergencyAccess",
                                            "1001", "--kind", "extract", "--recipient", "1002",
                                            "--reason", "r", "--message-folder", "INBOX"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("the messages are not named"));
  const auto asked = here.service.ask({"--as", "1003", "case", "ask", "emergencyAccess", "1001",
                                       "--kind", "extract", "--recipient", "1002", "--reason",
                                       "due Friday", "--message-subject", "vertrag f\xc3\xbcr"});
  const auto which = text_at(asked, "/id");
  here.service.ask({"--as", "1004", "case", "agree", which, "--reason", "no other way"});
  here.settle();
  EXPECT_EQ(text_at(here.service.ask({"case", "show", which}), "/state"), "closed");
  const auto folder = "Copies " + which.substr(24);
  EXPECT_EQ(support::run_or_throw({"doveadm", "-c", here.mail.folder() / "dovecot.conf", "fetch",
                                   "-u", tom, "hdr.message-id", "mailbox", folder})
                .out,
            "hdr.message-id: <c12@firm>\n");
  EXPECT_EQ(here.mail.messages_on_disk(tom), 1u);

  const auto pack = (here.service.folder() / "pack").string();
  const auto key = text_at(here.service.ask({"audit", "key"}), "/key");
  const auto taken =
      here.service.tenure({"--as", "abe.auditor", "audit", "evidence", which, "--to", pack});
  EXPECT_EQ(taken.exit, 0) << taken.err;
  EXPECT_EQ(here.service.tenure({"audit", "verify", pack, "--key", key}).exit, 0);
  const auto page = support::read_file(pack + "/index.html");
  for (const char* words : {"due Friday", "no other way", "copied.messages", "&lt;c12@firm&gt;",
                            "1003", "1004", "CAM-9.2.2a"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
}

}  // namespace
}  // namespace tenure::test
