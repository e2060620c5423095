// Stores of their own: a council over half a year, a real store, a restored one.
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

std::string text(const json::value& from) { return std::string(from.as_string()); }

TEST(a_council_in_time, closes_archives_and_deletes_its_leavers) {
  small_council council;
  council.make_lists();
  council.apply("staff");
  auto tasks = council.get("/v1/tasks").at("tasks").as_array();
  for (const auto& task : tasks) {
    council.post("/v1/tasks/" + text(task.at("id")) + "/done", "{}", "agency.team");
  }
  EXPECT_EQ(council.apply("leavers").at("counts").at("close").as_int64(), 6);
  council.post("/v1/clock", R"({"advance":"P200D"})");
  auto deleted = council.get("/v1/accounts", {{"state", "deleted"}});
  EXPECT_EQ(deleted.at("accounts").as_array().size(), 6u) << json::serialize(deleted);
  EXPECT_TRUE(council.get("/v1/status").at("problems").as_array().empty());
  for (const auto& account : deleted.at("accounts").as_array()) {
    auto why = council.get("/v1/accounts/" + text(account.at("id")) + "/explanation");
    EXPECT_FALSE(why.at("sentences").as_array().empty());
  }
}

TEST(a_real_store, has_no_clock_to_move_and_believes_no_claimed_name) {
  small_council council({.demonstration = false});
  EXPECT_FALSE(council.get("/v1/clock").at("demonstration").as_bool());
  auto moved = council.ask("POST", "/v1/clock", R"({"advance":"P1D"})");
  EXPECT_EQ(code_of(moved), "clock.denied");
  EXPECT_EQ(moved.status, 403);
  const std::pair<const char*, const char*> rows[] = {
      {"/v1/hr/lists", R"({"digest":"00"})"},
      {"/v1/hr/lists/00/release", R"({"reason":"r"})"},
      {"/v1/accounts/nobody/events", R"({"name":"account.suspended"})"},
      {"/v1/holds", R"({"account":"nobody","matter":"M"})"},
      {"/v1/tasks/00/done", "{}"},
      {"/v1/brakes/delete/release", R"({"reason":"r"})"},
      {"/v1/reconciliations", "{}"},
      {"/v1/audit/acknowledgements", R"({"reason":"r"})"},
  };
  for (const auto& [path, body] : rows) {
    auto answer = council.ask("POST", path, body, "mallory");
    EXPECT_EQ(code_of(answer), "actor.as.denied") << path;
    EXPECT_EQ(answer.status, 403) << path;
  }
  EXPECT_EQ(code_of(council.ask("DELETE", "/v1/holds/00", "", "mallory")), "actor.as.denied");
}

// What is below the folder: names only.
std::set<std::string> names_below(const std::filesystem::path& folder) {
  std::set<std::string> out;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    out.insert(each.path().string());
  }
  return out;
}

TEST(a_store_that_is_not_there, is_refused_and_nothing_is_made) {
  small_council council;
  council.close();
  std::ofstream(council.folder / "empty.db").flush();  // its maker died before anything was in it
  const auto before = names_below(council.folder.path());
  const std::string in = "sqlite://" + council.folder.path().string() + "/";
  const std::pair<std::string, std::string> rows[] = {
      {in + "tenur.db", "store.missing"},
      {in + "Tenure.db", "store.missing"},
      {in + "no/such/folder/tenure.db", "store.missing"},
      {in + "empty.db", "store.missing"},
      {"sqlite::memory:", "store.missing"},
      {in + "keys", "store.unreachable"},  // a folder
      {in + "tenure.db/tenure.db", "store.unreachable"},
      {"sqlite://tenure.db", "store.url_unknown"},
      {"tenure.db", "store.url_unknown"},
  };
  for (const auto& [store, code] : rows) {
    auto config = council.config();
    config.store = store;
    auto opened = application::open({.config = config});
    ASSERT_FALSE(opened) << store;
    EXPECT_EQ(opened.error().code, code) << store;
    if (code == "store.missing") EXPECT_THAT(opened.error().way_out, HasSubstr("tenure init"));
  }
  EXPECT_EQ(names_below(council.folder.path()), before);
  council.open();
}

TEST(a_restored_store, is_refused_until_somebody_acknowledges_it) {
  small_council council;
  auto database = council.folder / "tenure.db", backup = council.folder / "backup.db";
  council.close();
  std::filesystem::copy_file(database, backup);
  council.open();
  council.make_lists();
  council.apply("joiners");
  council.close();
  std::filesystem::copy_file(backup, database, std::filesystem::copy_options::overwrite_existing);

  auto refused = council.try_open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "audit.rolled_back");
  EXPECT_THAT(refused.error().way_out, HasSubstr("tenure audit acknowledge"));
  auto opened = council.try_open(false);
  ASSERT_TRUE(opened) << opened.error().text();
  http::request what;
  what.method = "POST";
  what.path = "/v1/audit/acknowledgements";
  what.body = R"({"reason":"restored the backup"})";
  what.as = "ann";
  what.by = {"root", "none", "operating system user 0"};
  auto answer = (*opened)->routes.handle(what);
  EXPECT_EQ(answer.status, 200) << answer.body;
  opened->reset();
  council.open();
  auto entries = council.get("/v1/audit/entries").at("entries").as_array();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_THAT(json::serialize(entries.at(0)), HasSubstr("ann"));
}

}  // namespace
}  // namespace tenure::service
