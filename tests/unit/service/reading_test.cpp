// Who may read what, where the configuration does not leave it to the socket; whose office it is to
// answer a question.
#include "tests/support/shows_rule.hpp"
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;

const role_map offices{{"auditor", {.hr_numbers = {"4"}}},
                       {"helpdesk", {.hr_numbers = {"5", "6"}}},
                       {"agencyWorkerTeam", {.hr_numbers = {"7"}}},
                       {"approver", {.hr_numbers = {"8"}}}};

class reading : public testing::Test {
 protected:
  reading() {
    council.app->config.reading = reading_rule::roles;
    council.app->engine->run([&](flow::line& on) {
      for (auto id : {"1", "2", "4", "5", "6", "7", "8"}) {
        on.in.people().save({.id = {id}, .surname = id});
      }
      account of{.id = jane, .person = {"1"}, .workflow = "account",
                 .state = "employed.presence.active"};
      of.login = "jane.smith", of.address = "jane.smith@example.org";
      on.in.accounts().save(of);
      on.in.tasks().open({.id = {{0, 1}}, .account = {}, .kind = "eventRefused",
                          .assignee = "helpdesk"});
      on.in.tasks().open({.id = {{0, 2}}, .account = jane, .kind = "undertake",
                          .assignee = "person:2"});
      on.in.tasks().open({.id = {{0, 3}}, .account = jane, .kind = "approve:createAccount",
                          .assignee = "agencyWorkerTeam"});
      return true;
    });
  }
  std::string may(const std::string& as, const std::string& path, attributes query = {},
                  const std::string& method = "GET") {
    return code_of(council.ask(method, path, method == "GET" ? "" : "{}", as, std::move(query)));
  }
  std::size_t mine(const std::string& as) {
    auto answer = council.ask("GET", "/v1/tasks", "", as, {{"mine", "true"}});
    return json::parse(answer.body).at("tasks").as_array().size();
  }
  static std::string task(int number, const std::string& verb) {
    return "/v1/tasks/" + task_id{{0, static_cast<std::uint64_t>(number)}}.text() + "/" + verb;
  }

  const account_id jane{{0, 9}};
  small_council council{{.demonstration = true, .roles = offices}};
};

TEST_F(reading, takes_a_role_and_what_is_ones_own_none) {
  support::shows_rule("PAK-5.7",
                      "internal audit reads everything and does nothing; others read their own");
  struct row {
    const char* as;
    const char* path;
    attributes query;
    const char* code;
  };
  const row rows[] = {
      {"4", "/v1/accounts", {}, ""},
      {"4", "/v1/audit/entries", {}, ""},
      {"4", "/v1/grants", {}, ""},
      {"5", "/v1/accounts/1", {}, ""},
      {"1", "/v1/accounts/1", {}, ""},
      {"1", "/v1/tasks", {{"mine", "true"}}, ""},
      {"1", "/v1/attestations", {{"person", "1"}}, ""},
      {"1", "/v1/grants", {{"mine", "true"}}, ""},
      {"1", "/v1/grants", {{"account", "1"}}, "reading.denied"},
      {"1", "/v1/workflows", {}, ""},
      {"1", "/v1/status", {}, ""},
      {"1", "/v1/accounts", {}, "reading.denied"},
      {"1", "/v1/accounts", {{"mine", "true"}}, "reading.denied"},
      {"2", "/v1/accounts/1", {}, "reading.denied"},
      {"2", "/v1/accounts/1/explanation", {}, "reading.denied"},
      {"2", "/v1/audit/entries", {}, "reading.denied"},
      {"2", "/v1/cases", {}, "reading.denied"},
      {"2", "/v1/cases/00", {}, "reading.denied"},
      {"2", "/v1/cases/00/evidence", {}, "reading.denied"},
      {"2", "/v1/grants", {}, "reading.denied"},
      {"2", "/v1/holds", {}, "reading.denied"},
      {"2", "/v1/tasks", {}, "reading.denied"},
      {"2", "/v1/attestations", {{"person", "1"}}, "reading.denied"},
      {"8", "/v1/accounts", {}, "reading.denied"},
  };
  for (const auto& r : rows) EXPECT_EQ(may(r.as, r.path, r.query), r.code) << r.as << r.path;
  EXPECT_EQ(may("2", "/v1/simulations", {}, "POST"), "reading.denied");
  EXPECT_EQ(may("2", "/v1/hr/previews", {}, "POST"), "reading.denied");
  // An auditor does nothing.
  EXPECT_EQ(may("4", task(1, "done"), {}, "POST"), "role.denied");
}

TEST_F(reading, that_is_refused_is_in_the_trail) {
  EXPECT_EQ(may("2", "/v1/audit/entries"), "reading.denied");
  auto answer = council.ask("GET", "/v1/audit/entries", "", "4");
  auto last = json::parse(answer.body).at("entries").as_array().back();
  EXPECT_NE(json::serialize(last).find("GET /v1/audit/entries"), std::string::npos);
}

TEST_F(reading, is_the_sockets_where_the_configuration_says_so) {
  council.app->config.reading = reading_rule::anybody;
  EXPECT_EQ(may("2", "/v1/accounts"), "");
}

TEST_F(reading, of_grants_shows_who_could_open_ones_mailbox_as_far_as_one_is_told) {
  council.app->engine->run([&](flow::line& on) {
    case_file of{.id = {{0, 7}}, .workflow = "delegation", .subject = jane, .requester = {"1"},
                 .state = "open"};
    on.in.cases().save(of);
    grant told{.id = {{0, 1}}, .from_case = of.id, .subject = jane, .holder = {"2"},
               .purpose = "p", .clause = "C", .told = "told", .opened = on.now};
    auto untold = told;
    untold.id = {{0, 2}}, untold.told = "not told: decided so";
    on.in.grants().save(told);
    on.in.grants().save(untold);
    return true;
  });
  auto shown = [&](const std::string& as) {
    auto answer = council.ask("GET", "/v1/grants", "", as, {{"mine", "true"}});
    return json::parse(answer.body).at("grants").as_array();
  };
  ASSERT_EQ(shown("1").size(), 1u);
  EXPECT_EQ(shown("1")[0].at("told"), "told");
  EXPECT_TRUE(shown("2").empty()) << "it is not their mailbox";
}

TEST_F(reading, of_tasks_shows_ones_own_and_what_ones_office_could_take_on) {
  EXPECT_EQ(mine("1"), 0u);
  EXPECT_EQ(mine("2"), 1u);
  EXPECT_EQ(mine("5"), 1u);
  EXPECT_EQ(mine("7"), 1u);
}

TEST_F(reading, a_task_that_one_has_taken_on_is_nobody_elses) {
  EXPECT_EQ(may("2", task(1, "claim"), {}, "POST"), "role.denied");
  EXPECT_EQ(may("5", task(1, "release"), {}, "POST"), "task.conflict") << "nobody has it";
  EXPECT_EQ(may("5", task(1, "claim"), {}, "POST"), "");
  EXPECT_EQ(mine("5"), 1u);
  EXPECT_EQ(mine("6"), 0u);
  EXPECT_EQ(may("6", task(1, "claim"), {}, "POST"), "task.conflict");
  EXPECT_EQ(may("6", task(1, "done"), {}, "POST"), "task.conflict");
  EXPECT_EQ(may("2", task(1, "release"), {}, "POST"), "role.denied");
  EXPECT_EQ(may("6", task(1, "release"), {}, "POST"), "") << "the helpdesk gives it back";
  EXPECT_EQ(may("6", task(1, "done"), {}, "POST"), "");
  EXPECT_EQ(may("6", task(1, "claim"), {}, "POST"), "task.conflict") << "it is over";
}

TEST_F(reading, a_question_of_one_office_is_answered_by_nobody_else) {
  support::shows_rule("CAM-10a",
                      "an agency worker's account waits for the Agency Worker team's word alone");
  for (auto other : {"2", "4", "5", "8"}) {
    EXPECT_EQ(may(other, task(3, "done"), {}, "POST"), "role.denied") << other;
  }
  EXPECT_EQ(may("7", task(3, "claim"), {}, "POST"), "");
}

}  // namespace
}  // namespace tenure::service
