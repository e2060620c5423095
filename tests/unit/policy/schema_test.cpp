// config/schema/policy.schema.json is for editors; here it and the loader are held to each other.
#include "engine/model/yaml.hpp"
#include "engine/policy/pack.hpp"
#include "engine/policy/vocabulary.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace tenure::policy {
namespace {

using nlohmann::json;
const std::string source = TENURE_SOURCE_DIR;

std::string contents(const std::string& file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

// YAML's core schema, as an editor reads the file.
json as_json(const yaml_node& node) {
  if (node.map()) {
    json out = json::object();
    for (const auto& item : node.items) out[item.key] = as_json(item);
    return out;
  }
  if (node.list()) {
    json out = json::array();
    for (const auto& item : node.items) out.push_back(as_json(item));
    return out;
  }
  if (!node.scalar()) return nullptr;
  if (node.quoted) return node.text;
  if (node.text == "true" || node.text == "false") return node.text == "true";
  if (auto number = parse_number(node.text)) return *number;
  return node.text;
}

bool schema_accepts(const std::string& yaml) {
  auto rules = json::parse(contents(source + "/config/schema/policy.schema.json"));
  valijson::adapters::NlohmannJsonAdapter rules_adapter(rules);
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(rules_adapter, schema);
  auto document = as_json(parse_yaml(yaml, "policy.yaml").value());
  valijson::adapters::NlohmannJsonAdapter adapter(document);
  return valijson::Validator().validate(schema, adapter, nullptr);
}

std::string council(const std::string& from = "", const std::string& to = "") {
  auto text = contents(source + "/config/policies/cambridgeshire/policy.yaml");
  auto at = text.find(from);
  if (at == text.npos) throw std::logic_error("the pack no longer says: " + from);
  return text.replace(at, from.size(), to);
}

TEST(schema, accepts_the_shipped_packs) {
  for (const auto& folder : std::filesystem::directory_iterator(source + "/config/policies")) {
    if (!folder.is_directory()) continue;
    SCOPED_TRACE(folder.path());
    EXPECT_TRUE(schema_accepts(contents(folder.path() / "policy.yaml")));
  }
  EXPECT_TRUE(schema_accepts("organisation: child\nname: C\nversion: \"1\"\nextends: ../parent\n"));
  EXPECT_TRUE(schema_accepts(council("values:\n", "offices: { mailRoom: Opens. }\nvalues:\n")));
}

TEST(schema, refuses_what_has_the_wrong_shape) {
  struct {
    const char *from, *to;
  } rows[] = {
      {"organisation: cambridgeshire", ""},
      {"organisation: cambridgeshire", "organisation: Cambridge Shire"},
      {"name: Cambridgeshire", "named: Cambridgeshire"},
      {"version: \"2.4-1\"", ""},
      {"timeZone: Europe/London", ""},
      {"timeZone: Europe/London", "timeZone: ../../etc/passwd"},
      {"locale: en-GB", ""},
      {"locale: en-GB", "locale: english"},
      {"locale: en-GB", "locale: en_GB"},
      {"domain: cambridgeshire.gov.uk", "domain: localhost"},
      {"domain: cambridgeshire.gov.uk", "domain: a@b.uk"},
      {"domain: cambridgeshire.gov.uk", "domain: A.uk"},
      {"domain: cambridgeshire.gov.uk", "domain: a.uk\ntimezone: x"},
      {"values:\n", "values: none\nvalue:\n"},
      {"    clause: CAM-11c\n", ""},
      {"clause: CAM-11c", "clause: ''"},
      {"value: P30D", "value: [P30D]"},
      {"value: P30D", "value:"},
      {"agencyWorker: { value: PT0S, clause: CAM-10a }", "contractor: { value: PT0S, clause: a }"},
      {"{ value: PT0S, clause: CAM-10a }", "{ value: PT0S }"},
      {"{ value: PT0S, clause: CAM-10a }", "{ value: PT0S, clause: a, note: b }"},
      {"values:\n", "offices: [mailRoom]\nvalues:\n"},
      {"values:\n", "offices: { Mail Room: Opens. }\nvalues:\n"},
      {"values:\n", "offices: { mailRoom: '' }\nvalues:\n"},
      {"values:\n", "offices: { mailRoom: { does: x } }\nvalues:\n"},
      {"    subject: \"E-mail account ready", "    title: \"E-mail account ready"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.from) + " -> " + row.to);
    EXPECT_FALSE(schema_accepts(council(row.from, row.to)));
  }
}

}  // namespace
}  // namespace tenure::policy
