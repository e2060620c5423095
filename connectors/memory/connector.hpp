#pragma once
// A mail system in memory that keeps every contract of the ports: the reference the conformance
// suite is checked with, and the world of the simulation, the faults tests and the demonstration.
// Safe to use from several threads; callbacks are made without a lock held.

#include "connectors/memory/fault_plan.hpp"
#include "engine/ports/messages.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tenure::memory {

struct message {
  std::string folder = "INBOX";
  std::uint64_t uid = 0;  // given by deliver()
  std::vector<std::string> flags;
  instant received;
  std::string bytes;
};

// What the mail system holds of one account.
struct mailbox {
  account_id account;
  std::string directory_id;  // immutable; a mailbox created anew for the account has another
  std::string login;
  mailbox_condition condition;    // every field is set
  std::vector<message> messages;  // ordered by folder, then uid
};

class mail_system : public connector,
                    public mailbox_creator,
                    public mailbox_remover,
                    public message_source,
                    public message_finder,
                    public message_courier,
                    public message_sweeper {
 public:
  // Governs every field of the condition.
  mail_system();
  // Governs the fields named; the others keep what they have and are not observed.
  explicit mail_system(std::vector<std::string_view> governs, std::uint64_t seed = 0);

  std::vector<std::string_view> governs() const override { return governs_; }
  void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;
  void apply(std::span<const change> changes, const on_outcome& each) override;
  void create(std::span<const new_mailbox> mailboxes, const on_outcome& each) override;
  void remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;
  outcome read(const mailbox_ref& mailbox, const std::vector<read_position>& after,
               const std::function<bool(const stored_message&)>& take) override;

  outcome find(const mailbox_ref& mailbox, const message_criteria& which,
               const std::function<bool(const stored_message&)>& take) override;
  outcome deliver(const mailbox_ref& to, const std::string& folder,
                  std::span<const message_copy> copies) override;
  outcome sweep(const mailbox_ref& mailbox, const std::string& folder, instant before,
                bool count_only) override;

  fault_plan& faults() { return faults_; }

  // --- the world around the engine, for tests ---------------------------------------------------

  // Somebody else changed the mailbox: sets what `fields` sets, governed or not. False: not there.
  bool edit(account_id account, const mailbox_condition& fields);
  // A mailbox that was there before: create adopts it for the account of this person.
  void put_before(const hr_id& person, std::string login, const mailbox_condition& names);
  // Somebody else renamed the login. False: not there.
  bool rename(account_id account, std::string login);
  // Somebody else deleted the mailbox. False: not there.
  bool erase(account_id account);
  // A message arrives, whatever `delivery` says; answers its uid, 0 when there is no mailbox.
  std::uint64_t deliver(account_id account, message what);

  std::optional<mailbox> snapshot(account_id account) const;
  std::vector<mailbox> snapshot() const;  // by account id
  std::size_t size() const;

  // How often the verb took effect on the mailbox ("create", "remove", "apply"): a lost answer
  // counts, a fault that kept nothing does not, nor does finding it done already.
  std::uint64_t effected(std::string_view verb, account_id account) const;

 private:
  outcome run(std::string_view verb, account_id account, const std::function<outcome()>& act);
  outcome observe_one(const mailbox_ref& which);
  outcome apply_one(const change& what);
  outcome create_one(const new_mailbox& what);
  outcome adopt_one(const new_mailbox& what, mailbox& before);
  outcome remove_one(const mailbox_ref& which);
  outcome seen(const mailbox& of) const;
  outcome adopted_seen(const mailbox& of) const;
  outcome found_again(const new_mailbox& what, const mailbox& found) const;
  outcome missing(const mailbox_ref& which) const;
  mailbox* find(const mailbox_ref& which);
  std::optional<outcome> address_taken(account_id by, const mailbox_condition& wanted) const;
  void effect(std::string_view verb, account_id account);

  std::vector<std::string_view> governs_;
  fault_plan faults_;
  mutable std::mutex mutex_;
  std::map<account_id, mailbox> mailboxes_;
  std::map<std::string, mailbox> before_;  // by HR number: nobody's account yet
  std::map<account_id, std::uint64_t> generations_;  // mailboxes ever made for the account
  std::map<std::pair<std::string, account_id>, std::uint64_t> effected_;
};

}  // namespace tenure::memory
