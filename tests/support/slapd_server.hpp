#pragma once
// OpenLDAP with what Tenure needs: mdb, accesslog, ppolicy, unique (mail + tenureAlias; uid),
// syncprov, TLS, and the schema config/deploy/sandbox/tenure.schema. Starts in about 0.1 s.

#include "tests/support/child_server.hpp"

namespace tenure::support {

struct slapd_options {
  bool accesslog = true;  // change journal below cn=accesslog
  bool fsync = false;     // true: every write is on disk before it is answered
};

class slapd_server : public child_server {
 public:
  explicit slapd_server(slapd_options options = {});  // started
  ~slapd_server() override;

  std::string uri() const;      // ldap://127.0.0.1:PORT, StartTLS is offered
  std::string tls_uri() const;  // ldaps://127.0.0.1:PORT
  std::string ca_file() const;  // PEM; the certificate names 127.0.0.1 and localhost
  std::string base() const { return "dc=example,dc=org"; }
  std::string people() const { return "ou=people,dc=example,dc=org"; }

  // The engine's account: writes below ou=people, reads all, no size limit.
  std::string engine_dn() const { return "cn=tenure,dc=example,dc=org"; }
  std::string engine_password() const { return secret("tenure"); }
  std::string admin_dn() const { return "cn=admin,dc=example,dc=org"; }
  std::string admin_password() const { return secret("admin"); }

  void load(const std::string& ldif);    // slapadd: 10,000 people in 0.2 s; stops and starts slapd
  void add(const std::string& ldif);     // ldapadd as admin, while it runs
  void modify(const std::string& ldif);  // ldapmodify as admin (changetype: records)
  // ldapsearch as admin below base(): LDIF without comments and line folds.
  std::string search(const std::string& filter, const std::vector<std::string>& attributes = {});

 private:
  explicit slapd_server(slapd_options options, std::uint16_t port, std::uint16_t tls_port);
  bool answers() const override;
  std::vector<std::string> as_admin(const std::string& tool) const;

  std::uint16_t port_;
  std::uint16_t tls_port_;
};

// LDIF of one active account: uid=UID,ou=people,dc=example,dc=org, mail UID@example.org,
// password "pw". `more` is added as it is, e.g. "tenureQuota: 1000\n".
std::string person_ldif(const std::string& uid, const std::string& given_name = "Test",
                        const std::string& surname = "Person", const std::string& more = "");

}  // namespace tenure::support
