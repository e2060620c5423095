#include "tests/bench/ldap_pipeline/bare_client.hpp"

#include <ldap.h>

#include <memory>
#include <stdexcept>

namespace tenure::bench {
namespace {

void must(int code, const char* step) {
  if (code != LDAP_SUCCESS) {
    throw std::runtime_error(std::string(step) + ": " + ldap_err2string(code));
  }
}

struct unbind {
  void operator()(LDAP* handle) const { ldap_unbind_ext(handle, nullptr, nullptr); }
};
using connection = std::unique_ptr<LDAP, unbind>;

connection connect(const support::slapd_server& at) {
  LDAP* made = nullptr;
  must(ldap_initialize(&made, at.uri().c_str()), "initialize");
  connection out(made);
  const int version = LDAP_VERSION3, client_context = 0;
  ldap_set_option(made, LDAP_OPT_PROTOCOL_VERSION, &version);
  ldap_set_option(made, LDAP_OPT_X_TLS_CACERTFILE, at.ca_file().c_str());
  ldap_set_option(made, LDAP_OPT_X_TLS_NEWCTX, &client_context);
  must(ldap_start_tls_s(made, nullptr, nullptr), "StartTLS");
  auto password = at.engine_password();
  const berval secret{password.size(), password.data()};
  must(ldap_sasl_bind_s(made, at.engine_dn().c_str(), LDAP_SASL_SIMPLE,
                        const_cast<berval*>(&secret), nullptr, nullptr, nullptr),
       "bind");
  return out;
}

void send(LDAP* over, const std::string& dn, std::string to) {
  std::string attribute = "tenureAccountStatus";
  char* values[] = {to.data(), nullptr};
  LDAPMod change{};
  change.mod_op = LDAP_MOD_REPLACE;
  change.mod_type = attribute.data();
  change.mod_values = values;
  LDAPMod* changes[] = {&change, nullptr};
  int id = 0;
  must(ldap_modify_ext(over, dn.c_str(), changes, nullptr, nullptr, &id), "send");
}

void take_one(LDAP* over) {
  LDAPMessage* answer = nullptr;
  if (ldap_result(over, LDAP_RES_ANY, LDAP_MSG_ALL, nullptr, &answer) <= 0) {
    throw std::runtime_error("no answer");
  }
  int code = LDAP_OTHER;
  must(ldap_parse_result(over, answer, &code, nullptr, nullptr, nullptr, nullptr, 1), "answer");
  must(code, "modify");
}

}  // namespace

void modify_bare(const support::slapd_server& at, std::size_t count,
                 const std::function<std::string(std::size_t)>& login, const std::string& to) {
  constexpr std::size_t window = 16;
  const auto over = connect(at);
  std::size_t sent = 0;
  for (std::size_t answered = 0; answered < count; ++answered) {
    while (sent < count && sent - answered < window) {
      send(over.get(), "uid=" + login(sent++) + "," + at.people(), to);
    }
    take_one(over.get());
  }
}

}  // namespace tenure::bench
