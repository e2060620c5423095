// Who may put what on record, and who sees it; what rests on it is tests/cases'.
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;

class attestations : public testing::Test {
 protected:
  attestations() {
    council.app->engine->run([](flow::line& on) {
      on.in.people().save({.id = {"1"}, .surname = "One", .unit = "U1", .manager = {"2"}});
      for (auto id : {"2", "3", "4", "5", "9"}) {
        on.in.people().save({.id = {id}, .surname = id, .unit = "U1"});
      }
      auto gone = on.in.people().load({"9"});
      gone->on_staff = false;
      on.in.people().save(*gone);
      on.in.people().save_unit({"U1", "Archives", "", {"5"}});
      return true;
    });
    council.ask("POST", "/v1/clock", R"({"set":"2030-01-07T12:00:00Z"})");
  }
  http::response add(const std::string& as, attributes body) {
    body.emplace("kind", "policyAwareness");
    body.emplace("evidence", "e-learning record 4711");
    body.emplace("until", "2030-12-31");
    json::object out;
    for (const auto& [name, value] : body) out[name] = value;
    return council.ask("POST", "/v1/attestations", json::serialize(out), as);
  }
  json::array listed(attributes query = {}) {
    return council.get("/v1/attestations", std::move(query)).at("attestations").as_array();
  }
  json::array trail() {
    return council.get("/v1/audit/entries").at("entries").as_array();
  }

  small_council council{{.demonstration = true,
                         .roles = {{"hrOfficer", {.hr_numbers = {"3"}}},
                                   {"auditor", {.hr_numbers = {"4"}}}}}};
};

TEST_F(attestations, are_recorded_by_the_line_manager_and_count_until_their_last_day) {
  auto made = add("2", {{"person", "1"}});
  ASSERT_EQ(made.status, 201) << made.body;
  auto all = listed({{"person", "1"}});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("recordedBy"), "2");
  EXPECT_EQ(all[0].at("evidence"), "e-learning record 4711");
  EXPECT_TRUE(all[0].at("stands").as_bool());
  EXPECT_EQ(trail().back().at("event"), "attestation.recorded");
  council.ask("POST", "/v1/clock", R"({"set":"2031-01-01T12:00:00Z"})");
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(listed({{"all", "true"}}).size(), 1u) << "what stood when stays known";
}

TEST_F(attestations, of_a_unit_are_shown_to_auditors) {
  auto made = add("5", {{"unit", "U1"}, {"kind", "acceptableUse"},
                        {"evidence", "Policy 7 of 2029"}});
  ASSERT_EQ(made.status, 201) << made.body;
  add("3", {{"person", "1"}});
  auto shown = listed({{"kind", "acceptableUse"}});
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].at("unit"), "U1");
  EXPECT_EQ(shown[0].at("evidence"), "Policy 7 of 2029");
  EXPECT_EQ(listed({{"unit", "U1"}}).size(), 1u);
  EXPECT_TRUE(listed({{"unit", "U2"}}).empty());
}

TEST_F(attestations, are_withdrawn_once_by_who_may) {
  auto made = add("3", {{"person", "1"}});
  ASSERT_EQ(made.status, 201) << made.body;
  auto path = "/v1/attestations/" + std::string(json::parse(made.body).at("id").as_string()) +
              "/withdraw";
  EXPECT_EQ(code_of(council.ask("POST", path, "{}", "4")), "role.denied");
  EXPECT_EQ(code_of(council.ask("POST", path, "{}", "5")), "role.denied");
  EXPECT_EQ(listed().size(), 1u);
  EXPECT_EQ(council.ask("POST", path, "{}", "1").status, 200) << "who signed may take it back";
  EXPECT_EQ(trail().back().at("event"), "attestation.withdrawn");
  EXPECT_EQ(code_of(council.ask("POST", path, "{}", "3")), "attestation.conflict");
  EXPECT_EQ(code_of(council.ask("POST", "/v1/attestations/00/withdraw", "{}", "3")),
            "attestation.not_found");
  EXPECT_TRUE(listed().empty());
}

TEST_F(attestations, are_refused_to_everybody_else) {
  struct row {
    const char* as;
    attributes body;
    const char* code;
  };
  const row rows[] = {
      {"1", {{"person", "1"}}, "attestation.own.denied"},
      {"3", {{"person", "3"}}, "attestation.own.denied"},
      {"4", {{"person", "1"}}, "role.denied"},
      {"5", {{"person", "1"}}, "role.denied"},
      {"2", {{"unit", "U1"}}, "role.denied"},
      {"3", {{"person", "9"}}, "attestation.about.invalid"},
      {"3", {{"person", "nobody"}}, "attestation.about.invalid"},
      {"3", {{"unit", "U2"}}, "attestation.about.invalid"},
      {"3", {}, "attestation.about.invalid"},
      {"3", {{"person", "1"}, {"unit", "U1"}}, "attestation.about.invalid"},
      {"3", {{"person", "1"}, {"kind", "yoga"}}, "attestation.kind.invalid"},
      {"3", {{"person", "1"}, {"kind", ""}}, "attestation.kind.invalid"},
      {"3", {{"person", "1"}, {"evidence", " "}}, "attestation.evidence.invalid"},
      {"3", {{"person", "1"}, {"until", ""}}, "attestation.until.invalid"},
      {"3", {{"person", "1"}, {"until", "2030-01-06"}}, "attestation.until.invalid"},
      {"3", {{"person", "1"}, {"until", "2040-01-08"}}, "attestation.until.invalid"},
      {"3", {{"person", "1"}, {"from", "soon"}}, "attestation.from.invalid"},
      {"3", {{"person", "1"}, {"from", "2031-01-01"}}, "attestation.until.invalid"},
  };
  for (const auto& r : rows) EXPECT_EQ(code_of(add(r.as, r.body)), r.code) << r.as << r.code;
  EXPECT_TRUE(listed({{"all", "true"}}).empty());
  EXPECT_EQ(trail().size(), 5u) << "who tried without the right is on record";
}

}  // namespace
}  // namespace tenure::service
