#pragma once
// Which directory, how to reach it and which attributes say what. YAML, with the defaults, which
// are those of config/deploy/sandbox/tenure.schema:
//
//   uri: ldap://ldap.example.org         # ldap:// (StartTLS always), ldaps:// or ldapi://;
//                                        # several, tried in order: a list
//   caFile: /etc/ssl/ca.pem              # optional: the system's
//   bindDn: cn=tenure,dc=example,dc=org  # with passwordFile; neither of them: SASL EXTERNAL,
//   passwordFile: /etc/tenure/ldap.password  # over ldapi:// only
//   base: dc=example,dc=org
//   people: ou=people,dc=example,dc=org  # where new entries go
//   objectClasses: [inetOrgPerson, tenureAccount]  # of new entries; the first marks a person's
//   window: 16                           # 1..256 operations in flight
//   connectTimeoutMs: 5000               # 50..60000
//   timeoutMs: 15000                     # 50..600000 without any answer
//   attributes:
//     rdn: uid
//     login: uid
//     lifecycleId: tenureLifecycleId     # the account's id, 32 hexadecimal digits
//     hrId: ""                           # HR's number, "employeeNumber": new entries get it, and
//                                        # who has it already is adopted; empty: neither
//     givenName: givenName
//     surname: sn
//     commonName: cn
//     address: mail
//     aliases: tenureAlias
//     displayName: displayName
//     quota: tenureQuota                 # bytes
//     messageSize: tenureMessageSize     # bytes; the largest message that is taken
//     sendOnBehalf: tenureSendOnBehalf   # logins of who may send on behalf, one a value
//     forwarding: ""                     # empty: not governed here; so for any of the last ten
//     hrNumber: employeeNumber           # only read, to know who signs in; empty: not there
//     groupMember: member                # names a group's members; empty: groups mean nothing
//     signIn: {attribute: tenureAccountStatus, allowed: active, blocked: disabled}
//     addressList: {attribute: tenureHidden, shown: "FALSE", hidden: "TRUE", absent: shown}
//     delivery: {attribute: tenureDelivery, accepted: accepted, refused: refused, absent: accepted}

#include "engine/model/refusal.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::ldap {

// A field with two values, as an attribute says it.
struct two_valued {
  std::string attribute;         // empty: not governed
  std::string first;             // allowed, shown, accepted
  std::string second;            // blocked, hidden, refused
  bool absent_is_first = false;  // what no value means; false: this connector cannot tell
};

struct attribute_names {
  std::string rdn = "uid";
  std::string login = "uid";
  std::string lifecycle_id = "tenureLifecycleId";
  std::string hr_id;  // empty: nobody's entry is looked for
  std::string given_name = "givenName";
  std::string surname = "sn";
  std::string common_name = "cn";
  std::string address = "mail";
  std::string aliases = "tenureAlias";
  std::string display_name = "displayName";
  std::string quota = "tenureQuota";
  std::string message_size = "tenureMessageSize";
  std::string send_on_behalf = "tenureSendOnBehalf";
  std::string forwarding;
  std::string hr_number = "employeeNumber";
  std::string group_member = "member";
  two_valued sign_in{"tenureAccountStatus", "active", "disabled", false};
  two_valued address_list{"tenureHidden", "FALSE", "TRUE", true};
  two_valued delivery{"tenureDelivery", "accepted", "refused", true};
};

struct config {
  std::vector<std::string> uris;
  std::filesystem::path ca_file;        // empty: the system's
  std::string bind_dn;                  // empty: SASL EXTERNAL
  std::filesystem::path password_file;  // read at every connect, so that it may be replaced
  std::string base;
  std::string people;
  std::vector<std::string> object_classes{"inetOrgPerson", "tenureAccount"};
  attribute_names attributes;
  std::size_t window = 16;
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds timeout{15000};
};

// Refusals: config.* of connectors/common/settings.hpp and those of `check`.
result<config> parse_config(std::string_view yaml, const std::string& place);

// ldap.uri, ldap.dn, ldap.attribute (no attribute name, or one attribute for two fields),
// ldap.value (the two values of a field are the same or empty), ldap.bind, ldap.object_class,
// ldap.people_outside_base.
result<void> check(const config& what, const std::string& place);

}  // namespace tenure::ldap
