#include "engine/model/html.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

TEST(html, takes_the_meaning_from_markup_and_leaves_the_rest) {
  struct {
    const char *text, *page;
  } rows[] = {
      {"", ""},
      {"Jane Smith", "Jane Smith"},
      {"<script>", "&lt;script&gt;"},
      {"a & b", "a &amp; b"},
      {"&amp;", "&amp;amp;"},  // what looks escaped is text as well
      {"\"x\" 'y'", "&quot;x&quot; &#39;y&#39;"},
      {"Zoë — ژ", "Zoë — ژ"},
      {"a\nb\tc", "a\nb\tc"},
  };
  for (const auto& row : rows) EXPECT_EQ(html_escaped(row.text), row.page);
}

}  // namespace
}  // namespace tenure
