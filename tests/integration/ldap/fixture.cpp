#include "tests/integration/ldap/fixture.hpp"

#include "tests/support/ldap_settings.hpp"

#include <sstream>

namespace tenure::ldap {

account_id number(std::uint64_t n) { return {{0xabc, n}}; }

mailbox_ref ref(std::uint64_t n) {
  mailbox_ref out;
  out.account = number(n);
  out.login = "p" + std::to_string(n);
  out.address = out.login + "@example.org";
  return out;
}

std::string ldif(std::uint64_t n, const std::string& more) {
  return support::person_ldif("p" + std::to_string(n), "Test", "Person",
                              "tenureLifecycleId: " + number(n).text() + "\n" + more);
}

change block(const mailbox_ref& which) { return {which, {.sign_in = sign_in::blocked}}; }

outcome apply_one(connector& to, const change& what) {
  outcome out;
  to.apply({&what, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

outcome observe_one(connector& to, const mailbox_ref& which) {
  outcome out;
  to.observe({&which, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

outcome remove_one(mailbox_remover& from, const mailbox_ref& which) {
  outcome out;
  from.remove({&which, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

outcome create_one(mailbox_creator& in, const new_mailbox& what) {
  outcome out;
  in.create({&what, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

config Ldap::settings() const { return support::ldap_settings(server_); }

std::vector<std::string> Ldap::values(const std::string& filter, const std::string& attribute) {
  std::istringstream text(server_.search(filter, {attribute}));
  std::vector<std::string> out;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with(attribute + ": ")) out.push_back(line.substr(attribute.size() + 2));
  }
  return out;
}

std::string Ldap::uuid(std::uint64_t n) {
  return values("(tenureLifecycleId=" + number(n).text() + ")", "entryUUID").at(0);
}

}  // namespace tenure::ldap
