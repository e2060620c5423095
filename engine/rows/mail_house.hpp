#pragma once
// Where the mailboxes of a world live: in memory, or on real servers. The engine works through the
// ports; a row looks at what came of it here, past the engine.

#include "connectors/memory/fault_plan.hpp"
#include "engine/effects/performer.hpp"
#include "engine/flow/engine.hpp"
#include "engine/model/refusal.hpp"
#include "engine/ports/archive.hpp"
#include "engine/ports/messages.hpp"
#include "engine/ports/notifier.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenure::rows {

// What the engine's lanes are made of; those that govern in the order in which they act.
struct mail_ports {
  std::vector<connector*> governs;
  std::vector<mailbox_creator*> creates;
  std::vector<mailbox_remover*> removes_mail, removes_entry;
  message_source& reads;
  message_finder& finds;
  message_courier& delivers;
  message_sweeper& sweeps;
  archive& keeps;
  notifier& tells;
};

// A notice that arrived: the pack's template, and the reader as the effect names it, "manager".
struct arrived_notice {
  std::string name, to;
};

class mail_house {
 public:
  virtual ~mail_house() = default;
  virtual mail_ports ports() = 0;
  virtual result<notice> compose(flow::engine& on, const flow::organisation& of,
                                 const effects::work& item, instant now) = 0;

  // --- past the engine ---------------------------------------------------------------------------
  // The condition of the account's mailbox, every field set; nullopt: nothing of it is left.
  virtual std::optional<mailbox_condition> look(const account& of) = 0;
  // How many messages the package of its first closing holds; nullopt: there is no package.
  virtual std::optional<std::size_t> archived(const account& of) = 0;
  // What arrived about the account, in order; a notice that was sent twice stands there twice.
  virtual std::vector<arrived_notice> notices(account_id about) = 0;
  // A message comes to stand in the folder, whatever `delivery` says. False: there is no mailbox.
  virtual bool put_message(const account& to, const std::string& folder, const std::string& bytes,
                           instant received) = 0;
  // How many messages stand in the folder.
  virtual std::size_t messages_in(const account& of, const std::string& folder) = 0;
  // Somebody else sets these fields. False: there is no mailbox.
  virtual bool edit(const account& of, const mailbox_condition& fields) = 0;
  // What the engine is answered instead of what the system would: apply, remove, sweep; keep,
  // verify, destroy of the archive.
  virtual memory::fault_plan& faults(std::string_view call) = 0;
};

}  // namespace tenure::rows
