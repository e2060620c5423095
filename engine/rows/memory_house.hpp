#pragma once
// Mailboxes in memory, with a plan of faults for each part.

#include "connectors/memory/archive.hpp"
#include "connectors/memory/connector.hpp"
#include "connectors/memory/notifier.hpp"
#include "engine/rows/mail_house.hpp"

namespace tenure::rows {

class memory_house final : public mail_house {
 public:
  memory_house(memory::mail_system& mail, memory::archive_shelf& shelf, memory::notice_box& notices)
      : mail_(mail), shelf_(shelf), notices_(notices) {}

  mail_ports ports() override;
  // The text of the notice is its template's name: what it says is not looked at here.
  result<notice> compose(flow::engine& on, const flow::organisation& of,
                         const effects::work& item, instant now) override;
  std::optional<mailbox_condition> look(const account& of) override;
  std::optional<std::size_t> archived(const account& of) override;
  std::vector<arrived_notice> notices(account_id about) override;
  bool put_message(const account& to, const std::string& folder, const std::string& bytes,
                   instant received) override;
  std::size_t messages_in(const account& of, const std::string& folder) override;
  bool edit(const account& of, const mailbox_condition& fields) override;
  memory::fault_plan& faults(std::string_view call) override;

 private:
  memory::mail_system& mail_;
  memory::archive_shelf& shelf_;
  memory::notice_box& notices_;
};

}  // namespace tenure::rows
