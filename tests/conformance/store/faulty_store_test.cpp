#include "tests/support/faulty_store.hpp"

#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

class FaultyStoreTest : public testing::Test {
 protected:
  chain_sealer seals_;
  std::unique_ptr<store> real_ = open_store({.url = "sqlite::memory:"}, seals_).value();
  faulty_store faulty_{*real_};

  void put(const char* name) {
    auto tx = faulty_.begin({});
    tx->settings().put(name, "x");
    tx->commit();
  }
  bool has(const char* name) { return real_->begin({})->settings().get(name).has_value(); }
};

TEST_F(FaultyStoreTest, FailsTheCommitsItWasToldTo) {
  faulty_.fail(2, commit_fault::not_persisted);
  faulty_.fail(3, commit_fault::persisted);
  put("first");
  EXPECT_THROW(put("second"), environment_lost);
  EXPECT_THROW(put("third"), environment_lost);
  put("fourth");
  EXPECT_TRUE(has("first"));
  EXPECT_FALSE(has("second"));
  EXPECT_TRUE(has("third"));
  EXPECT_TRUE(has("fourth"));
  EXPECT_EQ(faulty_.commits(), 4);
}

}  // namespace
}  // namespace tenure::test
