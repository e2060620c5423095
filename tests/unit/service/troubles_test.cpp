// What the service says when it cannot go on: at start of its configuration, later of its work.
#include "tests/unit/service/small_council.hpp"

#include "tests/support/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <csignal>

namespace tenure::service {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The shipped workflows with one more name in the vocabulary, used in the workflow.
fs::path workflows_with(const small_council& council, const std::string& section,
                        const std::string& name, const std::string& old_use,
                        const std::string& new_use) {
  auto folder = council.folder / ("workflows-" + name);
  fs::copy(council.config().workflows, folder, fs::copy_options::recursive);
  auto change = [](const fs::path& file, const std::string& from, const std::string& to) {
    auto text = support::read_file(file);
    auto at = text.find(from);
    if (at == text.npos) throw std::runtime_error("nowhere in " + file.string() + ": " + from);
    support::write_file(file, text.replace(at, from.size(), to));
  };
  change(folder / "schema/vocabulary.yaml", section + ":\n",
         section + ":\n  " + name + ": Said.\n");
  change(folder / "account/workflow.yaml", old_use, new_use);
  return folder;
}

TEST(a_name_without_code, is_refused_at_start_with_file_name_and_way_out) {
  struct row {
    const char *section, *name, *old_use, *new_use;
  };
  const row rows[] = {
      {"guards", "moonIsFull", "guard: needsApproval", "guard: moonIsFull"},
      {"actions", "rememberMoon", "actions: [rememberMailbox,", "actions: [rememberMoon,"},
      {"actors", "moonTask", "src: managerTask", "src: moonTask"},
      {"delays", "untilFullMoon", "untilStart: {", "untilFullMoon: {"},
  };
  small_council council;
  council.close();
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    auto config = council.config();
    config.workflows = workflows_with(council, row.section, row.name, row.old_use, row.new_use);
    auto opened = application::open({.config = config});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "chart.name_unknown");
    EXPECT_THAT(opened.error().message,
                testing::ContainsRegex("workflow.yaml:[0-9]+: '" + std::string(row.name) +
                                       "' is not among the " + row.section));
    EXPECT_FALSE(opened.error().way_out.empty());
  }
}

TEST(a_line_in_trouble, is_told_by_who_waits_for_it) {
  small_council council;
  council.app->engine->run([](flow::line& on) {
    // An effect of no account: what a damaged store might hold. Every turn stops at it.
    on.in.outbox().add({.id = {{1, 1}}, .account = {{9, 9}}, .verb = "reconcile", .invoke = "",
                        .input = {}, .desired = {}, .created = on.now, .not_before = on.now});
    return true;
  });
  auto settled = council.app->engine->wait_until_settled();
  ASSERT_FALSE(settled);
  EXPECT_THAT(settled.error().message, HasSubstr("effect of no account"));
  http::request what;
  what.method = "POST";
  what.path = "/v1/clock";
  what.body = R"({"advance":"P1D"})";
  auto moved = council.app->routes.handle(what);
  EXPECT_EQ(moved.status, 503) << moved.body;
  EXPECT_EQ(code_of(moved), "engine.unavailable");
  EXPECT_THAT(moved.body, HasSubstr("effect of no account"));
  EXPECT_THAT(council.app->engine->health().problems, testing::SizeIs(1));
}

// Writes beyond the first byte of a file fail: as a full disk does it, for every file at once.
class full_disk {
 public:
  full_disk() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{1, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~full_disk() { setrlimit(RLIMIT_FSIZE, &before_); }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;

 private:
  rlimit before_{};
};

http::response handle(small_council& council, std::string method, std::string path,
                      std::string body = "") {
  http::request what;
  what.method = std::move(method);
  what.path = std::move(path);
  what.body = std::move(body);
  what.as = "ann";
  what.by = {"sam", "none", "operating system user 1000"};
  return council.app->routes.handle(std::move(what));
}

// The disk is full while the service runs and deletions come due: it says so, answers questions,
// refuses requests, loses nothing, and goes on by itself once there is room.
TEST(a_full_disk, is_told_and_got_over) {
  small_council council;
  council.make_lists();
  council.apply("staff");
  council.apply("leavers");
  council.post("/v1/clock", R"({"advance":"P40D"})");
  auto states = [&] { return council.get("/v1/status").at("accounts").as_object(); };
  const auto before = states();
  const auto entries = council.get("/v1/status").at("checkpoint").at("size").to_number<int>();
  {
    full_disk disk;
    council.app->clock.move_forward(std::chrono::hours(24 * 200));
    council.app->engine->wake();
    auto settled = council.app->engine->wait_until_settled();
    ASSERT_FALSE(settled);
    EXPECT_THAT(settled.error().message, HasSubstr("SQLite says"));
    auto status = handle(council, "GET", "/v1/status");
    ASSERT_EQ(status.status, 200) << status.body;
    EXPECT_THAT(status.body, HasSubstr("the store: "));
    auto asked = boost::json::parse(status.body);
    EXPECT_EQ(asked.at("accounts").as_object(), before);
    EXPECT_EQ(asked.at("checkpoint").at("size").to_number<int>(), entries);
    EXPECT_EQ(code_of(handle(council, "POST", "/v1/clock", R"({"advance":"P1D"})")),
              "engine.unavailable");
    EXPECT_EQ(handle(council, "POST", "/v1/holds", R"({"account":"nobody","matter":"M"})").status,
              404);
    EXPECT_EQ(council.app->publish().error().code, "audit.unavailable");
    EXPECT_THAT(handle(council, "GET", "/v1/status").body, HasSubstr("cannot be published"));
  }
  ASSERT_TRUE(council.app->engine->wait_until_settled());
  EXPECT_TRUE(council.app->publish());
  auto after = council.get("/v1/status");
  EXPECT_TRUE(after.at("problems").as_array().empty()) << boost::json::serialize(after);
  EXPECT_NE(states(), before);
  EXPECT_EQ(states().at("deleted").to_number<int>(), 4);
  EXPECT_GT(after.at("checkpoint").at("size").to_number<int>(), entries);
  council.close();
  council.open();  // what was published and what is stored agree
}

}  // namespace
}  // namespace tenure::service
