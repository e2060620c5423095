#include "tests/support/slapd_server.hpp"

#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/run.hpp"

namespace tenure::support {

slapd_server::slapd_server(slapd_options options)
    : slapd_server(options, free_port(), free_port()) {
  start();
}

slapd_server::slapd_server(slapd_options options, std::uint16_t port, std::uint16_t tls_port)
    : child_server("slapd", {{"LDAP_PORT", std::to_string(port)},
                             {"LDAPS_PORT", std::to_string(tls_port)},
                             {"ACCESSLOG", options.accesslog ? "1" : "0"},
                             {"FSYNC", options.fsync ? "1" : "0"}}),
      port_(port),
      tls_port_(tls_port) {}

slapd_server::~slapd_server() { shut_down(); }

bool slapd_server::answers() const { return accepts_connections(port_); }

std::string slapd_server::uri() const { return "ldap://127.0.0.1:" + std::to_string(port_); }

std::string slapd_server::tls_uri() const {
  return "ldaps://127.0.0.1:" + std::to_string(tls_port_);
}

std::string slapd_server::ca_file() const { return folder() / "tls" / "cert.pem"; }

void slapd_server::load(const std::string& ldif) {
  const auto file = folder() / "load.ldif";
  write_file(file, ldif);
  stop();
  script({"load", file});
  start();
}

std::vector<std::string> slapd_server::as_admin(const std::string& tool) const {
  return {tool, "-x", "-H", uri(), "-D", admin_dn(), "-y", folder() / "secrets" / "admin"};
}

void slapd_server::add(const std::string& ldif) {
  run_or_throw(as_admin("ldapadd"), {.input = ldif});
}

void slapd_server::modify(const std::string& ldif) {
  run_or_throw(as_admin("ldapmodify"), {.input = ldif});
}

std::string slapd_server::search(const std::string& filter,
                                 const std::vector<std::string>& attributes) {
  auto command = as_admin("ldapsearch");
  command.insert(command.end(), {"-LLL", "-o", "ldif-wrap=no", "-b", base(), filter});
  command.insert(command.end(), attributes.begin(), attributes.end());
  return run_or_throw(command).out;
}

std::string person_ldif(const std::string& uid, const std::string& given_name,
                        const std::string& surname, const std::string& more) {
  return "dn: uid=" + uid + ",ou=people,dc=example,dc=org\n" +
         "objectClass: inetOrgPerson\nobjectClass: tenureAccount\nuid: " + uid +
         "\ncn: " + given_name + " " + surname + "\ngivenName: " + given_name +
         "\nsn: " + surname + "\nmail: " + uid + "@example.org\nuserPassword: pw\n" +
         "tenureAccountStatus: active\ntenureHidden: FALSE\ntenureDelivery: accepted\n" + more +
         "\n";
}

}  // namespace tenure::support
