// A demonstration believes claimed names, as far as its configuration names roles.
#include "tests/unit/service/small_council.hpp"

#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;

std::string text(const json::value& from) { return std::string(from.as_string()); }

TEST(acting_in_a_demonstration, believes_names_and_says_so_in_the_trail) {
  small_council council;
  auto placed = council.ask("POST", "/v1/brakes/delete/release", R"({"reason":"r"})", "vera");
  EXPECT_EQ(code_of(placed), "brake.conflict") << "vera may; the brake is not on";
  http::request bare;
  bare.method = "POST";
  bare.path = "/v1/brakes/delete/release";
  bare.body = R"({"reason":"r"})";
  bare.by = {"root", "none", "operating system user 0"};
  bare.uid = 0;
  EXPECT_EQ(code_of(council.app->routes.handle(bare)), "sign_in.needed.denied");
  auto who = json::parse(council.ask("GET", "/v1/sessions", "", "vera").body);
  EXPECT_EQ(text(who.at("how")), "demonstration --as");
}

TEST(acting_in_a_demonstration, keeps_to_the_roles_that_are_configured) {
  small_council council(
      {.roles = {{"dpo", {.logins = {"vera"}}}, {"hrOfficer", {.hr_numbers = {"900"}}}}});
  const char* path = "/v1/brakes/delete/release";
  EXPECT_EQ(code_of(council.ask("POST", path, R"({"reason":"r"})", "Vera")), "brake.conflict");
  for (const char* name : {"900", "victor", "dpo", "root"}) {
    EXPECT_EQ(code_of(council.ask("POST", path, R"({"reason":"r"})", name)), "role.denied") << name;
  }
}

TEST(acting_in_a_demonstration, nobody_approves_their_own_account) {
  small_council council;
  council.make_lists();
  council.apply("staff");
  auto tasks = council.get("/v1/tasks").at("tasks").as_array();
  ASSERT_FALSE(tasks.empty());
  for (const auto& task : tasks) {
    auto account = council.get("/v1/accounts/" + text(task.at("account")));
    auto path = "/v1/tasks/" + text(task.at("id")) + "/done";
    EXPECT_EQ(code_of(council.ask("POST", path, "{}", text(account.at("person")))),
              "task.own.denied");
    EXPECT_EQ(code_of(council.ask("POST", path, "{}", text(account.at("login")))),
              "task.own.denied");
    EXPECT_EQ(council.ask("POST", path, "{}", "agency.team").status, 200);
  }
}

}  // namespace
}  // namespace tenure::service
