#pragma once
// Between the engine and a real system: a call that a row ordered to fail does not reach it.

#include "connectors/memory/fault_plan.hpp"
#include "engine/ports/archive.hpp"
#include "engine/ports/connector.hpp"
#include "engine/ports/messages.hpp"

namespace tenure::test {

class faulty_connector final : public connector {
 public:
  faulty_connector(connector& through, memory::fault_plan& plan) : through_(through), plan_(plan) {}
  std::vector<std::string_view> governs() const override { return through_.governs(); }
  void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override {
    through_.observe(mailboxes, each);
  }
  void apply(std::span<const change> changes, const on_outcome& each) override;

 private:
  connector& through_;
  memory::fault_plan& plan_;
};

class faulty_creator final : public mailbox_creator {
 public:
  faulty_creator(mailbox_creator& through, memory::fault_plan& plan)
      : through_(through), plan_(plan) {}
  void create(std::span<const new_mailbox> mailboxes, const on_outcome& each) override;

 private:
  mailbox_creator& through_;
  memory::fault_plan& plan_;
};

class faulty_remover final : public mailbox_remover {
 public:
  faulty_remover(mailbox_remover& through, memory::fault_plan& plan)
      : through_(through), plan_(plan) {}
  void remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) override;

 private:
  mailbox_remover& through_;
  memory::fault_plan& plan_;
};

class faulty_sweeper final : public message_sweeper {
 public:
  faulty_sweeper(message_sweeper& through, memory::fault_plan& plan)
      : through_(through), plan_(plan) {}
  outcome sweep(const mailbox_ref& mailbox, const std::string& folder, instant before,
                bool count_only) override;

 private:
  message_sweeper& through_;
  memory::fault_plan& plan_;
};

class faulty_archive final : public archive {
 public:
  faulty_archive(archive& through, memory::fault_plan& plan) : through_(through), plan_(plan) {}
  outcome keep(const mailbox_ref& mailbox, message_source& source,
               const still_allowed& allowed) override;
  outcome verify(const mailbox_ref& mailbox) override;
  outcome read(const mailbox_ref& mailbox,
               const std::function<bool(const stored_message&)>& take) override {
    return through_.read(mailbox, take);
  }
  outcome destroy(const mailbox_ref& mailbox) override;

 private:
  archive& through_;
  memory::fault_plan& plan_;
};

}  // namespace tenure::test
