// Whom open cases rest on and ask: found by name, and page by page.
#include "tests/conformance/store/store_suite.hpp"

namespace tenure::test {
namespace {

const account_id jane = number<account_id>(1), other = number<account_id>(2);

const actor helpdesk{"P7", "helpdesk", "peer uid 1000"};

case_file some_case(std::uint64_t n, const account_id& subject) {
  return {.id = number<case_id>(n), .workflow = "delegation", .subject = subject,
          .requester = {"1042"}, .state = "open", .context = {{"reason", "1004"}}, .pending = {},
          .opened = {1}};
}

task some_task(std::uint64_t n, const account_id& of, std::int64_t opened) {
  return {.id = number<task_id>(n), .account = of, .kind = "approve:delegation",
          .assignee = "person:1042", .invoke = "decision", .input = {{"who", "1004"}},
          .opened = {opened}, .due = std::nullopt};
}

TEST_P(StoreTest, WhoHasAgreedToACaseIsFoundUntilItIsClosedOrAskedAnew) {
  auto alone = some_case(1, jane), both = some_case(2, other), over = some_case(3, jane);
  alone.context["agreed.0"] = "1004";
  both.context["agreed.0"] = "1040,1004", both.context["agreed.1"] = "1005";
  over.context["agreed.0"] = "1004", over.closed = true;
  commit([&](transaction& tx) {
    for (const auto* each : {&alone, &both, &over}) tx.cases().save(*each);
  });
  auto of = [](transaction& tx, const char* who) {
    std::vector<case_id> found;
    for (const auto& each : tx.cases().agreed_by({who})) found.push_back(each.id);
    return found;
  };
  look([&](transaction& tx) {
    EXPECT_EQ(of(tx, "1004"), (std::vector{alone.id, both.id}));
    EXPECT_EQ(of(tx, "1040"), std::vector{both.id});
    EXPECT_EQ(of(tx, "1005"), std::vector{both.id});
    for (const char* nobody : {"104", "100", "004", "1042", "1004,", "1040,1004", ""}) {
      EXPECT_TRUE(of(tx, nobody).empty()) << nobody;
    }
  });
  alone.revision = both.revision = 1;
  alone.closed = true;
  both.context.erase("agreed.0");
  commit([&](transaction& tx) {
    tx.cases().save(alone);
    tx.cases().save(both);
  });
  look([&](transaction& tx) {
    EXPECT_TRUE(of(tx, "1004").empty());
    EXPECT_EQ(of(tx, "1005"), std::vector{both.id});
  });
}

TEST_P(StoreTest, OpenCasesAreReadPageByPageNewestFirst) {
  std::vector<case_id> wanted;
  commit([&](transaction& tx) {
    for (std::uint64_t n = 1; n <= 7; ++n) {
      auto one = some_case(n * 31 % 11 + 1, n % 2 ? jane : other);
      one.closed = n == 4;
      tx.cases().save(one);
      if (!one.closed) wanted.insert(wanted.begin(), one.id);
    }
  });
  look([&](transaction& tx) {
    std::vector<case_id> found;
    for (auto page = tx.cases().open_before({}, 2); !page.empty();
         page = tx.cases().open_before(found.back(), 2)) {
      EXPECT_LE(page.size(), 2u);
      for (const auto& each : page) found.push_back(each.id);
    }
    EXPECT_EQ(found, wanted);
    EXPECT_TRUE(tx.cases().open_before(number<case_id>(99), 2).empty()) << "no such case";
  });
}

TEST_P(StoreTest, WhoMayAnswerAQuestionIsAskedUntilItIsAnswered) {
  auto first = some_task(1, jane, 10), second = some_task(2, other, 5);
  auto done = some_task(3, jane, 1);
  first.input["eligible"] = "1004,1005", second.input["eligible"] = "1005";
  done.input["eligible"] = "1004,1005,1004";
  commit([&](transaction& tx) {
    for (const auto* each : {&first, &second, &done}) tx.tasks().open(*each);
    tx.tasks().finish(done.id, "done", helpdesk, at(1));
    tx.tasks().open(done);  // the same id twice: nothing
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.tasks().asking({"1004"}), std::vector{first});
    EXPECT_EQ(tx.tasks().asking({"1005"}), (std::vector{second, first}));
    for (const char* nobody : {"1042", "100", "1004,1005", ""}) {
      EXPECT_TRUE(tx.tasks().asking({nobody}).empty()) << nobody;
    }
  });
  commit([&](transaction& tx) { tx.tasks().finish(first.id, "cancelled", helpdesk, at(2)); });
  look([&](transaction& tx) {
    EXPECT_TRUE(tx.tasks().asking({"1004"}).empty());
    EXPECT_EQ(tx.tasks().asking({"1005"}), std::vector{second});
  });
}

}  // namespace
}  // namespace tenure::test
