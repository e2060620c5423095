#include "tests/support/faulty_store.hpp"

#include "engine/model/refusal.hpp"
#include "tests/support/passing_transaction.hpp"

#include <utility>

namespace tenure::test {

class faulty_transaction : public passing_transaction {
 public:
  faulty_transaction(faulty_store& plan, std::unique_ptr<transaction> real)
      : passing_transaction(std::move(real)), plan_(plan) {}

  void commit() override {
    auto planned = plan_.plan_.find(++plan_.commits_);
    bool fails = planned != plan_.plan_.end();
    if (!fails || planned->second == commit_fault::persisted) passing_transaction::commit();
    if (fails) throw environment_lost("commit failed on plan");
  }

 private:
  faulty_store& plan_;
};

std::unique_ptr<transaction> faulty_store::begin(instant now) {
  return std::make_unique<faulty_transaction>(*this, real_.begin(now));
}

}  // namespace tenure::test
