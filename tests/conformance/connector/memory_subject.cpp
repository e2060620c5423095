#include "connectors/memory/connector.hpp"
#include "tests/conformance/connector/suite.hpp"

#include <algorithm>

namespace tenure::conformance {
namespace {

class memory_subject : public subject {
 public:
  explicit memory_subject(std::vector<std::string_view> governs = {std::begin(condition_fields),
                                                                   std::end(condition_fields)})
      : system_(std::move(governs)) {}

  connector& system() override { return system_; }
  mailbox_creator* creator() override { return &system_; }
  mailbox_remover* remover() override { return &system_; }
  message_finder* finder() override { return &system_; }
  message_courier* courier() override { return &system_; }
  message_sweeper* sweeper() override { return &system_; }
  void put_message(const mailbox_ref& which, const std::string& folder, const std::string& bytes,
                   instant received) override {
    system_.deliver(which.account, {.folder = folder, .received = received, .bytes = bytes});
  }
  std::vector<std::string> messages_in(const mailbox_ref& which,
                                       const std::string& folder) override {
    std::vector<std::string> out;
    const auto held = system_.snapshot(which.account).value().messages;
    for (const auto& m : held) {
      if (m.folder == folder) out.push_back(m.bytes);
    }
    std::ranges::sort(out);
    return out;
  }

  mailbox_ref put(const new_mailbox& what) override {
    mailbox_ref out = ref_of(what.account);
    system_.create({&what, 1}, [&](std::size_t, const outcome& o) {
      out.directory_id = value_of(o.facts, "directoryId");
    });
    return out;
  }
  bool put_before(const new_mailbox& what) override {
    mailbox_condition names = what.desired;
    names.address = what.account.address;
    names.display_name = what.account.display_name;
    system_.put_before(what.account.person, what.account.login, names);
    return true;
  }
  mailbox_condition look(const mailbox_ref& which) override {
    return system_.snapshot(which.account)->condition;
  }
  std::string bystander(const mailbox_ref& which) override {
    const auto found = system_.snapshot(which.account);
    const auto rest = difference(found->condition, only(found->condition, system_.governs()));
    return found->directory_id + " " + found->login + " " + to_json(rest);
  }
  void edit(const mailbox_ref& which, const mailbox_condition& to) override {
    system_.edit(which.account, to);
  }
  bool rename(const mailbox_ref& which, const std::string& login) override {
    return system_.rename(which.account, login);
  }

 private:
  memory::mail_system system_;
};

std::unique_ptr<subject> make_memory() { return std::make_unique<memory_subject>(); }

INSTANTIATE_TEST_SUITE_P(Memory, Connector, testing::Values(&make_memory));

// The same with a connector that governs little, as a mail server beside a directory does.
std::unique_ptr<subject> make_narrow() {
  return std::make_unique<memory_subject>(
      std::vector<std::string_view>{"forwarding", "autoReply", "delegates", "quota"});
}

INSTANTIATE_TEST_SUITE_P(MemoryNarrow, Connector, testing::Values(&make_narrow));

}  // namespace
}  // namespace tenure::conformance
