// HR lists, their brakes, and settings.
#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

hr_list some_list(std::uint64_t n, const char* status = "previewed") {
  return {.id = number<list_id>(n),
          .kind = "leavers",
          .digest = "digest " + std::to_string(n),
          .file_digest = "file",
          .status = status,
          .report = R"({"rows":2,"text":"Zoë's \"list\""})",
          .at = {1'700'000'000'000'000 + static_cast<std::int64_t>(n)},
          .released_by = {{"P1", "hr", "peer uid 1"}, {"P2", "hr", "new\nline"}}};
}

void expect_same(const std::optional<hr_list>& found, const hr_list& expected) {
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, expected.id);
  EXPECT_EQ(found->kind, expected.kind);
  EXPECT_EQ(found->digest, expected.digest);
  EXPECT_EQ(found->file_digest, expected.file_digest);
  EXPECT_EQ(found->status, expected.status);
  EXPECT_EQ(found->report, expected.report);
  EXPECT_EQ(found->at, expected.at);
  EXPECT_EQ(found->released_by, expected.released_by);
}

TEST_P(StoreTest, ListComesBackAndIsReplaced) {
  auto list = some_list(1);
  list.report.append(200'000, 'x');
  commit([&](transaction& tx) { tx.lists().save(list); });
  look([&](transaction& tx) {
    expect_same(tx.lists().load(list.id), list);
    expect_same(tx.lists().by_digest("digest 1"), list);
    EXPECT_FALSE(tx.lists().load(number<list_id>(2)));
    EXPECT_FALSE(tx.lists().by_digest("digest"));
  });
  list.status = "released";
  list.released_by.clear();
  commit([&](transaction& tx) { tx.lists().save(list); });
  look([&](transaction& tx) { expect_same(tx.lists().load(list.id), list); });
}

TEST_P(StoreTest, LastAppliedIsTheNewestOfItsKind) {
  auto staff = some_list(9, "applied");
  staff.kind = "staff";
  commit([&](transaction& tx) {
    for (const auto& one : {some_list(5, "applied"), some_list(3, "applied"), some_list(7, "held"),
                            staff}) {
      tx.lists().save(one);
    }
  });
  look([&](transaction& tx) {
    expect_same(tx.lists().last_applied("leavers"), some_list(5, "applied"));
    expect_same(tx.lists().last_applied("staff"), staff);
    EXPECT_FALSE(tx.lists().last_applied("joiners"));
  });
}

TEST_P(StoreTest, CountsAddUpOverListsAndTime) {
  commit([&](transaction& tx) {
    tx.lists().save(some_list(1));
    tx.lists().save(some_list(2));
    tx.lists().record_count(number<list_id>(1), "close", 499, at(0));
    tx.lists().record_count(number<list_id>(2), "close", 499, at(10));
    tx.lists().record_count(number<list_id>(2), "close", 2, at(10));
    tx.lists().record_count(number<list_id>(2), "create", 5'000'000'000, at(10));
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.lists().count_since("close", at(0)), 1000);
    EXPECT_EQ(tx.lists().count_since("close", at(1)), 501);
    EXPECT_EQ(tx.lists().count_since("close", at(11)), 0);
    EXPECT_EQ(tx.lists().count_since("create", at(0)), 5'000'000'000);
    EXPECT_EQ(tx.lists().count_since("unknown", at(0)), 0);
  });
}

TEST_P(StoreTest, BrokenListsAreRefused) {
  auto save = [&](const hr_list& what) { commit([&](transaction& tx) { tx.lists().save(what); }); };
  EXPECT_THROW(save(some_list(1, "unknown")), std::logic_error);
  auto broken = some_list(1);
  broken.kind = "movers";
  EXPECT_THROW(save(broken), std::logic_error);
  broken = some_list(1);
  broken.id = {};
  EXPECT_THROW(save(broken), std::logic_error);
  auto count = [&](std::uint64_t list, std::int64_t how_many) {
    commit([&](transaction& tx) {
      tx.lists().record_count(number<list_id>(list), "close", how_many, at(0));
    });
  };
  EXPECT_THROW(count(9, 1), std::logic_error);
  save(some_list(1));
  EXPECT_THROW(count(1, -1), std::logic_error);
}

TEST_P(StoreTest, SettingsAreReplacedAndFoundByPrefix) {
  commit([&](transaction& tx) {
    tx.settings().put("brake.close", "1");
    tx.settings().put("brake.create", "\"2\" 'x' Ω");
    tx.settings().put("brake.close", "3");
    tx.settings().put("brakes", "");
    tx.settings().put("Brake.x", "no");
    tx.settings().put("brake.\xF0\x9F\x93\xAC", "far");
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.settings().get("brake.close"), "3");
    EXPECT_EQ(tx.settings().get("brakes"), "");
    EXPECT_EQ(tx.settings().get("brake"), std::nullopt);
    std::vector<std::pair<std::string, std::string>> expected{
        {"brake.close", "3"}, {"brake.create", "\"2\" 'x' Ω"}, {"brake.\xF0\x9F\x93\xAC", "far"}};
    EXPECT_EQ(tx.settings().with_prefix("brake."), expected);
    EXPECT_TRUE(tx.settings().with_prefix("brake.z").empty());
    EXPECT_TRUE(tx.settings().with_prefix("%").empty());
  });
  EXPECT_THROW(commit([&](transaction& tx) { tx.settings().put("", "x"); }), std::logic_error);
}

}  // namespace
}  // namespace tenure::test
