#include "connectors/ldap/connection.hpp"

#include "connectors/common/secret_file.hpp"
#include "connectors/ldap/names.hpp"

#include <ldap.h>

#include <csignal>
#include <utility>

namespace tenure::ldap {
namespace {

timeval as_timeval(std::chrono::milliseconds length) {
  timeval out{};
  out.tv_sec = length.count() / 1000;
  out.tv_usec = static_cast<suseconds_t>(length.count() % 1000 * 1000);
  return out;
}

// A write to a connection that the server closed would end the process with SIGPIPE; libldap does
// not suppress it. Held back on this thread for the call, and taken away if it came.
class no_sigpipe {
 public:
  no_sigpipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~no_sigpipe() {
    if (!sigismember(&before_, SIGPIPE)) {
      const timespec now{};
      while (sigtimedwait(&pipe_, nullptr, &now) == SIGPIPE) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  no_sigpipe(const no_sigpipe&) = delete;
  no_sigpipe& operator=(const no_sigpipe&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

struct berval_of {
  berval value;
  explicit berval_of(std::string_view text)
      : value{text.size(), const_cast<char*>(text.data())} {}
};

// The C arrays libldap wants, for as long as the call lasts.
class modifications {
 public:
  modifications(const std::vector<replacement>& from, int operation) {
    const std::size_t n = from.size();
    values_.resize(n);
    pointers_.resize(n);
    mods_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (const auto& value : from[i].values) values_[i].push_back(berval_of(value).value);
      for (auto& value : values_[i]) pointers_[i].push_back(&value);
      pointers_[i].push_back(nullptr);
      mods_[i].mod_op = operation | LDAP_MOD_BVALUES;
      mods_[i].mod_type = const_cast<char*>(from[i].attribute.c_str());
      mods_[i].mod_bvalues = pointers_[i].data();
      list_.push_back(&mods_[i]);
    }
    list_.push_back(nullptr);
  }
  LDAPMod** get() { return list_.data(); }

 private:
  std::vector<std::vector<berval>> values_;
  std::vector<std::vector<berval*>> pointers_;
  std::vector<LDAPMod> mods_;
  std::vector<LDAPMod*> list_;
};

std::vector<char*> names_of(const std::vector<std::string>& from) {
  std::vector<char*> out;
  for (const auto& name : from) out.push_back(const_cast<char*>(name.c_str()));
  out.push_back(nullptr);
  return out;
}

// The request controls of one operation.
class controls {
 public:
  controls(LDAP* handle, const request& what) {
    if (!what.assertion.empty()) add_assertion(handle, what.assertion);
    if (!what.read.empty() && what.what != request::kind::search) add_post_read(what.read);
  }
  ~controls() { ldap_memfree(assertion_.bv_val), ber_memfree(post_read_.bv_val); }
  controls(const controls&) = delete;
  controls& operator=(const controls&) = delete;
  LDAPControl** get() { return count_ == 0 ? nullptr : list_; }

 private:
  void add(const char* oid, const berval& value, bool critical) {
    controls_[count_] = {const_cast<char*>(oid), value, static_cast<char>(critical)};
    list_[count_] = &controls_[count_];
    ++count_;
  }
  void add_assertion(LDAP* handle, const std::string& filter) {
    std::string copy = filter;
    if (ldap_create_assertion_control_value(handle, copy.data(), &assertion_) != LDAP_SUCCESS) {
      throw std::bad_alloc();
    }
    add(LDAP_CONTROL_ASSERT, assertion_, true);
  }
  // Not critical: a server without it answers without it, and the caller reads the entry itself.
  void add_post_read(const std::vector<std::string>& read) {
    auto names = names_of(read);
    BerElement* ber = ber_alloc_t(LBER_USE_DER);
    if (!ber || ber_printf(ber, "{v}", names.data()) < 0 ||
        ber_flatten2(ber, &post_read_, 1) < 0) {
      ber_free(ber, 1);
      throw std::bad_alloc();
    }
    ber_free(ber, 1);
    add(LDAP_CONTROL_POST_READ, post_read_, false);
  }

  berval assertion_{};
  berval post_read_{};
  LDAPControl controls_[2]{};
  LDAPControl* list_[3]{};
  int count_ = 0;
};

// `type` without its options; a value under an option ("cn;lang-de") is not the attribute's own.
bool take(entry& to, std::string_view type, const BerVarray values) {
  if (type.find(';') != std::string_view::npos) return false;
  auto& out = to.values[lower(type)];
  for (BerVarray at = values; at && at->bv_val; ++at) out.emplace_back(at->bv_val, at->bv_len);
  return true;
}

// SearchResultEntry (RFC 4511 4.5.2): the value of a post-read control has its form.
std::optional<entry> read_entry(BerElement* ber) {
  entry out;
  berval text{};
  if (!ber || ber_scanf(ber, "{m{", &text) == LBER_ERROR) return std::nullopt;
  out.dn.assign(text.bv_val, text.bv_len);
  while (ber_scanf(ber, "{m", &text) != LBER_ERROR) {
    BerVarray values = nullptr;
    if (ber_scanf(ber, "[W]}", &values) == LBER_ERROR) return std::nullopt;
    take(out, {text.bv_val, text.bv_len}, values);
    ber_bvarray_free(values);
  }
  return out;
}

entry entry_of(LDAP* handle, LDAPMessage* message) {
  entry out;
  BerElement* ber = nullptr;
  berval dn{}, type{};
  BerVarray values = nullptr;
  if (ldap_get_dn_ber(handle, message, &ber, &dn) == LDAP_SUCCESS) {
    out.dn.assign(dn.bv_val, dn.bv_len);
    while (ldap_get_attribute_ber(handle, message, ber, &type, &values) == LDAP_SUCCESS &&
           type.bv_val) {
      take(out, {type.bv_val, type.bv_len}, values);
      ber_memfree(values);  // the values point into the message
      values = nullptr;
    }
  }
  ber_free(ber, 0);
  return out;
}

std::optional<entry> read_back_of(LDAPControl** controls) {
  LDAPControl* found = ldap_control_find(LDAP_CONTROL_POST_READ, controls, nullptr);
  if (!found) return std::nullopt;
  BerElement* ber = ber_init(&found->ldctl_value);
  auto out = read_entry(ber);
  ber_free(ber, 1);
  return out;
}

reply reply_of(LDAP* handle, LDAPMessage* chain) {
  reply out;
  for (LDAPMessage* m = ldap_first_message(handle, chain); m; m = ldap_next_message(handle, m)) {
    if (ldap_msgtype(m) == LDAP_RES_SEARCH_ENTRY) {
      out.entries.push_back(entry_of(handle, m));
      continue;
    }
    if (ldap_msgtype(m) == LDAP_RES_SEARCH_REFERENCE) continue;
    int code = LDAP_DECODING_ERROR;
    LDAPControl** controls = nullptr;
    ldap_parse_result(handle, m, &code, nullptr, nullptr, nullptr, &controls, 0);
    out.code = code;
    if (controls) {
      out.read_back = read_back_of(controls);
      ldap_controls_free(controls);
    }
  }
  return out;
}

int send_search(LDAP* handle, const request& what, int& id) {
  auto names = names_of(what.read);
  return ldap_search_ext(handle, what.dn.c_str(), LDAP_SCOPE_SUBTREE, what.filter.c_str(),
                         what.read.empty() ? nullptr : names.data(), 0, nullptr, nullptr, nullptr,
                         LDAP_NO_LIMIT, &id);
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
  const int rc = ldap_sasl_bind_s(handle_.get(), "", "EXTERNAL", &nobody_else, nullptr, nullptr,
                                  nullptr);
  return rc == LDAP_SUCCESS ? outcome{} : failed(rc, "bind");
}

outcome connection::open_as(const std::string& dn, std::string_view secret) {
  no_sigpipe guard;
  // RFC 4513 5.1.2: a DN with an empty password is an unauthenticated bind, and succeeds.
  if (dn.empty() || secret.empty()) return said(outcome_class::denied, "no name or no password");
  if (outcome out = connect(); out.kind != outcome_class::done) return out;
  return bind(dn, secret);
}

std::optional<int> connection::send(const request& what) {
  if (!handle_) return std::nullopt;
  no_sigpipe guard;
  LDAP* handle = handle_.get();
  controls with(handle, what);
  int id = 0, rc = LDAP_LOCAL_ERROR;
  switch (what.what) {
    case request::kind::search: rc = send_search(handle, what, id); break;
    case request::kind::modify:
      rc = ldap_modify_ext(handle, what.dn.c_str(),
                           modifications(what.values, LDAP_MOD_REPLACE).get(), with.get(), nullptr,
                           &id);
      break;
    case request::kind::add:
      rc = ldap_add_ext(handle, what.dn.c_str(), modifications(what.values, LDAP_MOD_ADD).get(),
                        with.get(), nullptr, &id);
      break;
    case request::kind::remove:
      rc = ldap_delete_ext(handle, what.dn.c_str(), with.get(), nullptr, &id);
      break;
  }
  if (rc == LDAP_SUCCESS) return id;
  handle_.reset();
  return std::nullopt;
}

std::optional<connection::arrival> connection::next() {
  if (!handle_) return std::nullopt;
  no_sigpipe guard;
  timeval patience = as_timeval(settings_->timeout);
  LDAPMessage* chain = nullptr;
  const int kind = ldap_result(handle_.get(), LDAP_RES_ANY, LDAP_MSG_ALL, &patience, &chain);
  if (kind <= 0) {  // -1: lost; 0: no answer in time, and a late one must not be taken for another's
    handle_.reset();
    return std::nullopt;
  }
  arrival out{ldap_msgid(chain), reply_of(handle_.get(), chain)};
  ldap_msgfree(chain);
  return out;
}

}  // namespace tenure::ldap
