// When a task may be cancelled, and that the trail keeps what people say of what they do.
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

std::string text(const json::value& from) { return std::string(from.as_string()); }

class tasks : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    council = std::make_unique<small_council>();
    council->make_lists();
    council->apply("staff");
  }
  static void TearDownTestSuite() { council.reset(); }
  // The first open one of a kind.
  static json::object open_task(std::string_view kind) {
    const auto all = council->get("/v1/tasks");
    for (const auto& each : all.at("tasks").as_array()) {
      if (text(each.at("kind")) == kind) return each.as_object();
    }
    throw std::runtime_error("no task " + std::string(kind));
  }

  inline static std::unique_ptr<small_council> council;
};

// No smtp connector: who is absent is told by letter, and nothing waits for that.
TEST_F(tasks, that_nothing_waits_for_are_cancelled_and_the_trail_says_why) {
  council->apply("absences");
  auto letter = open_task("tellByLetter");
  auto path = "/v1/tasks/" + text(letter.at("id"));
  auto account = "/v1/accounts/" + text(letter.at("account"));
  auto before = council->get(account);
  EXPECT_EQ(code_of(council->ask("POST", path + "/cancel", R"({"reason":1})", "ann")),
            "request.field.malformed");
  EXPECT_EQ(text(council->get(path).at("status")), "open");

  auto over = council->post(path + "/cancel", R"({"reason":"told in person"})", "ann");
  EXPECT_EQ(text(over.at("status")), "cancelled");
  EXPECT_EQ(council->get(account).at("state"), before.at("state"));
  EXPECT_EQ(code_of(council->ask("POST", path + "/cancel", R"({"reason":"r"})", "ann")),
            "task.conflict");
  EXPECT_EQ(code_of(council->ask("POST", path + "/done", "", "ann")), "task.conflict");
  auto entries = council->get("/v1/audit/entries", {{"account", text(letter.at("account"))}})
                     .at("entries").as_array();
  auto last = entries.at(entries.size() - 1).as_object();
  EXPECT_EQ(text(last.at("event")), "task.cancelled");
  EXPECT_THAT(text(last.at("by")), HasSubstr("ann"));
  EXPECT_EQ(text(last.at("what")), "task tellByLetter; reason told in person");
}

// Nobody waits with an invoke, yet only the end of the task sets the repair going again.
TEST_F(tasks, that_an_account_goes_on_with_are_not_cancelled) {
  auto one = council->active(4);
  for (const char* kind : {"finishCondition", "finishEarlierDestruction"}) {
    task left{.id = new_id<task_id>(council->app->random),
              .account = *account_id::parse(text(one.at("id"))), .kind = kind,
              .assignee = "helpdesk", .invoke = "", .input = {}, .opened = {}, .due = {}};
    council->app->engine->run([&](flow::line& on) {
      on.in.tasks().open(left);
      return true;
    });
    auto path = "/v1/tasks/" + left.id.text();
    EXPECT_EQ(code_of(council->ask("POST", path + "/cancel", R"({"reason":"r"})", "ann")),
              "task.cancel.denied");
    EXPECT_EQ(text(council->post(path + "/done", "{}", "ann").at("status")), "done");
  }
}

TEST_F(tasks, and_acts_keep_what_was_said_of_them) {
  auto one = council->active(3);
  council->post(path_of(one) + "/events",
                R"({"name":"account.suspended","data":{"reason":"badge lost"}})", "ann");
  auto entries = council->get("/v1/audit/entries", {{"account", text(one.at("id"))}})
                     .at("entries").as_array();
  auto told = std::find_if(entries.begin(), entries.end(), [](const json::value& each) {
    return text(each.at("event")) == "account.suspended";
  });
  ASSERT_NE(told, entries.end());
  EXPECT_THAT(text(told->at("what")), HasSubstr("reason badge lost"));
  EXPECT_FALSE(told->at("facts").as_object().contains("reason")) << "people's words are personal";
}

}  // namespace
}  // namespace tenure::service
