// The service's use cases on a council of 200 people, through the router and in memory.
#include "tests/unit/service/small_council.hpp"

#include "engine/http/openapi.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::IsEmpty;

std::string text(const json::value& from) { return std::string(from.as_string()); }

// One council for all tests of a suite: each uses people of its own.
class the_service : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    council = std::make_unique<small_council>();
    council->make_lists();
    staff = council->apply("staff");
  }
  static void TearDownTestSuite() { council.reset(); }

  inline static std::unique_ptr<small_council> council;
  inline static json::object staff;
};

TEST_F(the_service, serves_exactly_what_is_described) {
  auto described = http::operations_of(TENURE_SOURCE_DIR "/engine/http/openapi.yaml");
  ASSERT_FALSE(described.empty());
  EXPECT_THAT(http::differences(described, council->app->routes), IsEmpty());
}

TEST_F(the_service, previews_and_applies_a_list_once) {
  EXPECT_EQ(staff.at("counts").at("create").as_int64(), 200);
  EXPECT_FALSE(staff.at("held").as_bool());
  EXPECT_EQ(staff.at("rows").as_array().size(), 200u);
  auto digest = text(staff.at("digest"));
  auto again = council->ask("POST", "/v1/hr/lists", body({{"digest", digest}}));
  EXPECT_EQ(code_of(again), "list.applied");
  auto release = council->ask("POST", "/v1/hr/lists/" + digest + "/release", R"({"reason":"r"})");
  EXPECT_EQ(code_of(release), "list.not_held");
  auto lists = council->get("/v1/hr/lists").at("lists").as_array();
  ASSERT_FALSE(lists.empty());
  EXPECT_EQ(text(lists.at(0).at("status")), "applied");
}

TEST_F(the_service, refuses_requests_that_say_nothing_sound) {
  struct row {
    const char *method, *path, *body, *code;
  };
  const row rows[] = {
      {"POST", "/v1/hr/previews", R"({"kind":"people","path":"/x"})", "hr.kind.malformed"},
      {"POST", "/v1/hr/previews", "[]", "request.body.malformed"},
      {"POST", "/v1/hr/previews", "{", "request.body.malformed"},
      {"POST", "/v1/hr/previews", R"({"kind":7,"path":"/x"})", "request.field.malformed"},
      {"POST", "/v1/hr/lists", R"({"digest":"00"})", "list.unknown"},
      {"POST", "/v1/hr/lists", "", "list.unknown"},
      {"POST", "/v1/hr/lists/00/release", R"({"reason":"r"})", "list.unknown"},
      {"GET", "/v1/accounts/nobody", "", "account.not_found"},
      {"GET", "/v1/accounts/nobody/explanation", "", "account.not_found"},
      {"POST", "/v1/accounts/nobody/events", R"({"name":"account.suspended"})",
       "account.not_found"},
      {"POST", "/v1/accounts/nobody/events", R"({"name":"effect.done"})", "event.denied"},
      {"POST", "/v1/accounts/nobody/events", R"({"name":"hold.lifted"})", "event.denied"},
      {"POST", "/v1/accounts/nobody/events", R"({"name":"account.suspended","data":{"a":1}})",
       "request.data.malformed"},
      {"POST", "/v1/accounts/nobody/events",
       R"({"name":"leaver.redated","data":{"leavingDate":"2030-02-30"}})",
       "request.date.malformed"},
      {"POST", "/v1/holds", R"({"account":"nobody","matter":"M"})", "account.not_found"},
      {"POST", "/v1/holds", R"({"account":"nobody"})", "hold.matter.invalid"},
      {"DELETE", "/v1/holds/00", "", "hold.not_found"},
      {"GET", "/v1/tasks/00", "", "task.not_found"},
      {"POST", "/v1/tasks/00/done", "", "task.not_found"},
      {"POST", "/v1/tasks/00/cancel", "", "task.not_found"},
      {"POST", "/v1/brakes/none/release", R"({"reason":"r"})", "brake.not_found"},
      {"POST", "/v1/brakes/delete/release", R"({"reason":"r"})", "brake.conflict"},
      {"POST", "/v1/reconciliations", R"({"account":"nobody"})", "account.not_found"},
      {"GET", "/v1/sweep/preview", "", "sweep.not_offered.not_found"},
      {"POST", "/v1/brakes/sweep/release", R"({"reason":"r"})", "brake.not_found"},
      {"POST", "/v1/simulations", "", "request.date.malformed"},
      {"POST", "/v1/simulations", R"({"until":"2030-02-30"})", "request.date.malformed"},
      {"POST", "/v1/audit/exports", "", "request.folder.malformed"},
      {"POST", "/v1/audit/exports", R"({"folder":"here"})", "request.folder.malformed"},
      {"POST", "/v1/audit/acknowledgements", "", "request.reason.malformed"},
      {"POST", "/v1/audit/acknowledgements", R"({"reason":"r"})", "audit.nothing_to_acknowledge"},
      {"GET", "/v1/audit/proofs/one", "", "request.number.malformed"},
      {"GET", "/v1/audit/proofs/-1", "", "request.number.malformed"},
      {"GET", "/v1/audit/proofs/999999999", "", "audit.receipt.no_entry"},
      {"POST", "/v1/clock", "", "clock.malformed"},
      {"POST", "/v1/clock", R"({"advance":"30 days"})", "clock.malformed"},
      {"POST", "/v1/clock", R"({"advance":"P101Y"})", "clock.invalid"},
      {"POST", "/v1/clock", R"({"advance":"P36601D"})", "clock.invalid"},
      {"POST", "/v1/clock", R"({"set":"2029-01-01T00:00:00Z"})", "clock.invalid"},
  };
  for (const auto& row : rows) {
    auto answer = council->ask(row.method, row.path, row.body);
    EXPECT_EQ(code_of(answer), row.code) << row.method << " " << row.path << " " << row.body;
    EXPECT_LT(answer.status, 500) << answer.body;
  }
}

TEST_F(the_service, refuses_numbers_that_do_not_fit) {
  for (const char* path : {"/v1/accounts", "/v1/audit/entries"}) {
    for (const char* limit : {"0", "-1", "x", "1x", " 1", "99999999999999999999", "1000001"}) {
      EXPECT_EQ(code_of(council->ask("GET", path, "", "", {{"limit", limit}})),
                "request.number.malformed")
          << path << " " << limit;
    }
  }
}

TEST_F(the_service, pages_through_the_accounts) {
  std::size_t seen = 0;
  attributes query{{"limit", "77"}};
  for (int page = 0; page < 4; ++page) {
    auto some = council->get("/v1/accounts", query);
    seen += some.at("accounts").as_array().size();
    const auto* after = some.if_contains("after");
    if (after == nullptr) break;
    query["after"] = text(*after);
  }
  EXPECT_GE(seen, 200u);
}

TEST_F(the_service, knows_an_account_by_each_of_its_names) {
  auto one = council->active(0);
  for (const char* name : {"id", "address", "login", "person"}) {
    auto shown = council->get("/v1/accounts/" + text(one.at(name)));
    EXPECT_EQ(shown.at("id"), one.at("id")) << name;
  }
  auto why = council->get(path_of(one) + "/explanation");
  EXPECT_FALSE(why.at("sentences").as_array().empty());
  auto entries = council->get("/v1/audit/entries", {{"account", text(one.at("id"))}});
  EXPECT_GE(entries.at("entries").as_array().size(), 2u);
}

TEST_F(the_service, lets_only_the_one_who_placed_a_hold_lift_it) {
  auto one = council->active(1);
  auto placed = council->post("/v1/holds", body({{"account", text(one.at("id"))}, {"matter", "M"}}),
                              "vera");
  auto path = "/v1/holds/" + text(placed.at("id"));
  EXPECT_EQ(text(placed.at("placedBy")), "vera");
  auto other = council->ask("DELETE", path, "", "paul");
  EXPECT_EQ(code_of(other), "hold.lift.denied");
  EXPECT_EQ(other.status, 403);
  EXPECT_EQ(council->get(path_of(one)).at("holds").as_array().size(), 1u);
  EXPECT_EQ(council->ask("DELETE", path, "", "vera").status, 200);
  EXPECT_EQ(code_of(council->ask("DELETE", path, "", "vera")), "hold.conflict");
  EXPECT_TRUE(council->get(path_of(one)).at("holds").as_array().empty());
}

TEST_F(the_service, goes_on_when_a_task_is_done) {
  auto tasks = council->get("/v1/tasks").at("tasks").as_array();
  ASSERT_GE(tasks.size(), 2u);
  const auto& task = tasks.at(0).as_object();
  ASSERT_THAT(text(task.at("kind")), HasSubstr("approve:"));
  auto path = "/v1/tasks/" + text(task.at("id"));
  EXPECT_EQ(code_of(council->ask("POST", path + "/cancel", "", "agency.team")),
            "task.cancel.denied");
  council->post(path + "/done", R"({"note":"known"})", "agency.team");
  EXPECT_EQ(text(council->get(path).at("status")), "done");
  auto account = council->get("/v1/accounts/" + text(task.at("account")));
  EXPECT_THAT(text(account.at("state")), HasSubstr("employed."));
  EXPECT_EQ(code_of(council->ask("POST", path + "/done", "", "agency.team")), "task.conflict");
}

TEST_F(the_service, suspends_and_reinstates) {
  auto one = council->active(2);
  auto path = path_of(one) + "/events";
  auto gone = council->post(path, R"({"name":"account.suspended","data":{"reason":"r"}})", "ann");
  EXPECT_NE(gone.at("state"), one.at("state"));
  auto back = council->post(path, R"({"name":"account.reinstated","data":{"reason":"r"}})", "ann");
  EXPECT_EQ(back.at("state"), one.at("state"));
  EXPECT_EQ(code_of(council->ask("POST", path, R"({"name":"account.reinstated"})")),
            "event.conflict");
}

TEST_F(the_service, finds_no_drift_where_it_has_just_written) {
  auto seen = council->post("/v1/reconciliations", R"({"repair":false})");
  EXPECT_GT(seen.at("checked").as_int64(), 100);
  EXPECT_TRUE(seen.at("differences").as_array().empty()) << json::serialize(seen);
}

TEST_F(the_service, shows_what_will_happen_and_changes_nothing) {
  auto before = council->get("/v1/status").at("checkpoint").at("size");
  council->post("/v1/simulations", R"({"until":"2030-12-31"})");
  EXPECT_EQ(council->get("/v1/status").at("checkpoint").at("size"), before);
}

TEST_F(the_service, exports_a_trail_that_anyone_can_verify) {
  auto key = text(council->get("/v1/audit/key").at("key"));
  auto folder = (council->folder / "export").string();
  auto made = council->post("/v1/audit/exports", body({{"folder", folder}}));
  auto verify = [&](const std::string& what) {
    return council->post("/v1/audit/verifications", body({{"folder", what}, {"key", key}}));
  };
  auto seen = verify(folder);
  EXPECT_TRUE(seen.at("ok").as_bool()) << json::serialize(seen);
  EXPECT_EQ(seen.at("root"), made.at("root"));
  EXPECT_EQ(code_of(council->ask("POST", "/v1/audit/verifications",
                                 body({{"folder", folder + ".none"}, {"key", key}}))),
            "request.folder.not_found");
  std::ofstream(folder + "/more") << "x";
  EXPECT_FALSE(verify(folder).at("ok").as_bool());
}

TEST_F(the_service, gives_a_receipt_that_needs_no_log) {
  auto key = text(council->get("/v1/audit/key").at("key"));
  auto proof = council->get("/v1/audit/proofs/3");
  auto file = (council->folder / "receipt.txt").string();
  auto save = [&](const std::string& content) { std::ofstream(file, std::ios::binary) << content; };
  auto verify = [&] {
    return council->post("/v1/audit/verifications", body({{"folder", file}, {"key", key}}));
  };
  auto receipt = text(proof.at("receipt"));
  save(receipt);
  auto seen = verify();
  EXPECT_TRUE(seen.at("ok").as_bool()) << json::serialize(seen);
  EXPECT_THAT(text(seen.at("entry")), HasSubstr("#3 "));
  save(receipt.substr(0, receipt.size() - 2));
  EXPECT_FALSE(verify().at("ok").as_bool());
}

TEST_F(the_service, is_well) {
  auto status = council->get("/v1/status");
  EXPECT_EQ(status.at("openEffects").as_int64(), 0);
  EXPECT_TRUE(status.at("problems").as_array().empty()) << json::serialize(status);
  auto checks = council->get("/v1/doctor").at("checks").as_array();
  EXPECT_GE(checks.size(), 8u);
  for (const auto& check : checks) {
    // No file was read: this configuration was made by the test.
    EXPECT_TRUE(check.at("ok").as_bool()) << json::serialize(check);
  }
  auto brakes = council->get("/v1/brakes").at("brakes").as_array();
  ASSERT_EQ(brakes.size(), 1u);
  EXPECT_FALSE(brakes.at(0).at("pulled").as_bool());
  auto checked = council->post("/v1/policy/checks", "{}");
  EXPECT_TRUE(checked.at("ok").as_bool()) << json::serialize(checked);
  EXPECT_FALSE(checked.at("warnings").as_array().empty()) << "no office has a holder here";
  for (const char* missing : {R"({"path":"/nowhere"})", R"({"workflows":"/nowhere"})"}) {
    EXPECT_THROW(council->post("/v1/policy/checks", missing), std::runtime_error) << missing;
  }
}

}  // namespace
}  // namespace tenure::service
