#pragma once
// How the LDAP connector reaches a slapd_server; include it where tenure::ldap is linked.

#include "connectors/ldap/config.hpp"
#include "tests/support/slapd_server.hpp"

namespace tenure::support {

inline ldap::config ldap_settings(const slapd_server& server) {
  ldap::config out;
  out.uris = {server.uri()};
  out.ca_file = server.ca_file();
  out.bind_dn = server.engine_dn();
  out.password_file = server.folder() / "secrets" / "tenure";
  out.base = server.base();
  out.people = server.people();
  return out;
}

}  // namespace tenure::support
