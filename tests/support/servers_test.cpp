// Each fixture: it starts, talks, survives an orderly and a hard restart with its data and its
// address, and leaves no process.

#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/dovecot_server.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/run.hpp"
#include "tests/support/slapd_server.hpp"
#include "tests/support/smtp_sink.hpp"

namespace tenure::support {
namespace {

using testing::HasSubstr;
using testing::Not;

// Command lines of all processes that name the folder.
std::string processes_in(const std::filesystem::path& folder) {
  std::string found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream in(entry.path() / "cmdline");
    std::string line;
    std::getline(in, line);
    if (line.find(folder.string()) != std::string::npos) {
      found += line + "\n";
    }
  }
  return found;
}

// --- slapd

TEST(Slapd, LoadsAddsModifiesAndSearches) {
  slapd_server directory;
  directory.load(person_ldif("amy", "Amy", "Li") + person_ldif("bob", "Bob", "Roe"));
  directory.add(person_ldif("cleo"));
  directory.modify("dn: uid=bob,ou=people,dc=example,dc=org\nchangetype: modify\n"
                   "replace: tenureAccountStatus\ntenureAccountStatus: disabled\n");
  EXPECT_THAT(directory.search("(tenureAccountStatus=active)", {"uid"}),
              testing::AllOf(HasSubstr("uid: amy"), HasSubstr("uid: cleo"),
                             Not(HasSubstr("uid: bob"))));
}

TEST(Slapd, KeepsDataAndAddressOverRestartAndKill) {
  slapd_server directory({.accesslog = true, .fsync = true});
  directory.add(person_ldif("amy"));
  const auto uri = directory.uri();
  directory.restart();
  directory.add(person_ldif("bob"));
  directory.kill9();
  EXPECT_FALSE(directory.running());
  directory.start();
  EXPECT_EQ(directory.uri(), uri);
  EXPECT_THAT(directory.search("(uid=*)", {"uid"}),
              testing::AllOf(HasSubstr("uid: amy"), HasSubstr("uid: bob")));
}

class SlapdRefuses : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory = std::make_unique<slapd_server>();
    directory->add(person_ldif("amy", "Amy", "Li", "tenureAlias: amy.li@example.org\n"));
  }
  static void TearDownTestSuite() { directory.reset(); }

  static std::string error_of(const std::string& ldif) {
    try {
      directory->add(ldif);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "accepted";
  }
  static inline std::unique_ptr<slapd_server> directory;
};

TEST_F(SlapdRefuses, TheSameAlias) {
  EXPECT_THAT(error_of(person_ldif("a1", "A", "B", "tenureAlias: amy.li@example.org\n")),
              HasSubstr("(19)"));
}

TEST_F(SlapdRefuses, APrimaryAddressThatIsAnAlias) {
  auto ldif = person_ldif("a2");
  ldif.replace(ldif.find("a2@example.org"), 14, "amy.li@example.org");
  EXPECT_THAT(error_of(ldif), HasSubstr("(19)"));
}

TEST_F(SlapdRefuses, ThePrimaryAddressOfAnother) {
  auto ldif = person_ldif("a3");
  ldif.replace(ldif.find("a3@example.org"), 14, "amy@example.org");
  EXPECT_THAT(error_of(ldif), HasSubstr("(19)"));
}

// The connector has to look before it adds an alias: the overlay does not see this one.
TEST_F(SlapdRefuses, NotAnAliasThatIsThePrimaryOfAnother) {
  EXPECT_EQ(error_of(person_ldif("a4", "A", "B", "tenureAlias: amy@example.org\n")), "accepted");
}

TEST_F(SlapdRefuses, ABadBoolean) {
  EXPECT_THAT(error_of(person_ldif("a5", "A", "B", "tenureForward: x\ntenureHidden: maybe\n")),
              HasSubstr("ended with"));
}

TEST_F(SlapdRefuses, AWrongPassword) {
  const auto answer = run({"ldapwhoami", "-x", "-H", directory->uri(), "-D",
                           directory->engine_dn(), "-w", "wrong"});
  EXPECT_EQ(answer.exit, 49);
}

TEST_F(SlapdRefuses, AWriteOfDovecotsAccount) {
  const auto answer =
      run({"ldapmodify", "-x", "-H", directory->uri(), "-D", "cn=dovecot,dc=example,dc=org", "-w",
           directory->secret("dovecot")},
          {.input = "dn: uid=amy,ou=people,dc=example,dc=org\nchangetype: modify\n"
                    "replace: tenureHidden\ntenureHidden: TRUE\n"});
  EXPECT_EQ(answer.exit, 50);
}

TEST_F(SlapdRefuses, NotTheEnginesWriteOverTls) {
  const auto answer =
      run({"ldapmodify", "-x", "-H", directory->tls_uri(), "-D", directory->engine_dn(), "-w",
           directory->engine_password()},
          {.input = "dn: uid=amy,ou=people,dc=example,dc=org\nchangetype: modify\n"
                    "replace: tenureHidden\ntenureHidden: TRUE\n",
           .environment = {{"LDAPTLS_CACERT", directory->ca_file()}}});
  EXPECT_EQ(answer.exit, 0) << answer.err;
  EXPECT_THAT(directory->search("(tenureHidden=TRUE)", {"uid"}), HasSubstr("uid: amy"));
}

TEST_F(SlapdRefuses, ACertificateThatItDoesNotKnow) {
  const auto answer = run({"ldapwhoami", "-x", "-H", directory->tls_uri()},
                          {.environment = {{"LDAPTLS_CACERT", "/etc/hostname"},
                                           {"LDAPTLS_REQCERT", "demand"}}});
  EXPECT_NE(answer.exit, 0);
}

TEST_F(SlapdRefuses, NothingButWritesTheJournal) {
  const auto journal = run_or_throw({"ldapsearch", "-x", "-LLL", "-H", directory->uri(), "-D",
                                     directory->engine_dn(), "-w", directory->engine_password(),
                                     "-b", "cn=accesslog", "(objectClass=auditAdd)", "reqDN"});
  EXPECT_THAT(journal.out, HasSubstr("reqDN: uid=amy,ou=people,dc=example,dc=org"));
}

// --- Dovecot

std::string curl_doveadm(const dovecot_server& server, const std::string& body) {
  return run_or_throw({"curl", "-sS", "-u", "doveadm:unused", "-H",
                       "Content-Type: application/json", "-d", body, server.doveadm_url()})
      .out;
}

TEST(Dovecot, SeedsCountsAndServesByMaster) {
  slapd_server directory;
  directory.add(person_ldif("amy"));
  dovecot_server mail(directory);
  mail.seed("amy", {"Subject: one\n\nhello\n", "Subject: two\n\nhello\n"});
  mail.seed("amy", {"Subject: three\n\nhello\n"}, ".Projects");
  EXPECT_EQ(mail.messages_on_disk("amy"), 3U);
  EXPECT_EQ(mail.messages_on_disk("nobody-here"), 0U);
  const std::string url = "imap://127.0.0.1:" + std::to_string(mail.ports().imap) + "/";
  const auto login = "amy*" + mail.master_user() + ":" + mail.master_password();
  const auto one = run_or_throw({"curl", "-sS", "-u", login, url + "INBOX;UID=1"});
  EXPECT_THAT(one.out, HasSubstr("Subject: one"));
  EXPECT_NE(run({"curl", "-sS", "-u", "amy*master:wrong", url}).exit, 0);
}

TEST(Dovecot, AsksTheDirectoryWhoMaySignInAndReceive) {
  slapd_server directory;
  directory.add(person_ldif("amy", "A", "L", "tenureAlias: a.l@example.org\n"));
  smtp_sink sink;
  dovecot_server mail(directory, sink.port());
  const std::string imap = "imap://127.0.0.1:" + std::to_string(mail.ports().imap) + "/";
  const std::string lmtp = TENURE_SOURCE_DIR "/tests/support/lmtp_send";
  const auto port = std::to_string(mail.ports().lmtp);
  EXPECT_EQ(run({"curl", "-sS", "-u", "amy:pw", imap}).exit, 0);
  EXPECT_EQ(run_or_throw({"/usr/bin/python3", lmtp, port, "a.l@example.org"}).out, "250\n");
  EXPECT_EQ(mail.messages_on_disk("amy"), 1U);

  directory.modify("dn: uid=amy,ou=people,dc=example,dc=org\nchangetype: modify\n"
                   "replace: tenureAccountStatus\ntenureAccountStatus: disabled\n");
  EXPECT_NE(run({"curl", "-sS", "-u", "amy:pw", imap}).exit, 0);
  EXPECT_EQ(run_or_throw({"/usr/bin/python3", lmtp, port, "amy@example.org"}).out, "250\n");

  directory.modify("dn: uid=amy,ou=people,dc=example,dc=org\nchangetype: modify\n"
                   "replace: tenureDelivery\ntenureDelivery: refused\n");
  EXPECT_EQ(run_or_throw({"/usr/bin/python3", lmtp, port, "amy@example.org"}).out, "550\n");
  EXPECT_EQ(mail.messages_on_disk("amy"), 2U);
}

TEST(Dovecot, AnswersDoveadmOnlyWithTheKey) {
  slapd_server directory;
  directory.add(person_ldif("amy"));
  dovecot_server mail(directory);
  EXPECT_THAT(curl_doveadm(mail, "[]"), Not(HasSubstr("doveadmResponse")));
  const auto key = run_or_throw({"base64", "-w0"}, {.input = mail.doveadm_key()}).out;
  const auto answer = run_or_throw(
      {"curl", "-sS", "-H", "Authorization: X-Dovecot-API " + key, "-H",
       "Content-Type: application/json", "-d", R"([["user",{"userMask":["amy"]},"t"]])",
       mail.doveadm_url()});
  EXPECT_THAT(answer.out, HasSubstr("doveadmResponse"));
}

TEST(Dovecot, ComesBackOnTheSamePortsAndLeavesNoProcess) {
  slapd_server directory;
  directory.add(person_ldif("amy"));
  std::filesystem::path folder;
  {
    dovecot_server mail(directory);
    folder = mail.folder();
    mail.seed("amy", {"Subject: one\n\nhello\n"});
    const auto imap = mail.ports().imap;
    mail.kill9();
    EXPECT_FALSE(accepts_connections(imap));
    EXPECT_EQ(processes_in(folder), "");
    mail.start();
    mail.restart();
    EXPECT_TRUE(accepts_connections(imap));
    EXPECT_EQ(mail.messages_on_disk("amy"), 1U);
  }
  EXPECT_EQ(processes_in(folder), "");
  EXPECT_FALSE(std::filesystem::exists(folder));
}

// --- PostgreSQL

TEST(Postgres, KeepsCommittedRowsOverAKill) {
  postgres_server server(true);
  const auto connection = server.make_database();
  EXPECT_THAT(connection, HasSubstr("dbname=test_1"));
  server.sql("create table t (n int); insert into t values (7)", "test_1");
  server.kill9();
  server.start();
  server.restart();
  EXPECT_EQ(server.sql("select n from t", "test_1"), "7\n");
  EXPECT_THAT(server.make_database(), HasSubstr("dbname=test_2"));
}

TEST(Postgres, SaysWhatIsWrongWithAStatement) {
  postgres_server server;
  EXPECT_THROW(server.sql("select nonsense from nowhere"), std::runtime_error);
  EXPECT_THROW(server.sql("select 1", "no_such_database"), std::runtime_error);
}

// --- the SMTP sink

struct scripted {
  const char* recipient;
  const char* answer;
};

TEST(Sink, KeepsMessagesAndRefusesOnDemand) {
  smtp_sink sink;
  const auto send = [&](const std::string& to) {
    return run_or_throw({"/usr/bin/python3", TENURE_SOURCE_DIR "/tests/support/lmtp_send",
                         "--smtp", std::to_string(sink.port()), to})
        .out;
  };
  for (const auto& [recipient, answer] :
       {scripted{"reject5xx-a@example.org", "550\n"}, scripted{"reject4xx-a@example.org", "451\n"},
        scripted{"data5xx-a@example.org", "554\n"}, scripted{"data4xx-a@example.org", "451\n"}}) {
    EXPECT_EQ(send(recipient), answer) << recipient;
  }
  EXPECT_TRUE(sink.envelopes().empty());
  EXPECT_EQ(send("amy@example.org"), "250\n");
  EXPECT_EQ(send("drop-a@example.org"), "lost\n");
  sink.wait_for(2);
  EXPECT_THAT(sink.envelopes()[0], HasSubstr(R"("to": ["amy@example.org"])"));
  EXPECT_THAT(sink.message(0), HasSubstr("Subject: sent by a test\r\n"));
  sink.restart();
  EXPECT_EQ(send("amy@example.org"), "250\n");
  EXPECT_EQ(sink.envelopes().size(), 3U);
}

TEST(Server, SaysInItsLogWhyItDidNotStart) {
  slapd_server directory;
  directory.stop();
  write_file(directory.folder() / "db" / "data.mdb", "not a database");
  try {
    directory.start();
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(),
                testing::AllOf(HasSubstr("slapd did not start"), HasSubstr("slapd.out")));
  }
  EXPECT_FALSE(directory.running());
}

}  // namespace
}  // namespace tenure::support
