// Every notice of every pack, filled in with values that would like to be headers and markup, sent
// to a real server and read by somebody else's reader (Python's email package).

#include "connectors/smtp/connector.hpp"
#include "engine/policy/pack.hpp"
#include "engine/policy/render.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/smtp_sink.hpp"
#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

namespace tenure::smtp {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* hostile = "<b>\"J\"</b> & Söhne\r\nBcc: spy@example.com\r\n\r\n<script>";

// Something hostile for each variable that the template has.
attributes values_for(const policy::notice_template& of) {
  static const std::regex variable(R"re(\{(\w+)\})re");
  attributes out;
  for (const auto* text : {&of.subject, &of.text, &of.html}) {
    for (std::sregex_iterator at(text->begin(), text->end(), variable), end; at != end; ++at) {
      out[(*at)[1]] = hostile;
    }
  }
  return out;
}

// The headers' names, then the parts, decoded.
std::string read_by_python(const fs::path& file) {
  return support::run_or_throw({"/usr/bin/python3", "-c", R"(
import sys, email, email.policy
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print("headers", *sorted(k.lower() for k in m.keys()))
print("subject", repr(str(m["subject"])))
for p in m.walk():
    if not p.is_multipart(): print(p.get_content_type() + "\n" + p.get_content())
print("defects", m.defects)
)", file}, {.environment = {{"PYTHONIOENCODING", "utf-8"}}}).out;
}

TEST(packs_notices, arrive_with_headers_and_markup_of_the_template_only) {
  const fs::path source = TENURE_SOURCE_DIR;
  support::smtp_sink sink;
  support::temp_folder folder("notices");
  config settings;
  settings.host = "127.0.0.1", settings.port = sink.port(), settings.security = security::none;
  settings.from = "tenure@example.org";
  settings.timeout = std::chrono::seconds(20);
  auto through = open(settings);
  ASSERT_TRUE(through) << through.error().text();
  std::size_t sent = 0;
  for (const auto& pack : fs::directory_iterator(source / "config/policies")) {
    if (!pack.is_directory()) continue;
    auto loaded = policy::load_pack(pack, source / "workflows/schema/policy-vocabulary.yaml");
    ASSERT_TRUE(loaded) << loaded.error().text();
    for (const auto& [name, text] : loaded->notices) {
      SCOPED_TRACE(loaded->organisation + ": " + name);
      auto made = policy::render(text, values_for(text));
      ASSERT_TRUE(made) << made.error().text();
      notice what{.id = {}, .to = "jane@example.org", .subject = made->subject,
                  .text = made->text, .html = made->html,
                  .at = *parse_instant("2026-11-22T09:00:00Z")};
      what.id.bits = {7, sent};
      auto how = (*through)->send(what);
      ASSERT_EQ(how.kind, outcome_class::done) << how.detail;
      EXPECT_THAT(value_of(how.facts, "reply"), testing::StartsWith("250"));
      EXPECT_THAT(sink.envelopes().at(sent), Not(HasSubstr("spy@")));
      support::write_file(folder / "m", sink.message(sent++));
      auto read = read_by_python(folder / "m");
      auto headers = read.substr(0, read.find('\n'));
      EXPECT_THAT(headers, Not(HasSubstr("bcc")));
      EXPECT_THAT(read, HasSubstr("defects []"));
      auto html = read.find("text/html\n");
      EXPECT_EQ(html == read.npos, text.html.empty());
      if (html == read.npos) continue;
      EXPECT_THAT(read.substr(html), Not(HasSubstr("<b>\"J\"")));
      EXPECT_THAT(read.substr(html), Not(HasSubstr("<script>")));
      EXPECT_THAT(read.substr(html), HasSubstr("&lt;b&gt;&quot;J&quot;&lt;/b&gt; &amp; Söhne"));
    }
  }
  EXPECT_GT(sent, 60u);
}

}  // namespace
}  // namespace tenure::smtp
