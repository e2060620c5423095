// Mailboxes of units and groups, as the routes have them; what becomes of them is tests/cases'.
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class mailboxes : public testing::Test {
 protected:
  mailboxes() {
    council.ask("POST", "/v1/clock", R"({"set":"2030-01-07T12:00:00Z"})");
    council.app->engine->run([&](flow::line& on) {
      on.in.people().save_unit({"U1", "Support", "", {"4"}});
      for (auto id : {"2", "4"}) {
        std::string name = id == std::string_view("2") ? "Tom" : "Max";
        on.in.people().save({.id = {id}, .given_name = name, .surname = "Baker", .unit = "U1"});
        on.in.inbox().put({.id = new_id<event_id>(council.app->random), .name = "joiner.notified",
                           .at = on.now, .account = new_id<account_id>(council.app->random),
                           .by = {"9", "hr", "test"}, .data = {{"person", id}}});
      }
      return true;
    });
    council.ask("POST", "/v1/clock", R"({"advance":"PT1S"})");
  }
  http::response ask(const std::string& name, const std::string& unit, const std::string& as) {
    return council.ask("POST", "/v1/mailboxes", body({{"name", name}, {"unit", unit}}), as);
  }
  json::object shown() { return council.get("/v1/mailboxes/support"); }

  small_council council{{.demonstration = true, .roles = {{"hrOfficer", {.hr_numbers = {"3"}}}}}};
};

TEST_F(mailboxes, belong_to_the_head_of_the_unit_who_lets_members_in) {
  auto made = ask("support", "U1", "4");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(shown().at("owner"), "4");
  EXPECT_EQ(council.get("/v1/mailboxes").at("mailboxes").as_array().size(), 1u);
  auto members = std::string("/v1/mailboxes/support/members");
  EXPECT_EQ(council.ask("POST", members, R"({"member":"2","kind":"read"})", "4").status, 200);
  ASSERT_EQ(shown().at("members").as_array().size(), 1u);
  EXPECT_EQ(code_of(council.ask("DELETE", members + "/2", "", "2")), "case.not_theirs.denied");
  EXPECT_EQ(council.ask("DELETE", members + "/tom.baker", "", "4").status, 200);
  EXPECT_TRUE(shown().at("members").as_array().empty());
}

TEST_F(mailboxes, are_given_a_last_day_by_their_owner) {
  ask("support", "U1", "4");
  auto close = [&](const char* day, const char* as) {
    return council.ask("POST", "/v1/mailboxes/support/close", body({{"on", day}}), as);
  };
  EXPECT_EQ(code_of(close("2030-02-01", "2")), "role.denied");
  EXPECT_EQ(code_of(close("2030-01-06", "4")), "mailbox.on.invalid");
  EXPECT_EQ(code_of(close("soon", "4")), "mailbox.on.invalid");
  EXPECT_EQ(close("2030-02-01", "4").status, 200);
  EXPECT_EQ(shown().at("context").at("leavingDate"), "2030-02-01");
}

TEST_F(mailboxes, are_refused_before_anything_exists_and_the_try_is_in_the_trail) {
  const std::tuple<const char*, const char*, const char*, const char*> rows[] = {
      {"support", "U7", "4", "mailbox.unit.not_found"},
      {"support", "U1", "nobody", "case.requester.denied"},
      {"tom.baker", "U1", "4", "mailbox.taken"},
      {"postmaster", "U1", "4", "alias.reserved"},
      {"Support", "U1", "4", "alias.malformed"},
      {"", "U1", "4", "alias.malformed"},
  };
  auto before = council.get("/v1/audit/entries").at("entries").as_array().size();
  for (const auto& [name, unit, as, code] : rows) {
    EXPECT_EQ(code_of(ask(name, unit, as)), code) << name << unit << as;
  }
  auto after = council.get("/v1/audit/entries").at("entries").as_array();
  EXPECT_EQ(after.size(), before + std::size(rows));
  EXPECT_EQ(after.back().at("facts").at("refused"), "alias.malformed");
  EXPECT_THAT(ask("tom.baker", "U1", "4").body, HasSubstr("Tom Baker")) << "names the holder";
  EXPECT_EQ(code_of(council.ask("GET", "/v1/mailboxes/support")), "mailbox.not_found");
  EXPECT_EQ(code_of(council.ask("GET", "/v1/mailboxes/tom.baker")), "mailbox.not_found")
      << "somebody's own";
}

}  // namespace
}  // namespace tenure::service
