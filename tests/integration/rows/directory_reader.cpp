#include "tests/integration/rows/directory_reader.hpp"

#include <ldap.h>

#include <memory>
#include <stdexcept>

namespace tenure::test {
namespace {

void must(int code, const char* doing) {
  if (code == LDAP_SUCCESS) return;
  throw std::runtime_error(std::string(doing) + ": " + ldap_err2string(code));
}

directory_reader::entry entry_of(LDAP* in, LDAPMessage* from) {
  directory_reader::entry out;
  std::unique_ptr<char, void (*)(void*)> dn(ldap_get_dn(in, from), ldap_memfree);
  out.emplace("dn", dn.get());
  BerElement* place = nullptr;
  for (char* name = ldap_first_attribute(in, from, &place); name != nullptr;
       name = ldap_next_attribute(in, from, place)) {
    std::unique_ptr<char, void (*)(void*)> owned(name, ldap_memfree);
    std::unique_ptr<berval*, void (*)(berval**)> values(ldap_get_values_len(in, from, name),
                                                       ldap_value_free_len);
    for (auto** each = values.get(); each != nullptr && *each != nullptr; ++each) {
      out.emplace(name, std::string((*each)->bv_val, (*each)->bv_len));
    }
  }
  ber_free(place, 0);
  return out;
}

}  // namespace

directory_reader::directory_reader(const support::slapd_server& of) : base_(of.base()) {
  must(ldap_initialize(&connection_, of.uri().c_str()), "ldap_initialize");
  int version = LDAP_VERSION3;
  ldap_set_option(connection_, LDAP_OPT_PROTOCOL_VERSION, &version);
  auto password = of.admin_password();
  berval secret{password.size(), password.data()};
  must(ldap_sasl_bind_s(connection_, of.admin_dn().c_str(), LDAP_SASL_SIMPLE, &secret, nullptr,
                        nullptr, nullptr),
       "bind");
}

directory_reader::~directory_reader() { ldap_unbind_ext_s(connection_, nullptr, nullptr); }

std::vector<directory_reader::entry> directory_reader::search(const std::string& filter) {
  LDAPMessage* found = nullptr;
  int code = ldap_search_ext_s(connection_, base_.c_str(), LDAP_SCOPE_SUBTREE, filter.c_str(),
                               nullptr, 0, nullptr, nullptr, nullptr, LDAP_NO_LIMIT, &found);
  std::unique_ptr<LDAPMessage, int (*)(LDAPMessage*)> owned(found, ldap_msgfree);
  must(code, "search");
  std::vector<entry> out;
  for (auto* each = ldap_first_entry(connection_, found); each != nullptr;
       each = ldap_next_entry(connection_, each)) {
    out.push_back(entry_of(connection_, each));
  }
  return out;
}

void directory_reader::remove(const std::string& dn) {
  must(ldap_delete_ext_s(connection_, dn.c_str(), nullptr, nullptr), "delete");
}

std::string one(const directory_reader::entry& of, const std::string& attribute) {
  auto found = of.find(attribute);
  return found == of.end() ? "" : found->second;
}

}  // namespace tenure::test
