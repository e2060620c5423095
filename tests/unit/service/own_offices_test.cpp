// An office that only the organisation knows: its pack names it, its configuration gives it to
// somebody, and they decide. No line of C++ knows its name; a name that nobody knows is refused.
#include "tests/support/files.hpp"
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace tenure::service {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

// People of config/sample: HR numbers.
const std::string subject = "100497", asks = "100446", gains = "100469", mail_room = "100493",
                  officer = "100444";

std::string text(const json::value& from) { return std::string(from.as_string()); }

// The council's pack, where an office of its own grants investigations.
fs::path pack_in(const fs::path& folder) {
  auto said = support::read_file(fs::path(TENURE_SOURCE_DIR) /
                                 "config/policies/cambridgeshire/policy.yaml");
  const std::string was = "role:dpo";
  said.replace(said.find(was, said.find("\n  investigation:")), was.size(), "role:mailRoom");
  fs::create_directories(folder / "cambridgeshire");
  std::ofstream(folder / "cambridgeshire/policy.yaml")
      << said << "offices:\n  mailRoom: Opens what came to nobody.\n";
  return folder / "cambridgeshire";
}

// A configuration of these roles, read from its file.
server_config configured(const fs::path& folder, const std::string& roles) {
  std::ofstream(folder / "tenure.yaml")
      << "store: sqlite:t.db\npolicy: cambridgeshire\nworkflows: " TENURE_SOURCE_DIR "/workflows\n"
         "socket: t.sock\ntrail: { folder: trail, keyFile: trail.key }\n"
         "archive: { folder: archive, keyFile: archive.key }\nhrMapping: hr.yaml\n"
         "connectors: { memory: {} }\nroles:\n" << roles;
  auto read = read_config(folder / "tenure.yaml");
  if (!read) throw std::runtime_error(read.error().text());
  return *read;
}

class own_offices : public testing::Test {
 protected:
  support::temp_folder folder{"offices"};
  const fs::path pack = pack_in(folder.path());
};

TEST_F(own_offices, decide_cases) {
  auto config = configured(folder.path(), "  investigatingManager: { hrNumbers: [" + asks + "] }\n"
                                          "  dpo: { hrNumbers: [" + officer + "] }\n"
                                          "  hrOfficer: { logins: [ann] }\n"
                                          "  mailRoom: { hrNumbers: [" + mail_room + "] }\n");
  small_council council({.roles = config.roles, .policy_pack = pack});
  council.make_lists();
  council.apply("staff");
  auto asked = council.post("/v1/cases",
                            body({{"workflow", "investigation"}, {"account", subject},
                                  {"kind", "read"}, {"recipient", gains}, {"reason", "fraud"},
                                  {"minimise", "one sender"}}), asks);
  auto which = "/v1/cases/" + text(asked.at("id"));
  auto answer = [&](const std::string& who) {
    return code_of(council.ask("POST", which + "/answer",
                               body({{"approved", "true"}, {"reason", "grave"}}), who));
  };
  EXPECT_EQ(answer(officer), "approval.denied") << "the pack asks another office";
  EXPECT_EQ(answer(subject), "approval.own_mailbox.denied");
  EXPECT_EQ(answer(asks), "approval.own_request.denied");
  EXPECT_EQ(answer(gains), "approval.own_benefit.denied");
  EXPECT_EQ(answer(mail_room), "");
  auto grants = council.get("/v1/grants", {{"account", subject}}).at("grants").as_array();
  ASSERT_EQ(grants.size(), 1u);
  EXPECT_THAT(json::serialize(grants[0]), HasSubstr(gains));
}

TEST_F(own_offices, answer_their_tasks_and_nobody_elses) {
  auto config = configured(folder.path(), "  approver: { logins: [ann] }\n"
                                          "  mailRoom: { logins: [max] }\n");
  small_council council({.roles = config.roles, .policy_pack = pack});
  const task_id its{{0, 1}}, other{{0, 2}};
  council.app->engine->run([&](flow::line& on) {
    on.in.tasks().open({.id = its, .kind = "approve:x", .assignee = "mailRoom"});
    on.in.tasks().open({.id = other, .kind = "approve:x", .assignee = "securityOffice"});
    return true;
  });
  auto done = [&](const task_id& which, const std::string& who) {
    return council.ask("POST", "/v1/tasks/" + which.text() + "/done", R"({"approved":"true"})",
                       who);
  };
  auto refused = done(its, "ann");
  EXPECT_EQ(code_of(refused), "role.denied") << "an approver answers no office's questions";
  EXPECT_THAT(refused.body, HasSubstr("mailRoom (max)"));
  EXPECT_EQ(code_of(done(other, "max")), "role.denied");
  EXPECT_NE(code_of(done(its, "max")), "role.denied");
}

TEST_F(own_offices, that_nobody_knows_are_refused_with_place_and_way_out) {
  struct row {
    const char *role, *said;
  };
  const row rows[] = {
      {"mailroom", "Did you mean mailRoom?"},
      {"mailRooms", "Did you mean mailRoom?"},
      {"hrOficer", "Did you mean hrOfficer?"},
      {"legalCouncel", "Did you mean legalCounsel?"},
      {"approvers", "Did you mean approver?"},
      {"DPO", "Did you mean dpo?"},
      {"'role:dpo'", "Known here:"},
      {"root", "Known here:"},
      {"headOfUnit", "Known here:"},  // a place in the organisation, given to nobody
      {"'*'", "Known here:"},
      {"dp", "Did you mean dpo?"},
      {"lineManager", "mailRoom, operator"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.role);
    auto config = configured(folder.path(), "  operator: { logins: [olga] }\n  " +
                                                std::string(row.role) + ": { logins: [x] }\n");
    auto opened = application::open({.config = config, .create = true});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "config.invalid");
    EXPECT_THAT(opened.error().text(), HasSubstr("tenure.yaml:11: roles."));
    EXPECT_THAT(opened.error().text(), HasSubstr("no office of Cambridgeshire County Council"));
    EXPECT_THAT(opened.error().text(), HasSubstr(row.said));
    EXPECT_THAT(opened.error().text(), HasSubstr("`offices:` in " + pack.string()));
    EXPECT_THAT(opened.error().text(), Not(HasSubstr("roles.operator")));
    EXPECT_FALSE(fs::exists(config.trail.key_file)) << "nothing is made before the roles are good";
  }
}

TEST_F(own_offices, are_told_all_at_once_when_the_pack_has_them_no_more) {
  auto config = configured(folder.path(), "  mailRoom: { logins: [max] }\n"
                                          "  mailRoomTwo: { logins: [may] }\n"
                                          "  dpo: { logins: [dan] }\n");
  config.policy_pack = fs::path(TENURE_SOURCE_DIR) / "config/policies/cambridgeshire";
  auto opened = application::open({.config = config, .create = true});
  ASSERT_FALSE(opened);
  auto said = opened.error().text();
  EXPECT_EQ(std::ranges::count(said, '\n'), 1);
  EXPECT_THAT(said, HasSubstr("tenure.yaml:10: roles.mailRoom:"));
  EXPECT_THAT(said, HasSubstr("tenure.yaml:11: roles.mailRoomTwo:"));
}

}  // namespace
}  // namespace tenure::service
