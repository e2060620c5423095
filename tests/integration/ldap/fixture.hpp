#pragma once
// A real slapd for each test, and people in it.

#include "connectors/ldap/connector.hpp"
#include "tests/support/slapd_server.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tenure::ldap {

account_id number(std::uint64_t n);
mailbox_ref ref(std::uint64_t n);  // by lifecycle id
// uid=pN with lifecycle id number(n); `more` as in person_ldif.
std::string ldif(std::uint64_t n, const std::string& more = "");
change block(const mailbox_ref& which);

// One call for one mailbox.
outcome apply_one(connector& to, const change& what);
outcome observe_one(connector& to, const mailbox_ref& which);
outcome remove_one(mailbox_remover& from, const mailbox_ref& which);
outcome create_one(mailbox_creator& in, const new_mailbox& what);

class Ldap : public testing::Test {
 protected:
  config settings() const;
  // The value of `attribute` in the entries matching `filter`, as ldapsearch prints them.
  std::vector<std::string> values(const std::string& filter, const std::string& attribute);
  std::string uuid(std::uint64_t n);

  support::slapd_server server_{{.accesslog = false}};
};

}  // namespace tenure::ldap
