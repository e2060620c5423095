#pragma once
// The directory as a connector: OpenLDAP, or another LDAPv3 server with entryUUID (RFC 4530), the
// assertion control (RFC 4528) and, for the read-back on the same round trip, post-read (RFC 4527).
// Two connections, each opened when first needed and again after it was lost; a batch keeps up to
// `window` operations in flight on one of them. Two threads at a time; a third takes turns.

#include "connectors/ldap/config.hpp"
#include "engine/ports/connector.hpp"

#include <memory>

namespace tenure::ldap {

class directory : public connector, public mailbox_creator, public mailbox_remover {
 public:
  explicit directory(config settings);  // std::logic_error unless `check` accepts it
  ~directory() override;

  // signIn, addressList, delivery, address, aliases, displayName, sendOnBehalf, quota, messageSize;
  // forwarding when its attribute is configured.
  std::vector<std::string_view> governs() const override;

  // The configured attributes that the directory's schema does not know: no write of them succeeds.
  // Not `done`: the schema could not be read. Fact "unknown": their names, blanks between.
  outcome schema();

  void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;
  void apply(std::span<const change> changes, const on_outcome& each) override;
  // The password is not set here; the entry cannot sign in until somebody sets one.
  void create(std::span<const new_mailbox> mailboxes, const on_outcome& each) override;
  void remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;

 private:
  struct state;
  struct turn;
  std::unique_ptr<state> state_;
};

}  // namespace tenure::ldap
