#include "tests/support/faulty_store.hpp"

#include "engine/model/refusal.hpp"

#include <utility>

namespace tenure::test {

class faulty_transaction : public transaction {
 public:
  faulty_transaction(faulty_store& plan, std::unique_ptr<transaction> real)
      : plan_(plan), real_(std::move(real)) {}

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

  void commit() override {
    auto planned = plan_.plan_.find(++plan_.commits_);
    bool fails = planned != plan_.plan_.end();
    if (!fails || planned->second == commit_fault::persisted) real_->commit();
    if (fails) throw environment_lost("commit failed on plan");
  }

 private:
  faulty_store& plan_;
  std::unique_ptr<transaction> real_;
};

std::unique_ptr<transaction> faulty_store::begin(instant now) {
  return std::make_unique<faulty_transaction>(*this, real_.begin(now));
}

}  // namespace tenure::test
