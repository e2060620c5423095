#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

person some_person(const std::string& id) {
  return {.id = {id},
          .kind = person_kind::member,
          .given_name = "Zoë",
          .surname = "O'Neil",
          .job_title = "Cllr; \"x\"",
          .unit = "U1",
          .manager = {"P9"},
          .contact = "zoe@home.example",
          .on_staff = true};
}

TEST_P(StoreTest, PersonComesBackAndIsReplaced) {
  auto zoe = some_person("P1");
  commit([&](transaction& tx) { tx.people().save(zoe); });
  look([&](transaction& tx) { EXPECT_EQ(tx.people().load({"P1"}), zoe); });
  zoe.on_staff = false;
  zoe.unit = "";
  zoe.manager = {};
  commit([&](transaction& tx) { tx.people().save(zoe); });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.people().load({"P1"}), zoe);
    EXPECT_EQ(tx.people().load({"p1"}), std::nullopt);
    EXPECT_EQ(tx.people().load({""}), std::nullopt);
  });
}

// A mailbox of a unit or group stands for nobody, and no list of staff has it.
TEST_P(StoreTest, AMailboxOfManyIsNobodyOnStaff) {
  auto support = some_person("mailbox:support");
  support.kind = person_kind::shared;
  support.on_staff = false;
  account its = some_account(7);
  its.kind = person_kind::shared;
  commit([&](transaction& tx) {
    tx.people().save(support);
    tx.accounts().save(its);
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.people().load({"mailbox:support"}), support);
    EXPECT_EQ(tx.accounts().load(its.id)->kind, person_kind::shared);
    EXPECT_TRUE(tx.people().list({}, 10).empty());
  });
}

// By the HR id's octets, whatever the database's locale: "P10" < "P9" < "a" < "Ä".
TEST_P(StoreTest, ListsStaffInPagesByHrId) {
  commit([&](transaction& tx) {
    for (const char* id : {"a", "P9", "Ä", "P10", "gone"}) {
      auto one = some_person(id);
      one.on_staff = one.id.value != "gone";
      tx.people().save(one);
    }
  });
  look([&](transaction& tx) {
    auto first = tx.people().list({}, 3);
    ASSERT_EQ(first.size(), 3u);
    EXPECT_EQ(first[0].id.value, "P10");
    EXPECT_EQ(first[1].id.value, "P9");
    EXPECT_EQ(first[2].id.value, "a");
    auto rest = tx.people().list(first.back().id, 3);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].id.value, "Ä");
  });
}

TEST_P(StoreTest, UnitsComeBackById) {
  unit root{"U1", "Whole \"council\"", "", {"P9"}}, child{"U0", "Legal", "U1", {}};
  commit([&](transaction& tx) {
    tx.people().save_unit(root);
    tx.people().save_unit(child);
    child.name = "Law";
    tx.people().save_unit(child);
  });
  look([&](transaction& tx) { EXPECT_EQ(tx.people().units(), (std::vector{child, root})); });
}

TEST_P(StoreTest, BrokenPeopleAndUnitsAreRefused) {
  EXPECT_THROW(commit([&](transaction& tx) { tx.people().save(some_person("")); }),
               std::logic_error);
  EXPECT_THROW(commit([&](transaction& tx) { tx.people().save_unit({"", "x", "", {}}); }),
               std::logic_error);
  EXPECT_THROW(commit([&](transaction& tx) { tx.people().save_unit({"U", "x", "U", {}}); }),
               std::logic_error);
}

}  // namespace
}  // namespace tenure::test
