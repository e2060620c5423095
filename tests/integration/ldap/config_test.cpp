#include "connectors/ldap/config.hpp"

#include <gtest/gtest.h>

namespace tenure::ldap {
namespace {

const std::string good =
    "uri: ldap://ldap.example.org\nbindDn: cn=tenure,dc=example,dc=org\n"
    "passwordFile: /etc/tenure/ldap\nbase: dc=example,dc=org\npeople: "
    "ou=people,dc=example,dc=org\n";

TEST(LdapConfig, HasTheDefaultsOfTheSandbox) {
  const auto read = parse_config(good, "ldap.yaml");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->window, 16u);
  EXPECT_EQ(read->attributes.aliases, "tenureAlias");
  EXPECT_EQ(read->attributes.sign_in.second, "disabled");
  EXPECT_TRUE(read->attributes.delivery.absent_is_first);
}

TEST(LdapConfig, TakesOtherAttributesAndSeveralServers) {
  const auto read = parse_config(
      "uri: [ldaps://a.example.org, \"ldap://b.example.org:3890\"]\n"
      "bindDn: cn=t,dc=x\npasswordFile: /p\nbase: dc=x\npeople: OU=People, DC=X\nwindow: 64\n"
      "attributes:\n  rdn: cn\n  quota: \"\"\n  forwarding: mailForwardingAddress\n"
      "  signIn: {attribute: employeeType, allowed: staff, blocked: left, absent: allowed}\n",
      "ldap.yaml");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->uris.size(), 2u);
  EXPECT_EQ(read->window, 64u);
  EXPECT_EQ(read->attributes.quota, "");
  EXPECT_EQ(read->attributes.sign_in.first, "staff");
  EXPECT_TRUE(read->attributes.sign_in.absent_is_first);
}

TEST(LdapConfig, RefusesWhatItCannotMean) {
  struct row {
    std::string yaml, code;
  };
  auto without = [](const std::string& key) {
    std::string out = good;
    const auto at = out.find(key + ":");
    return out.erase(at, out.find('\n', at) - at + 1);
  };
  auto with = [](const std::string& more) { return good + more; };
  auto uri = [&](const std::string& text) { return without("uri") + "uri: " + text + "\n"; };
  auto attribute = [&](const std::string& text) { return with("attributes: {" + text + "}\n"); };
  const row rows[] = {
      {without("uri"), "ldap.uri"},
      {uri("http://x"), "ldap.uri"},
      {uri("ldap.example.org"), "ldap.uri"},
      {uri("ldap://"), "ldap.uri"},
      {uri("ldap://a/dc=x"), "ldap.uri"},
      {uri("ldap://a ldap://b"), "ldap.uri"},
      {without("base"), "config.missing"},
      {without("people"), "config.missing"},
      {without("bindDn"), "ldap.bind"},
      {without("passwordFile"), "ldap.bind"},
      {uri("ldapi://x") + "bindDn: c\n", "yaml.key_twice"},
      {with("window: 0\n"), "config.out_of_bounds"},
      {with("window: many\n"), "config.not_a_number"},
      {with("timeoutMs: 1\n"), "config.out_of_bounds"},
      {with("password: hunter2\n"), "config.unknown_key"},
      {with("objectClasses: []\n"), "ldap.object_class"},
      {with("objectClasses: ['a)(b']\n"), "ldap.object_class"},
      {without("base") + "base: 'not a dn'\n", "ldap.dn"},
      {without("people") + "people: 'ou=people,dc=other'\n", "ldap.people_outside_base"},
      {without("people") + "people: 'ou=people,dc=xexample,dc=org'\n", "ldap.people_outside_base"},
      {attribute("login: 'uid=*'"), "ldap.attribute"},
      {attribute("login: ''"), "ldap.attribute"},
      {attribute("address: 'mail;x'"), "ldap.attribute"},
      {attribute("address: uid"), "ldap.attribute"},
      {attribute("hrId: uid"), "ldap.attribute"},
      {attribute("hrId: '*'"), "ldap.attribute"},
      {attribute("hrId: [employeeNumber]"), "config.not_text"},
      {attribute("aliases: MAIL"), "ldap.attribute"},
      {attribute("lifecycle: x"), "config.unknown_key"},
      {attribute("signIn: {allowed: x, blocked: X}"), "ldap.value"},
      {attribute("signIn: {allowed: ''}"), "ldap.value"},
      {attribute("signIn: {absent: blocked}"), "config.absent"},
      {attribute("signIn: active"), "config.not_a_map"},
  };
  for (const auto& row : rows) {
    const auto read = parse_config(row.yaml, "ldap.yaml");
    ASSERT_FALSE(read) << row.yaml;
    EXPECT_EQ(read.error().code, row.code) << row.yaml << read.error().text();
  }
}

}  // namespace
}  // namespace tenure::ldap
