#pragma once
// A transaction that passes everything on; a test overrides the one thing that shall go wrong.

#include "engine/ports/store.hpp"

#include <memory>
#include <utility>

namespace tenure::test {

class passing_transaction : public transaction {
 public:
  explicit passing_transaction(std::unique_ptr<transaction> real) : real_(std::move(real)) {}

  account_table& accounts() override { return real_->accounts(); }
  people_table& people() override { return real_->people(); }
  address_table& addresses() override { return real_->addresses(); }
  journal_table& journal() override { return real_->journal(); }
  deadline_table& deadlines() override { return real_->deadlines(); }
  task_table& tasks() override { return real_->tasks(); }
  hold_table& holds() override { return real_->holds(); }
  inbox_table& inbox() override { return real_->inbox(); }
  outbox_table& outbox() override { return real_->outbox(); }
  list_table& lists() override { return real_->lists(); }
  setting_table& settings() override { return real_->settings(); }
  case_table& cases() override { return real_->cases(); }
  grant_table& grants() override { return real_->grants(); }
  designation_table& designations() override { return real_->designations(); }
  attestation_table& attestations() override { return real_->attestations(); }
  void commit() override { real_->commit(); }

 private:
  std::unique_ptr<transaction> real_;
};

}  // namespace tenure::test
