// Notices through real servers: the sink, which refuses on demand, and an independent reader of
// messages (Python's email package).
#include "connectors/smtp/connector.hpp"
#include "connectors/smtp/message.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/run.hpp"
#include "tests/support/smtp_sink.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace tenure::smtp {
namespace {

using testing::HasSubstr;
using testing::Not;

// Header fields and decoded parts as Python's email package reads them, one a line.
std::string read_by_python(const std::string& message) {
  support::temp_folder folder("smtp");
  support::write_file(folder / "m", message);
  return support::run_or_throw({"/usr/bin/python3", "-c", R"(
import sys, email, email.policy
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for k, v in m.items(): print(k + "=" + str(v))
for p in m.walk():
    if not p.is_multipart(): print(p.get_content_type() + "=" + repr(p.get_content()))
print("defects", m.defects, sum(1 for _ in m.walk()))
)", folder / "m"}, {.environment = {{"PYTHONIOENCODING", "utf-8"}}}).out;
}

class smtp_test : public testing::Test {
 protected:
  static void SetUpTestSuite() { sink = std::make_unique<support::smtp_sink>(); }
  static void TearDownTestSuite() { sink.reset(); }

  smtp_test() {
    settings.host = "127.0.0.1";
    settings.port = sink->port();
    settings.security = security::none;
    settings.from = "tenure@example.org";
    settings.from_name = "Postfach-Dienst „Tenure“";
    settings.timeout = std::chrono::seconds(20);
    what.id.bits = {1, 2};
    what.to = "jane@example.org";
    what.subject = "Your mailbox";
    what.text = "Hello\n";
    what.at = *parse_instant("2026-11-22T01:26:20Z");
  }

  outcome send() const { return (*open(settings))->send(what); }

  static inline std::unique_ptr<support::smtp_sink> sink;
  config settings;
  notice what;
};

TEST_F(smtp_test, arrives_as_it_was_written) {
  const std::size_t before = sink->envelopes().size();
  what.subject = "Ihr Postfach läuft ab: „wichtig“ 📬 " + std::string(300, 'x') + " größte Eile";
  what.text =
      "Grüße 👋\n.\n..dots\nFrom here\n" + std::string(5000, 'y') + "\nlast line without end";
  what.html = "<p>Grüße 👋</p>\n";
  const outcome out = send();
  ASSERT_EQ(out.kind, outcome_class::done) << out.detail;
  EXPECT_THAT(value_of(out.facts, "reply"), testing::StartsWith("250"));
  ASSERT_EQ(sink->envelopes().size(), before + 1);
  EXPECT_THAT(sink->envelopes()[before], HasSubstr("tenure@example.org"));
  const std::string raw = sink->message(before);
  std::size_t longest = 0, line = 0;
  for (char c : raw) {
    EXPECT_GT(c, 0) << "8-bit or NUL";
    longest = std::max(longest, line = c == '\n' ? 0 : line + 1);
  }
  EXPECT_LE(longest, 998u);
  EXPECT_EQ(raw.find("\n\n"), std::string::npos) << "a bare LF";

  const std::string read = read_by_python(raw);
  EXPECT_THAT(read, HasSubstr("Subject=" + what.subject + "\n"));
  EXPECT_THAT(read, HasSubstr("From=Postfach-Dienst „Tenure“ <tenure@example.org>"));
  EXPECT_THAT(read, HasSubstr("To=jane@example.org\n"));
  EXPECT_THAT(read, HasSubstr("Date=Sun, 22 Nov 2026 01:26:20 +0000"));
  EXPECT_THAT(read, HasSubstr("Message-ID=<" + what.id.text() + "@example.org>"));
  EXPECT_THAT(read, HasSubstr("Auto-Submitted=auto-generated"));
  EXPECT_THAT(read, HasSubstr("text/plain='Grüße 👋\\r\\n.\\r\\n..dots\\r\\nFrom here\\r\\nyyy"));
  EXPECT_THAT(read, HasSubstr("last line without end'"));
  EXPECT_THAT(read, HasSubstr("text/html='<p>Grüße 👋</p>\\r\\n'"));
  EXPECT_THAT(read, HasSubstr("defects [] 3"));
}

TEST_F(smtp_test, text_alone_is_one_part) {
  const std::size_t before = sink->envelopes().size();
  ASSERT_EQ(send().kind, outcome_class::done);
  EXPECT_THAT(read_by_python(sink->message(before)),
              HasSubstr("text/plain='Hello\\r\\n'\ndefects [] 1"));
}

TEST_F(smtp_test, nothing_is_injected) {
  const std::string nul(1, '\0');
  struct field {
    const char* what;
    std::string to, subject;
  };
  const field rows[] = {
      {"CR LF in the subject", "a@example.org", "x\r\nBcc: spy@example.com"},
      {"LF in the subject", "a@example.org", "x\nBcc: spy@example.com"},
      {"CR in the subject", "a@example.org", "x\rBcc: spy@example.com"},
      {"NUL in the subject", "a@example.org", "x" + nul},
      {"escape in the subject", "a@example.org", "x\x1b[2J"},
      {"DEL in the subject", "a@example.org", "x\x7f"},
      {"no UTF-8", "a@example.org", "x\xff"},
      {"overlong UTF-8", "a@example.org", "x\xc0\x8a"},
      {"half a character", "a@example.org", "x\xe2\x82"},
      {"subject too long", "a@example.org", std::string(2001, 'x')},
      {"CR LF in the address", "a@example.org\r\nRCPT TO:<spy@example.com>", "x"},
      {"LF in the address", "a@example.org\nDATA", "x"},
      {"NUL in the address", "a@example.org" + nul, "x"},
      {"two addresses", "a@example.org,b@example.org", "x"},
      {"brackets", "a@example.org> <spy@example.com", "x"},
      {"blank and parameter", "a@example.org NOTIFY=NEVER", "x"},
      {"no domain", "a", "x"},
      {"empty", "", "x"},
      {"not ASCII", "bücher@example.org", "x"},
      {"too long", std::string(250, 'a') + "@example.org", "x"},
  };
  const std::size_t before = sink->envelopes().size();
  for (const auto& row : rows) {
    what.to = row.to;
    what.subject = row.subject;
    EXPECT_EQ(send().kind, outcome_class::invalid) << row.what;
  }
  what.to = "a@example.org";
  what.subject = "x";
  what.text = "a" + nul;
  EXPECT_EQ(send().kind, outcome_class::invalid);
  what.text = "\xff";
  EXPECT_EQ(send().kind, outcome_class::invalid);
  EXPECT_EQ(sink->envelopes().size(), before) << "nothing was sent";
}

TEST_F(smtp_test, a_body_that_looks_like_the_protocol_stays_a_body) {
  const std::size_t before = sink->envelopes().size();
  what.text = "x\n.\nMAIL FROM:<spy@example.com>\n--=_" + what.id.text() + "--\n\nContent: x\n";
  what.html = what.text;
  ASSERT_EQ(send().kind, outcome_class::done);
  EXPECT_EQ(sink->envelopes().size(), before + 1);
  EXPECT_THAT(read_by_python(sink->message(before)), HasSubstr("defects [] 3"));
}

TEST_F(smtp_test, refusals_have_their_class) {
  const std::pair<const char*, outcome_class> rows[] = {
      {"reject5xx-a@example.org", outcome_class::invalid},
      {"reject4xx-a@example.org", outcome_class::transient},
      {"data5xx-a@example.org", outcome_class::invalid},
      {"data4xx-a@example.org", outcome_class::transient},
      {"drop-a@example.org", outcome_class::unknown_outcome},
  };
  for (const auto& [to, kind] : rows) {
    what.to = to;
    const outcome out = send();
    EXPECT_EQ(to_text(out.kind), to_text(kind)) << to << ": " << out.detail;
    EXPECT_THAT(out.detail, Not(HasSubstr("@"))) << "no personal data";
  }
}

TEST_F(smtp_test, an_absent_server_is_transient) {
  settings.port = 1;
  EXPECT_EQ(send().kind, outcome_class::transient);
}

TEST_F(smtp_test, starttls_that_is_not_offered_is_denied) {
  settings.security = security::starttls;
  const std::size_t before = sink->envelopes().size();
  EXPECT_EQ(send().kind, outcome_class::denied);
  EXPECT_EQ(sink->envelopes().size(), before) << "nothing went in the clear";
}

// A server that insists on TLS and on a password, for one message or one refused sign-in.
constexpr const char* strict_server = R"(
import asyncio, os, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult
folder, password = sys.argv[1], sys.argv[2]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
class Keep:
    async def handle_DATA(self, server, session, envelope):
        open(folder + "/got", "wb").write(envelope.original_content)
        return "250 kept"
def check(server, session, envelope, mechanism, data):
    good = data.login == b"tenure" and data.password == password.encode()
    return AuthResult(success=good, handled=True if good else False)
async def main():
    gone = asyncio.Event()
    class Once(SMTP):
        def connection_lost(self, error):
            super().connection_lost(error)
            gone.set()
    server = await asyncio.get_running_loop().create_server(
        lambda: Once(Keep(), tls_context=context, require_starttls=True, authenticator=check,
                     auth_required=True), "127.0.0.1", 0)
    open(folder + "/port.part", "w").write(str(server.sockets[0].getsockname()[1]))
    os.rename(folder + "/port.part", folder + "/port")
    await asyncio.wait_for(gone.wait(), 20)
asyncio.run(main())
)";

TEST_F(smtp_test, starttls_and_sign_in) {
  const struct {
    const char* what;
    bool trusted;
    std::string password;
    outcome_class kind;
  } rows[] = {
      {"all right", true, "canary-secret", outcome_class::done},
      {"wrong password", true, "canary-wrong", outcome_class::denied},
      {"a certificate nobody vouches for", false, "canary-secret", outcome_class::denied},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    support::temp_folder folder("smtp");
    support::run_or_throw({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                           "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                           "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                           "-keyout", folder / "key.pem", "-out", folder / "cert.pem"});
    std::thread server([&] {
      support::run({"/usr/bin/python3", "-c", strict_server, folder.path(), "canary-secret"});
    });
    support::eventually([&] { return std::filesystem::exists(folder / "port"); },
                        std::chrono::seconds(20), "the strict server listens");
    support::write_file(folder / "password", row.password + "\n");
    std::filesystem::permissions(folder / "password", std::filesystem::perms(0600));
    settings.port = static_cast<std::uint16_t>(std::stoi(support::read_file(folder / "port")));
    settings.security = security::starttls;
    settings.user = "tenure";
    settings.password_file = folder / "password";
    settings.ca_file = row.trusted ? folder / "cert.pem" : std::filesystem::path();
    const outcome out = send();
    server.join();
    EXPECT_EQ(to_text(out.kind), to_text(row.kind)) << out.detail;
    EXPECT_THAT(out.detail, Not(HasSubstr("canary")));
    EXPECT_EQ(std::filesystem::exists(folder / "got"), row.kind == outcome_class::done);
  }
}

}  // namespace
}  // namespace tenure::smtp
