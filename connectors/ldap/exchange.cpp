// Requests and replies as libldap's C structures want and give them.
#include "connectors/ldap/connection.hpp"
#include "connectors/ldap/names.hpp"
#include "connectors/ldap/no_sigpipe.hpp"

#include <ldap.h>

#include <new>

namespace tenure::ldap {
namespace {

timeval as_timeval(std::chrono::milliseconds length) {
  timeval out{};
  out.tv_sec = length.count() / 1000;
  out.tv_usec = static_cast<suseconds_t>(length.count() % 1000 * 1000);
  return out;
}

berval as_berval(std::string_view text) { return {text.size(), const_cast<char*>(text.data())}; }

// A null-terminated array; valid as long as `from` is unchanged.
std::vector<char*> names_of(const std::vector<std::string>& from) {
  std::vector<char*> out;
  for (const auto& name : from) out.push_back(const_cast<char*>(name.c_str()));
  out.push_back(nullptr);
  return out;
}

// The C arrays of a modify or an add, for as long as the call lasts.
class modifications {
 public:
  modifications(const std::vector<replacement>& from, int operation);
  LDAPMod** get() { return list_.data(); }

 private:
  std::vector<std::vector<berval>> values_;
  std::vector<std::vector<berval*>> pointers_;
  std::vector<LDAPMod> mods_;
  std::vector<LDAPMod*> list_;
};

// The request controls of one operation: assertion, post-read, or none.
class controls {
 public:
  controls(LDAP* handle, const request& what);
  ~controls();
  controls(const controls&) = delete;
  controls& operator=(const controls&) = delete;
  LDAPControl** get() { return count_ == 0 ? nullptr : list_; }

 private:
  void add(const char* oid, const berval& value, bool critical);
  void add_assertion(LDAP* handle, const std::string& filter);
  void add_post_read(const std::vector<std::string>& read);

  berval assertion_{};
  berval post_read_{};
  LDAPControl controls_[2]{};
  LDAPControl* list_[3]{};
  int count_ = 0;
};

modifications::modifications(const std::vector<replacement>& from, int operation)
    : values_(from.size()), pointers_(from.size()), mods_(from.size()) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    for (const auto& value : from[i].values) values_[i].push_back(as_berval(value));
    for (auto& value : values_[i]) pointers_[i].push_back(&value);
    pointers_[i].push_back(nullptr);
    mods_[i].mod_op = operation | LDAP_MOD_BVALUES;
    mods_[i].mod_type = const_cast<char*>(from[i].attribute.c_str());
    mods_[i].mod_bvalues = pointers_[i].data();
    list_.push_back(&mods_[i]);
  }
  list_.push_back(nullptr);
}

controls::controls(LDAP* handle, const request& what) {
  if (!what.assertion.empty()) add_assertion(handle, what.assertion);
  if (!what.read.empty() && what.what != request::kind::search) add_post_read(what.read);
}

controls::~controls() {
  ldap_memfree(assertion_.bv_val);
  ber_memfree(post_read_.bv_val);
}

void controls::add(const char* oid, const berval& value, bool critical) {
  controls_[count_] = {const_cast<char*>(oid), value, static_cast<char>(critical)};
  list_[count_] = &controls_[count_];
  ++count_;
}

void controls::add_assertion(LDAP* handle, const std::string& filter) {
  std::string copy = filter;
  if (ldap_create_assertion_control_value(handle, copy.data(), &assertion_) != LDAP_SUCCESS) {
    throw std::bad_alloc();
  }
  add(LDAP_CONTROL_ASSERT, assertion_, true);
}

// Not critical: a server without it answers without it, and the caller reads the entry itself.
void controls::add_post_read(const std::vector<std::string>& read) {
  auto names = names_of(read);
  BerElement* ber = ber_alloc_t(LBER_USE_DER);
  const bool made =
      ber && ber_printf(ber, "{v}", names.data()) >= 0 && ber_flatten2(ber, &post_read_, 1) >= 0;
  ber_free(ber, 1);
  if (!made) throw std::bad_alloc();
  add(LDAP_CONTROL_POST_READ, post_read_, false);
}

// A value under an option ("cn;lang-de") is not the attribute's own.
void take(entry& to, std::string_view type, const BerVarray values) {
  if (type.find(';') != std::string_view::npos) return;
  auto& out = to.values[lower(type)];
  for (BerVarray at = values; at && at->bv_val; ++at) out.emplace_back(at->bv_val, at->bv_len);
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
  const int scope = what.only_base ? LDAP_SCOPE_BASE : LDAP_SCOPE_SUBTREE;
  return ldap_search_ext(handle, what.dn.c_str(), scope, what.filter.c_str(),
                         what.read.empty() ? nullptr : names.data(), 0, nullptr, nullptr, nullptr,
                         LDAP_NO_LIMIT, &id);
}

}  // namespace

std::optional<int> connection::send(const request& what) {
  if (!handle_) return std::nullopt;
  no_sigpipe guard;
  LDAP* handle = handle_.get();
  controls with(handle, what);
  int id = 0, rc = LDAP_LOCAL_ERROR;
  switch (what.what) {
    case request::kind::search:
      rc = send_search(handle, what, id);
      break;
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
  if (kind <=
      0) {  // -1: lost; 0: no answer in time, and a late one must not be taken for another's
    handle_.reset();
    return std::nullopt;
  }
  arrival out{ldap_msgid(chain), reply_of(handle_.get(), chain)};
  ldap_msgfree(chain);
  return out;
}

}  // namespace tenure::ldap
