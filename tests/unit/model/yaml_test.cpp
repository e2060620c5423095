#include "engine/model/yaml.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

TEST(yaml, keeps_scalars_as_written_and_knows_lines) {
  auto root = parse_yaml("# comment\nnumber: 010\nflag: no\nquoted: \"no\"\nlist: [1, 0x1F]\n"
                         "block: |\n  two\n  lines\nempty:\nnested: {a: {b: c}}\n", "f.yaml");
  ASSERT_TRUE(root) << root.error().text();
  EXPECT_EQ(root->find("number")->text, "010");
  EXPECT_EQ(root->find("flag")->text, "no");
  EXPECT_FALSE(root->find("flag")->quoted);
  EXPECT_TRUE(root->find("quoted")->quoted);
  EXPECT_EQ(root->find("list")->items[1].text, "0x1F");
  EXPECT_EQ(root->find("block")->text, "two\nlines\n");
  EXPECT_EQ(root->find("empty")->is, yaml_node::kind::nothing);
  EXPECT_EQ(root->find("nested")->find("a")->find("b")->text, "c");
  EXPECT_EQ(root->find("nested")->line, 10);
  EXPECT_EQ(root->find("absent"), nullptr);
  EXPECT_EQ(root->find("number")->find("x"), nullptr);
}

TEST(yaml, an_empty_document_is_nothing) {
  for (const char* text : {"", "\n\n", "# comment only\n", "---\n"}) {
    SCOPED_TRACE(text);
    auto root = parse_yaml(text, "f.yaml");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->is, yaml_node::kind::nothing);
  }
}

struct refused_row {
  std::string text;
  const char* code;
  const char* place;
};

const refused_row refused[] = {
    {"a: 1\nb: 2\na: 3\n", "yaml.key_twice", "f.yaml:3"},
    {"x:\n  - a: 1\n    a: 1\n", "yaml.key_twice", "f.yaml:3"},
    {"{a: 1, a: 1}", "yaml.key_twice", "f.yaml:1"},
    {"a: 1\n\"a\": 2\n", "yaml.key_twice", "f.yaml:2"},
    {"a: &x 1\n", "yaml.alias", "f.yaml:1"},
    {"a: &x\n  b: *x\n", "yaml.alias", "f.yaml:1"},
    {"a: !!int 1\n", "yaml.tag", "f.yaml:1"},
    {"a: !python/object:os.system x\n", "yaml.tag", "f.yaml:1"},
    {"a: 1\n---\nb: 1\n", "yaml.documents", "f.yaml:3"},
    {"[a]: 1\n", "yaml.key", "f.yaml:1"},
    {"{a: 1}: 1\n", "yaml.key", "f.yaml:1"},
    {"null: 1\n", "yaml.key", "f.yaml:1"},
    {"a: [1, 2\n", "yaml.syntax", "f.yaml:"},
    {"a: 'x\n", "yaml.syntax", "f.yaml:"},
    {"a: \"x", "yaml.syntax", "f.yaml:"},
    {"a: \"x\nb: 2\n", "yaml.syntax", "f.yaml:"},
    {"a: b: c\n", "yaml.syntax", "f.yaml:1"},
    {"\tb: 1\n", "yaml.syntax", "f.yaml:1"},
    {"a: *nobody\n", "yaml.syntax", "f.yaml:1"},
    {std::string((1 << 20) + 1, '#'), "yaml.too_long", "f.yaml:1"},
};

TEST(yaml, refuses_what_would_mean_something_else_than_it_says) {
  for (const auto& row : refused) {
    SCOPED_TRACE(row.text.substr(0, 40));
    auto root = parse_yaml(row.text, "f.yaml");
    ASSERT_FALSE(root);
    EXPECT_EQ(root.error().code, row.code) << root.error().text();
    EXPECT_TRUE(root.error().place.starts_with(row.place)) << root.error().place;
    EXPECT_FALSE(root.error().way_out.empty());
  }
}

TEST(yaml, the_last_line_needs_no_line_break) {
  EXPECT_EQ(parse_yaml("a: 'x'", "f.yaml")->find("a")->text, "x");
  EXPECT_EQ(parse_yaml("a: x", "f.yaml")->find("a")->text, "x");
  EXPECT_EQ(parse_yaml("a: x\n...\n", "f.yaml")->find("a")->text, "x");
}

TEST(yaml, depth_has_a_bound) {
  auto nested = [](int levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_TRUE(parse_yaml(nested(64), "f.yaml"));
  EXPECT_EQ(parse_yaml(nested(65), "f.yaml").error().code, "yaml.too_deep");
  EXPECT_FALSE(parse_yaml(nested(100'000), "f.yaml"));
}

TEST(yaml, a_file_that_cannot_be_read_is_refused) {
  EXPECT_EQ(read_yaml("/nonexistent/f.yaml").error().code, "yaml.unreadable");
  EXPECT_FALSE(read_yaml("/"));
}

}  // namespace
}  // namespace tenure
