#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

const account_id jane = number<account_id>(1), other = number<account_id>(2);

address_claim claim_of(const account_id& of, int n) {
  auto numbered = n == 0 ? std::string() : std::to_string(n);
  return {"jane.smith" + numbered + "@example.org", "jane.smith@example.org", n, of};
}

TEST_P(StoreTest, AddressBelongsToWhoClaimedItFirst) {
  commit([&](transaction& tx) {
    EXPECT_TRUE(tx.addresses().claim(claim_of(jane, 0)));
    EXPECT_TRUE(tx.addresses().claim(claim_of(jane, 0)));
    EXPECT_FALSE(tx.addresses().claim(claim_of(other, 0)));
  });
  commit([&](transaction& tx) {
    EXPECT_FALSE(tx.addresses().claim(claim_of(other, 0)));
    EXPECT_TRUE(tx.addresses().claim(claim_of(jane, 0)));
    EXPECT_EQ(tx.addresses().holder("jane.smith@example.org"), jane);
    EXPECT_EQ(tx.addresses().holder("jane.smith2@example.org"), std::nullopt);
    EXPECT_EQ(tx.addresses().holder("jane.smith"), std::nullopt);
  });
}

// Proposed to one, found at another in the directory: the book follows the directory.
TEST_P(StoreTest, AnAddressThatWasFoundChangesHands) {
  auto found = claim_of(other, 0);
  found.found = true;
  commit([&](transaction& tx) {
    EXPECT_TRUE(tx.addresses().claim(claim_of(jane, 0)));
    EXPECT_TRUE(tx.addresses().claim(claim_of(jane, 2)));
    EXPECT_TRUE(tx.addresses().claim(found));
    EXPECT_TRUE(tx.addresses().claim(found));
  });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.addresses().holder("jane.smith@example.org"), other);
    EXPECT_EQ(tx.addresses().holder("jane.smith2@example.org"), jane);
    EXPECT_FALSE(tx.addresses().claim(claim_of(jane, 0)));
    EXPECT_EQ(tx.addresses().next_number("jane.smith@example.org"), 3);
  });
}

TEST_P(StoreTest, ClaimOfATransactionThatIsDroppedIsFree) {
  look([&](transaction& tx) { EXPECT_TRUE(tx.addresses().claim(claim_of(jane, 0))); });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.addresses().holder("jane.smith@example.org"), std::nullopt);
    EXPECT_TRUE(tx.addresses().claim(claim_of(other, 0)));
  });
}

TEST_P(StoreTest, NextNumberIsPastTheLargestTaken) {
  const struct {
    int claimed;
    int next;
  } steps[] = {{0, 1}, {2, 3}, {1, 3}, {41, 42}, {7, 42}};
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.addresses().next_number("jane.smith@example.org"), 0);
    for (auto [claimed, next] : steps) {
      EXPECT_TRUE(tx.addresses().claim(claim_of(jane, claimed)));
      EXPECT_EQ(tx.addresses().next_number("jane.smith@example.org"), next) << claimed;
    }
    EXPECT_EQ(tx.addresses().next_number("jane.smith"), 0);
    EXPECT_EQ(tx.addresses().next_number(""), 0);
  });
}

TEST_P(StoreTest, BrokenClaimsAreRefused) {
  const address_claim broken[] = {
      {"Jane@example.org", "jane@example.org", 0, jane},
      {"", "", 0, jane},
      {"jane@example.org", "jane@example.org", -1, jane},
      {"jane@example.org", "jane@example.org", 0, {}},
      {"jane\xff@example.org", "jane@example.org", 0, jane},
  };
  for (const auto& one : broken) {
    EXPECT_THROW(commit([&](transaction& tx) { tx.addresses().claim(one); }), std::logic_error)
        << one.address;
  }
}

}  // namespace
}  // namespace tenure::test
