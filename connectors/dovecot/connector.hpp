#pragma once
// Mailboxes on a Dovecot server: forwarding and auto-reply (Sieve), delegates (IMAP ACLs), open
// sessions, removal, and reading for the archive. doveadm's HTTP interface changes things; messages
// are read by IMAP, because doveadm's JSON is not byte-exact.
//
// Governs forwarding, autoReply, delegates and the *sessions* part of signIn: whether somebody may
// sign in is the directory's to say, but blocked is `done` here only when nobody is signed in any
// more (authentication cache flushed, sessions ended, `who` empty). observed.sign_in stays unset.
// Several threads may use one connector.

#include "connectors/dovecot/config.hpp"
#include "engine/ports/messages.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tenure::dovecot {

class doveadm;
class imap_session;
struct mailbox_state;

class dovecot_connector : public connector,
                          public mailbox_remover,
                          public message_source,
                          public message_finder,
                          public message_courier,
                          public message_sweeper {
 public:
  dovecot_connector(config settings, std::string api_key, std::string master_password);
  ~dovecot_connector() override;

  std::vector<std::string_view> governs() const override;
  void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;
  void apply(std::span<const change> changes, const on_outcome& each) override;

  // `not_found` when Dovecot does not know the user: then nothing can be proven. So a mailbox is
  // removed here before its directory entry goes.
  void remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;

  // Mail that arrives while reading is read too; when it keeps coming: transient.
  outcome read(const mailbox_ref& mailbox, const std::vector<read_position>& after,
               const std::function<bool(const stored_message&)>& take) override;

  // By IMAP SEARCH: the server decodes what headers encode.
  outcome find(const mailbox_ref& mailbox, const message_criteria& which,
               const std::function<bool(const stored_message&)>& take) override;
  // `folder`: printable ASCII without quotes, '&' and wildcards.
  outcome deliver(const mailbox_ref& to, const std::string& folder,
                  std::span<const message_copy> copies) override;
  outcome sweep(const mailbox_ref& mailbox, const std::string& folder, instant before,
                bool count_only) override;

 private:
  outcome open_known(imap_session& session, const mailbox_ref& mailbox);
  std::vector<mailbox_state> look_at(std::span<const mailbox_ref> mailboxes);
  outcome foreign_prefixes(const mailbox_ref& of, std::vector<std::string>& into);
  outcome remove_one(const mailbox_ref& mailbox);

  config settings_;
  std::string master_password_;
  std::unique_ptr<doveadm> server_;
  std::mutex foreign_mutex_;
  std::optional<std::vector<std::string>> foreign_;
};

// Reads both secrets at once; connects later. Refusals: secret.*
result<std::unique_ptr<dovecot_connector>> open(const config& settings);

}  // namespace tenure::dovecot
