#pragma once
// What every connector must keep, whatever it talks to. An implementation joins with a `subject`
// (its system, and the world around it) and one line:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, Connector, testing::Values(&make_memory));
//
// in a file of its own beside this one, listed in CMakeLists.txt.

#include "engine/ports/messages.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace tenure::conformance {

class subject {
 public:
  virtual ~subject() = default;
  virtual connector& system() = 0;

  // The fields that it shows when asked: some that it governs it can bring about, not observe.
  virtual std::vector<std::string_view> observes() { return system().governs(); }

  // How many mailboxes make a large batch here.
  virtual std::size_t batch() { return 1000; }

  // nullptr: the connector does not offer it, and must not implement it either.
  virtual mailbox_creator* creator() { return nullptr; }
  virtual mailbox_remover* remover() { return nullptr; }
  virtual message_finder* finder() { return nullptr; }
  virtual message_courier* courier() { return nullptr; }
  virtual message_sweeper* sweeper() { return nullptr; }

  // --- the world around, done without the connector under test ----------------------------------
  // A mailbox of `what`, sign-in allowed, listed, mail accepted.
  virtual mailbox_ref put(const new_mailbox& what) = 0;
  virtual void put_many(std::span<const new_mailbox> what, std::vector<mailbox_ref>& to) {
    for (const auto& each : what) to.push_back(put(each));
  }
  // A mailbox that was there before Tenure and bears `what.account.person`, under these names.
  // False: the system knows no HR numbers.
  virtual bool put_before(const new_mailbox& /*what*/) { return false; }
  // What the system holds, as far as it can be told without the connector.
  virtual mailbox_condition look(const mailbox_ref& which) = 0;
  // Everything of the mailbox that the connector must leave alone, as one text.
  virtual std::string bystander(const mailbox_ref& which) = 0;
  // Somebody else sets the governed fields of `to`.
  virtual void edit(const mailbox_ref& which, const mailbox_condition& to) = 0;
  // A removed mailbox is gone; where the system keeps an empty shell, nothing is in it.
  virtual bool gone(const mailbox_ref& which);
  // A message that arrived in the folder at that moment. Only where there is a finder.
  virtual void put_message(const mailbox_ref&, const std::string& /*folder*/,
                           const std::string& /*bytes*/, instant /*received*/) {}
  // What stands in the folder, byte for byte, sorted.
  virtual std::vector<std::string> messages_in(const mailbox_ref&, const std::string& /*folder*/) {
    return {};
  }
  // Somebody else renames the login. False: here a mailbox is its login.
  virtual bool rename(const mailbox_ref&, const std::string& /*login*/) { return false; }
};

using maker = std::unique_ptr<subject> (*)();

class Connector : public testing::TestWithParam<maker> {
 protected:
  void SetUp() override {
    world_ = GetParam()();
    fields_ = world_->observes();
  }
  connector& system() { return world_->system(); }

  static new_mailbox person(std::uint64_t n);
  mailbox_ref put(std::uint64_t n) { return world_->put(person(n)); }
  outcome observe(const mailbox_ref& which);
  outcome apply(const mailbox_ref& which, const mailbox_condition& desired);
  outcome create(const new_mailbox& what);
  outcome remove(const mailbox_ref& which);
  // Two conditions that differ in every field; `n` keeps addresses of several mailboxes apart.
  static mailbox_condition closed(std::uint64_t n);
  static mailbox_condition open(std::uint64_t n);
  mailbox_condition governed(const mailbox_condition& of) { return only(of, fields_); }
  bool governs(std::string_view field) const;

  std::unique_ptr<subject> world_;
  std::vector<std::string_view> fields_;  // that are governed and observed
};

}  // namespace tenure::conformance
