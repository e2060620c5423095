#include "connectors/ldap/schema.hpp"

#include "connectors/ldap/mapping.hpp"
#include "connectors/ldap/names.hpp"

#include <ldap.h>
#include <ldap_schema.h>

#include <memory>
#include <set>

namespace tenure::ldap {
namespace {

void add_names(const std::string& definition, std::set<std::string>& to) {
  int code = 0;
  const char* where = nullptr;
  const std::unique_ptr<LDAPAttributeType, decltype(&ldap_attributetype_free)> type(
      ldap_str2attributetype(definition.c_str(), &code, &where, LDAP_SCHEMA_ALLOW_ALL),
      &ldap_attributetype_free);
  if (!type || !type->at_names) return;
  for (char** name = type->at_names; *name; ++name) to.insert(lower(*name));
}

request one_entry(std::string dn, std::string_view attribute) {
  request out;
  out.dn = std::move(dn);
  out.filter = "(objectClass=*)";
  out.read = {std::string(attribute)};
  out.only_base = true;
  return out;
}

outcome unread(const reply& got, const session& over) {
  const bool away = got.code == code_lost && over.trouble().kind != outcome_class::done;
  if (away) return over.trouble();
  if (got.code != code_success) return failure(got.code, "search");
  return said(outcome_class::denied, "the directory does not show its schema");
}

}  // namespace

std::vector<std::string> unknown_to(const std::vector<std::string>& types,
                                    const attribute_names& names) {
  std::set<std::string> known{"entryuuid"};
  for (const auto& definition : types) add_names(definition, known);
  std::vector<std::string> out;
  for (const auto& name : read_attributes(names)) {
    if (!known.contains(lower(name))) out.push_back(name);
  }
  return out;
}

lazy<outcome> look_at_schema(session& over, const config& settings) {
  constexpr std::string_view where = "subschemaSubentry", types = "attributeTypes";
  const reply root = co_await over.send(one_entry("", where));
  if (root.code != code_success || root.entries.empty()) co_return unread(root, over);
  const std::string dn = only_value(root.entries.front(), where);
  if (dn.empty()) co_return unread(root, over);
  const reply schema = co_await over.send(one_entry(dn, types));
  if (schema.code != code_success || schema.entries.empty()) co_return unread(schema, over);
  const auto& all = values_of(schema.entries.front(), types);
  if (all.empty()) co_return unread(schema, over);
  outcome out;
  std::string unknown;
  for (const auto& name : unknown_to(all, settings.attributes)) {
    unknown += (unknown.empty() ? "" : " ") + name;
  }
  if (!unknown.empty()) out.facts["unknown"] = unknown;
  co_return out;
}

}  // namespace tenure::ldap
