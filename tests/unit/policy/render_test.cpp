#include "engine/policy/render.hpp"

#include <gtest/gtest.h>

namespace tenure::policy {
namespace {

using namespace std::string_literals;

const notice_template notice{"About {displayName}", "Dear {manager},\n{displayName} leaves.\n",
                             "<p>{displayName} &amp; {manager}</p>"};

TEST(render, fills_in_every_variable) {
  auto sent = render(notice, {{"displayName", "Jane Smith"}, {"manager", "Ann Lee"}, {"x", "y"}});
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->subject, "About Jane Smith");
  EXPECT_EQ(sent->text, "Dear Ann Lee,\nJane Smith leaves.\n");
  EXPECT_EQ(sent->html, "<p>Jane Smith &amp; Ann Lee</p>");
  EXPECT_EQ(sent->values, (attributes{{"displayName", "Jane Smith"}, {"manager", "Ann Lee"}}));
}

TEST(render, a_value_stays_a_value) {
  struct {
    std::string name, subject, html;
  } rows[] = {
      {"J\r\nBcc: all@example.org", "About J  Bcc: all@example.org", "J  Bcc: all@example.org"},
      {"J\nX", "About J X", "J X"},
      {"J\0X"s, "About J X", "J X"},
      {"J\x7f\x1b[31m", "About J  [31m", "J  [31m"},
      {"<script>alert('x')</script>", "About <script>alert('x')</script>",
       "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
      {"\"A\" & B", "About \"A\" & B", "&quot;A&quot; &amp; B"},
      {"{manager}", "About {manager}", "{manager}"},  // filled in once, not again
      {"", "About ", ""},
      {"Zoë", "About Zoë", "Zoë"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    auto sent = render(notice, {{"displayName", row.name}, {"manager", "M"}});
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->subject, row.subject);
    EXPECT_EQ(sent->html, "<p>" + row.html + " &amp; M</p>");
    EXPECT_EQ(std::count(sent->text.begin(), sent->text.end(), '\n'), 2);
  }
}

TEST(render, a_notice_with_a_hole_is_refused) {
  auto sent = render(notice, {{"displayName", "Jane"}});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, "policy.notice_variable");
  EXPECT_EQ(sent.error().place, "manager");
  for (const char* text : {"{", "}", "{}", "{a b}", "{{name}}", "a}b", "{name"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(render({"s", text, ""}, {{"name", "x"}}).error().code, "policy.notice_template");
  }
}

TEST(render, without_html_there_is_none) {
  EXPECT_EQ(render({"s", "t", ""}, {})->html, "");
}

}  // namespace
}  // namespace tenure::policy
