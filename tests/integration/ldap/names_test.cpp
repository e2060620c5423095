#include "connectors/ldap/names.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenure::ldap {
namespace {

using namespace std::string_literals;

TEST(LdapNames, EscapesFiltersByRfc4515) {
  const std::pair<std::string, std::string> rows[] = {{"plain", "(uid=plain)"},
                                                      {"*", "(uid=\\2A)"},
                                                      {"a*b", "(uid=a\\2Ab)"},
                                                      {")(uid=*", "(uid=\\29\\28uid=\\2A)"},
                                                      {"(x)", "(uid=\\28x\\29)"},
                                                      {"a\\b", "(uid=a\\5Cb)"},
                                                      {"|(a=b)", "(uid=|\\28a=b\\29)"},
                                                      {"Zoë", "(uid=Zo\\C3\\AB)"},
                                                      {" x ", "(uid= x )"},
                                                      {"#1", "(uid=#1)"}};
  for (const auto& [value, filter] : rows) {
    EXPECT_EQ(lower(equals("uid", value)), lower(filter)) << value;
  }
}

TEST(LdapNames, EscapesDnsByRfc4514) {
  const std::pair<std::string, std::string> rows[] = {
      {"plain", "uid=plain"},      {" lead", "uid=\\20lead"},
      {"trail ", "uid=trail\\20"}, {" ", "uid=\\20"},
      {"#1", "uid=\\231"},         {"a#1", "uid=a#1"},
      {"a,b", "uid=a\\2cb"},       {"a+b", "uid=a\\2bb"},
      {"a\"b", "uid=a\\22b"},      {"a\\b", "uid=a\\5cb"},
      {"a<b>", "uid=a\\3cb\\3e"},  {"a;b", "uid=a\\3bb"},
      {"a=b", "uid=a\\3db"},       {"x,ou=people", "uid=x\\2cou\\3dpeople"}};
  for (const auto& [value, dn] : rows) {
    EXPECT_EQ(rdn("uid", value), dn);
    EXPECT_TRUE(is_dn(rdn("uid", value) + ",dc=example")) << value;
  }
}

TEST(LdapNames, AnEmptyValueOrANulNeverGetsThere) {
  for (const std::string& bad : {""s, "\0"s, "a\0b"s, "a\0"s}) {
    EXPECT_FALSE(is_value(bad));
    EXPECT_THROW(equals("uid", bad), std::logic_error);
    EXPECT_THROW(rdn("uid", bad), std::logic_error);
  }
  EXPECT_THROW(any_of({}), std::logic_error);
  EXPECT_THROW(all_of({}), std::logic_error);
}

TEST(LdapNames, KnowsUuids) {
  EXPECT_TRUE(is_uuid("0123abcd-4567-89ab-cdef-0123456789AB"));
  for (const char* bad :
       {"", "*", "0123abcd456789abcdef0123456789ab", "0123abcd-4567-89ab-cdef-0123456789a",
        "g123abcd-4567-89ab-cdef-0123456789ab", "0123abcd-4567-89ab-cdef-0123456789ab "}) {
    EXPECT_FALSE(is_uuid(bad)) << bad;
  }
}

TEST(LdapNames, KnowsWhatStandsBelow) {
  EXPECT_TRUE(is_below("OU=People, DC=Example", "ou=people,dc=example"));
  EXPECT_TRUE(is_below("uid=a,ou=people,dc=example", "dc=example"));
  EXPECT_FALSE(is_below("dc=example", "ou=people,dc=example"));
  EXPECT_FALSE(is_below("uid=a\\,dc=example", "dc=example"));
  EXPECT_FALSE(is_below("dc=xexample", "dc=example"));
  EXPECT_FALSE(is_below("nonsense", "dc=example"));
}

}  // namespace
}  // namespace tenure::ldap
