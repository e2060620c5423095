// Who may let whom decide for whom, as the routes have it; who then may decide is tests/cases'.
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;

class designations : public testing::Test {
 protected:
  designations() {
    council.app->engine->run([](flow::line& on) {
      for (auto id : {"1", "2", "3", "9"}) on.in.people().save({.id = {id}, .surname = id});
      auto gone = on.in.people().load({"9"});
      gone->on_staff = false;
      on.in.people().save(*gone);
      return true;
    });
    council.ask("POST", "/v1/clock", R"({"set":"2030-01-07T12:00:00Z"})");
  }
  http::response add(const std::string& as, const std::string& of, const std::string& to,
                     const std::string& until, const std::string& from = "") {
    return council.ask("POST", "/v1/designations",
                       body({{"principal", of}, {"designee", to}, {"until", until},
                             {"from", from}}),
                       as);
  }
  json::array listed(bool all = false) {
    return council.get("/v1/designations", all ? attributes{{"all", "true"}} : attributes{})
        .at("designations")
        .as_array();
  }

  small_council council{{.demonstration = true,
                         .roles = {{"hrOfficer", {.hr_numbers = {"3"}}},
                                   {"auditor", {.hr_numbers = {"4"}}}}}};
};

TEST_F(designations, are_lent_by_who_has_the_authority_and_end_with_their_last_day) {
  auto made = add("1", "1", "2", "2030-01-31");
  ASSERT_EQ(made.status, 201) << made.body;
  auto all = listed();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("principal"), "1");
  EXPECT_EQ(all[0].at("madeBy"), "1");
  EXPECT_TRUE(all[0].at("stands").as_bool());
  auto trail = council.get("/v1/audit/entries").at("entries").as_array();
  EXPECT_EQ(trail.back().at("event"), "designation.made");
  council.ask("POST", "/v1/clock", R"({"set":"2030-02-01T12:00:00Z"})");
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(listed(true).size(), 1u) << "who could decide when stays known";
}

TEST_F(designations, end_when_one_of_the_two_says_so_and_only_once) {
  auto made = add("3", "1", "2", "2030-01-31");
  ASSERT_EQ(made.status, 201) << made.body;
  auto id = std::string(json::parse(made.body).at("id").as_string());
  auto path = "/v1/designations/" + id + "/end";
  EXPECT_EQ(code_of(council.ask("POST", path, "{}", "4")), "role.denied");
  EXPECT_EQ(council.ask("POST", path, "{}", "2").status, 200);
  EXPECT_EQ(code_of(council.ask("POST", path, "{}", "1")), "designation.conflict");
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(code_of(council.ask("POST", "/v1/designations/00/end", "{}", "1")),
            "designation.not_found");
}

TEST_F(designations, are_refused_to_everybody_else) {
  struct row {
    const char *as, *of, *to, *until, *from, *code;
  };
  const row rows[] = {
      {"2", "1", "2", "2030-01-31", "", "role.denied"},
      {"4", "1", "2", "2030-01-31", "", "role.denied"},
      {"3", "1", "3", "2030-01-31", "", "designation.own.denied"},
      {"1", "1", "1", "2030-01-31", "", "designation.self.invalid"},
      {"1", "1", "9", "2030-01-31", "", "designation.person.invalid"},
      {"1", "1", "nobody", "2030-01-31", "", "designation.person.invalid"},
      {"3", "9", "2", "2030-01-31", "", "designation.person.invalid"},
      {"1", "1", "2", "", "", "designation.until.invalid"},
      {"1", "1", "2", "for ever", "", "designation.until.invalid"},
      {"1", "1", "2", "2030-01-06", "", "designation.until.invalid"},
      {"1", "1", "2", "2031-01-08", "", "designation.until.invalid"},
      {"1", "1", "2", "2030-01-31", "2030-01-06", "designation.from.invalid"},
      {"1", "1", "2", "2030-01-31", "2030-02-01", "designation.until.invalid"},
  };
  for (const auto& r : rows) {
    EXPECT_EQ(code_of(add(r.as, r.of, r.to, r.until, r.from)), r.code) << r.as << r.to << r.until;
  }
  EXPECT_TRUE(listed(true).empty());
  auto trail = council.get("/v1/audit/entries").at("entries").as_array();
  EXPECT_EQ(trail.size(), 3u) << "who tried without the right is on record";
}

}  // namespace
}  // namespace tenure::service
