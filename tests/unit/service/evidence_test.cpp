// What an investigation collects, through the routes: taken, listed, read by whom it may be, gone.
#include "tests/unit/service/small_council.hpp"

#include "connectors/common/mail_text.hpp"
#include "connectors/memory/connector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

std::string text(const json::value& from) { return std::string(from.as_string()); }

class case_evidence : public testing::Test {
 protected:
  case_evidence() {
    council.make_lists();
    council.apply("staff");
    auto all = council.in_use();
    for (std::size_t i = 0; i < 4; ++i) {
      people.push_back(text(all.at(i).at("person")));
    }
    auto subject = account_id::parse(text(all.at(0).at("id"))).value();
    auto& mail = dynamic_cast<memory::mail_system&>(*council.app->systems.front().governs);
    mail.deliver(subject, {.bytes = "From: bill@firm.example\r\nSubject: s\r\n\r\n\xe9\r\n"});
    mail.deliver(subject, {.bytes = "From: mum@home.example\r\nSubject: s\r\n\r\nx\r\n"});
    council.app->organisation->roles["investigatingManager"] = {{people[1]}};
    council.app->organisation->roles["dpo"] = {{people[3]}};
    auto asked = council.post("/v1/cases",
                              body({{"workflow", "investigation"}, {"account", people[0]},
                                    {"kind", "read"}, {"recipient", people[2]},
                                    {"reason", "fraud"}, {"minimise", "one sender"}}),
                              people[1]);
    which = "/v1/cases/" + text(asked.at("id"));
    council.post(which + "/answer", body({{"approved", "true"}, {"reason", "grave"}}), people[3]);
  }
  http::response collect(const std::string& by) {
    return council.ask("POST", which + "/evidence", body({{"messageFrom", "firm"}}), by);
  }
  http::response read(const std::string& by) {
    return council.ask("POST", which + "/evidence/1/reading", "{}", by);
  }
  std::size_t readings(std::string_view facts) {
    std::size_t count = 0;
    auto all = council.get("/v1/audit/entries", {{"account", people[0]}, {"limit", "1000"}});
    for (const auto& each : all.at("entries").as_array()) {
      if (text(each.at("event")) == "evidence.read" &&
          json::serialize(each.at("facts")).find(facts) != std::string::npos) {
        ++count;
      }
    }
    return count;
  }

  small_council council;
  std::vector<std::string> people;  // subject, who leads it, who may read, who granted it
  std::string which;
};

TEST_F(case_evidence, is_taken_listed_and_read_by_who_leads_the_case_or_was_given_it) {
  EXPECT_EQ(code_of(collect(people[0])), "case.not_theirs.denied");
  EXPECT_EQ(code_of(collect(people[3])), "case.not_theirs.denied");
  EXPECT_EQ(collect(people[1]).status, 200);
  auto listed = council.get(which + "/evidence").at("objects").as_array();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(text(listed[0].at("stands")), "sealed");
  EXPECT_EQ(text(listed[0].at("messages")), "1");
  for (std::size_t who : {1, 2}) {
    auto files = json::parse(read(people[who]).body).at("files").as_array();
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(connectors::base64_decode(text(files[0].at("base64"))),
              "From: bill@firm.example\r\nSubject: s\r\n\r\n\xe9\r\n");
  }
  for (const auto& who : {people[0], people[3], std::string("ann")}) {
    EXPECT_EQ(code_of(read(who)), "case.not_theirs.denied") << who;
  }
  EXPECT_EQ(readings("\"evidence.act\":\"read\""), 2u);
  EXPECT_EQ(readings("\"refused\":\"case.not_theirs.denied\""), 3u);
  EXPECT_EQ(code_of(council.ask("POST", which + "/evidence/2/reading", "{}", people[1])),
            "evidence.not_found");
}

TEST_F(case_evidence, is_gone_when_it_came_to_nothing) {
  collect(people[1]);
  council.post(which + "/conclude", body({{"outcome", "noFurtherAction"}}), people[1]);
  EXPECT_EQ(text(council.get(which + "/evidence").at("objects").as_array()[0].at("stands")),
            "destroyed");
  EXPECT_EQ(code_of(read(people[1])), "evidence.not_found");
  auto late = collect(people[1]);
  EXPECT_EQ(code_of(late), "case.conflict");
  EXPECT_EQ(late.status, 409);
  std::size_t packages = 0;
  for (const auto& each : std::filesystem::directory_iterator(council.config().archive.folder)) {
    packages += each.path().extension() == ".package" ? 1 : 0;
  }
  EXPECT_EQ(packages, 0u);
}

// A package that is not the one in the trail is not handed out as evidence.
TEST_F(case_evidence, that_was_changed_on_disk_is_refused) {
  collect(people[1]);
  for (const auto& each :
       std::filesystem::recursive_directory_iterator(council.config().archive.folder)) {
    if (each.path().extension() != ".data") continue;
    std::filesystem::resize_file(each.path(), std::filesystem::file_size(each.path()) - 1);
  }
  EXPECT_EQ(code_of(read(people[1])), "evidence.conflict");
}

}  // namespace
}  // namespace tenure::service
