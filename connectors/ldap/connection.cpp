#include "connectors/ldap/connection.hpp"

#include "connectors/common/secret_file.hpp"
#include "connectors/ldap/no_sigpipe.hpp"

#include <ldap.h>

#include <utility>

namespace tenure::ldap {
namespace {

timeval as_timeval(std::chrono::milliseconds length) {
  timeval out{};
  out.tv_sec = length.count() / 1000;
  out.tv_usec = static_cast<suseconds_t>(length.count() % 1000 * 1000);
  return out;
}

bool must_be_changed(LDAP* handle, LDAPControl** controls) {
  LDAPControl* found = ldap_control_find(LDAP_CONTROL_PASSWORDPOLICYRESPONSE, controls, nullptr);
  if (!found) return false;
  ber_int_t expires_in = -1, grace_left = -1;
  LDAPPasswordPolicyError trouble = PP_noError;
  const int rc = ldap_parse_passwordpolicy_control(handle, found, &expires_in, &grace_left,
                                                   &trouble);
  if (rc != LDAP_SUCCESS) return true;  // cannot be read: nobody is let in by guessing
  return grace_left >= 0 || trouble == PP_changeAfterReset || trouble == PP_passwordExpired;
}

}  // namespace

void connection::unbind::operator()(struct ::ldap* handle) const {
  no_sigpipe guard;
  ldap_unbind_ext(handle, nullptr, nullptr);
}

outcome connection::failed(int code, std::string_view step) {
  handle_.reset();
  outcome out = failure(code, step);
  // A server that turns the engine itself away will do so again; everything else may pass.
  if (code < 0) out.kind = outcome_class::transient;
  return out;
}

outcome connection::connect() {
  outcome out = said(outcome_class::transient, "no URI");
  for (const auto& uri : settings_->uris) {
    out = connect_to(uri);
    if (out.kind == outcome_class::done) break;
  }
  return out;
}

outcome connection::connect_to(const std::string& uri) {
  LDAP* made = nullptr;
  if (ldap_initialize(&made, uri.c_str()) != LDAP_SUCCESS) throw std::bad_alloc();
  handle_.reset(made);
  const int version = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND, client_context = 0;
  const timeval patience = as_timeval(settings_->connect_timeout);
  ldap_set_option(made, LDAP_OPT_PROTOCOL_VERSION, &version);
  ldap_set_option(made, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  ldap_set_option(made, LDAP_OPT_NETWORK_TIMEOUT, &patience);
  ldap_set_option(made, LDAP_OPT_TIMEOUT, &patience);  // of StartTLS and bind
  const bool local = uri.starts_with("ldapi:");
  if (!local) {
    ldap_set_option(made, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
    if (!settings_->ca_file.empty()) {
      ldap_set_option(made, LDAP_OPT_X_TLS_CACERTFILE, settings_->ca_file.c_str());
    }
    if (ldap_set_option(made, LDAP_OPT_X_TLS_NEWCTX, &client_context) != LDAP_OPT_SUCCESS) {
      return failed(LDAP_LOCAL_ERROR, "CA file");
    }
  }
  if (const int rc = ldap_connect(made); rc != LDAP_SUCCESS) return failed(rc, "connect");
  if (!local && !ldap_tls_inplace(made)) {
    const int rc = ldap_start_tls_s(made, nullptr, nullptr);
    if (rc != LDAP_SUCCESS) return failed(rc, "StartTLS");
  }
  return {};
}

outcome connection::bind(const std::string& dn, std::string_view secret) {
  berval password{secret.size(), const_cast<char*>(secret.data())};
  const int rc = ldap_sasl_bind_s(handle_.get(), dn.c_str(), LDAP_SASL_SIMPLE, &password, nullptr,
                                  nullptr, nullptr);
  return rc == LDAP_SUCCESS ? outcome{} : failed(rc, "bind");
}

// The server lets a password that must be changed, or one of the last grace logins, in: for nothing
// but changing it. Only its answer to the policy control (draft-behera-ldap-password-policy) tells.
outcome connection::bind_by_policy(const std::string& dn, std::string_view secret) {
  berval password{secret.size(), const_cast<char*>(secret.data())};
  LDAPControl ask{const_cast<char*>(LDAP_CONTROL_PASSWORDPOLICYREQUEST), {0, nullptr}, 0};
  LDAPControl* with[] = {&ask, nullptr};
  LDAP* handle = handle_.get();
  int id = 0;
  int code = ldap_sasl_bind(handle, dn.c_str(), LDAP_SASL_SIMPLE, &password, with, nullptr, &id);
  if (code != LDAP_SUCCESS) return failed(code, "bind");
  timeval patience = as_timeval(settings_->timeout);
  LDAPMessage* answer = nullptr;
  if (ldap_result(handle, id, LDAP_MSG_ALL, &patience, &answer) <= 0) {
    return failed(LDAP_SERVER_DOWN, "bind");
  }
  LDAPControl** controls = nullptr;
  const int read =
      ldap_parse_result(handle, answer, &code, nullptr, nullptr, nullptr, &controls, 1);
  const bool stale = controls && must_be_changed(handle, controls);
  ldap_controls_free(controls);
  if (read != LDAP_SUCCESS) return failed(read, "bind");
  if (code != LDAP_SUCCESS) return failed(code, "bind");
  return stale ? said(outcome_class::denied, std::string(stale_password)) : outcome{};
}

outcome connection::open() {
  no_sigpipe guard;
  std::string secret;
  if (!settings_->bind_dn.empty()) {
    auto read = connectors::read_secret(settings_->password_file);
    if (!read) {
      handle_.reset();
      return said(outcome_class::denied, read.error().message);
    }
    secret = std::move(*read);
  }
  if (outcome out = connect(); out.kind != outcome_class::done) return out;
  if (!settings_->bind_dn.empty()) return bind(settings_->bind_dn, secret);
  berval nobody_else{0, const_cast<char*>("")};
  const int rc =
      ldap_sasl_bind_s(handle_.get(), "", "EXTERNAL", &nobody_else, nullptr, nullptr, nullptr);
  return rc == LDAP_SUCCESS ? outcome{} : failed(rc, "bind");
}

outcome connection::open_as(const std::string& dn, std::string_view secret) {
  no_sigpipe guard;
  // RFC 4513 5.1.2: a DN with an empty password is an unauthenticated bind, and succeeds.
  if (dn.empty() || secret.empty()) return said(outcome_class::denied, "no name or no password");
  if (outcome out = connect(); out.kind != outcome_class::done) return out;
  return bind_by_policy(dn, secret);
}

}  // namespace tenure::ldap
