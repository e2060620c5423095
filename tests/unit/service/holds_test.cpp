// Legal holds over the socket: placed by hand, or set by a case; lifted by the office that did so.

#include "tests/unit/service/small_council.hpp"

#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;

std::string text(const json::value& from) { return std::string(from.as_string()); }

class holds : public testing::Test {
 protected:
  holds() {
    council.make_lists();
    council.apply("staff");
    auto all = council.in_use();
    for (std::size_t i = 0; i < 4; ++i) {
      people.push_back(text(all.at(i).at("person")));
    }
    council.app->organisation->roles["dpo"] = {{people[1]}, {people[2]}};
    council.app->organisation->roles["legalCounsel"] = {{people[3]}};
  }
  http::response ask(const char* matter, const std::string& as) {
    return council.ask("POST", "/v1/cases",
                       body({{"workflow", "legalHold"}, {"account", people[0]},
                             {"matter", matter}, {"reason", "a claim"}}), as);
  }
  json::array standing() {
    return council.get("/v1/holds", {{"account", people[0]}}).at("holds").as_array();
  }
  std::string lift(const json::value& which, const std::string& as) {
    auto said = council.ask("DELETE", "/v1/holds/" + text(which.at("id")), "", as);
    return said.status == 200 ? "" : code_of(said);
  }

  small_council council;
  std::vector<std::string> people;  // subject, two of one office, one of another
};

TEST_F(holds, of_a_case_are_lifted_by_whoever_has_its_office) {
  ASSERT_EQ(ask("M-1", people[1]).status, 201);
  auto all = standing();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(text(all[0].at("matter")), "M-1");
  EXPECT_EQ(text(all[0].at("placedBy")), people[1]);
  for (const auto& who : {people[0], people[3], std::string("nobody")}) {
    EXPECT_EQ(lift(all[0], who), "hold.lift.denied") << who;
  }
  EXPECT_EQ(standing().size(), 1u);
  EXPECT_EQ(lift(all[0], people[2]), "");
  EXPECT_TRUE(standing().empty());
  EXPECT_EQ(lift(all[0], people[2]), "hold.conflict");
}

TEST_F(holds, of_several_matters_stand_side_by_side) {
  ASSERT_EQ(ask("M-1", people[1]).status, 201);
  EXPECT_EQ(code_of(ask("M-1", people[1])), "case.exists");
  ASSERT_EQ(ask("M-2", people[3]).status, 201);
  auto all = standing();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(lift(all[1], people[1]), "hold.lift.denied");
  EXPECT_EQ(lift(all[0], people[1]), "");
  EXPECT_EQ(standing().size(), 1u);
}

TEST(holds_by_hand, are_lifted_by_who_has_the_role_now) {
  small_council council({.roles = {{"dpo", {.logins = {"vera", "paul"}}},
                                   {"hrOfficer", {.logins = {"ann"}}}}});
  council.make_lists();
  council.apply("staff");
  auto all = council.get("/v1/accounts", {{"limit", "1"}}).at("accounts").as_array();
  ASSERT_EQ(all.size(), 1u);
  auto placed = council.post("/v1/holds",
                             body({{"account", text(all[0].at("id"))}, {"matter", "M"}}), "vera");
  auto path = "/v1/holds/" + text(placed.at("id"));
  EXPECT_EQ(code_of(council.ask("DELETE", path, "", "ann")), "role.denied");
  EXPECT_EQ(council.ask("DELETE", path, "", "paul").status, 200);
}

}  // namespace
}  // namespace tenure::service
