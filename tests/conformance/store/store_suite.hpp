#pragma once
// The contract of engine/ports/store.hpp, run over every store there is.

#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace tenure::support {
class postgres_server;
}

namespace tenure::test {

// One PostgreSQL for the whole run; each test makes its own database on it.
support::postgres_server& shared_server();

// Where a test's store lives; gone with it.
class store_place {
 public:
  virtual ~store_place() = default;
  virtual std::string url() const = 0;
  virtual bool kept() const = 0;  // survives closing
};

struct store_kind {
  const char* name;
  std::unique_ptr<store_place> (*make)();
};

class StoreTest : public testing::TestWithParam<store_kind> {
 protected:
  void SetUp() override;
  void TearDown() override { store_.reset(); }

  // Runs `what` in a transaction and commits it.
  void commit(const std::function<void(transaction&)>& what);
  // Runs `what` in a transaction and drops it.
  void look(const std::function<void(transaction&)>& what);
  void reopen();

  static instant at(std::int64_t seconds) { return {1'700'000'000'000'000 + seconds * 1'000'000}; }

  std::unique_ptr<store_place> place_;
  chain_sealer seals_;
  std::unique_ptr<store> store_;
  instant now_ = at(0);
};

template <class Id>
Id number(std::uint64_t n) {
  return Id{{n, 0x0123456789abcdef}};
}

account some_account(std::uint64_t n);
effect some_effect(std::uint64_t n, const account_id& of);
event some_event(std::uint64_t n);
journal_entry some_entry(const account_id& of);

}  // namespace tenure::test
