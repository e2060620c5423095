#pragma once
// A store whose commits fail on plan, over a real one. The second kind is the one that happens in
// the world: the database did it, the answer was lost.

#include "engine/ports/store.hpp"

#include <map>
#include <memory>

namespace tenure::test {

enum class commit_fault {
  not_persisted,  // environment_lost, and the transaction is rolled back
  persisted,      // environment_lost, and the transaction is there
};

class faulty_store : public store {
 public:
  explicit faulty_store(store& real) : real_(real) {}

  // The n-th commit from the making of this object (counted from 1, failed ones too).
  void fail(int nth, commit_fault how) { plan_[nth] = how; }
  int commits() const { return commits_; }

  std::unique_ptr<transaction> begin(instant now) override;

 private:
  friend class faulty_transaction;

  store& real_;
  std::map<int, commit_fault> plan_;
  int commits_ = 0;
};

}  // namespace tenure::test
