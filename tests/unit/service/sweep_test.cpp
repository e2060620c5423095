// Old messages through the service: what a preview counts and leaves alone, what an explanation
// says of it, and who is refused.

#include "tests/unit/service/small_council.hpp"

#include "connectors/memory/connector.hpp"

#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;

std::string text(const json::value& from) { return std::string(from.as_string()); }

class sweep : public testing::Test {
 protected:
  sweep() {
    council.make_lists();
    council.apply("staff");
    council.app->pack.sweep = {{"P7D", "practice"}, {"100", "practice"},
                               {{"Transitory", "P90D", "CAL-E1"}}};
    auto all = council.in_use();
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& of = all.at(i);
      ids.push_back(text(of.at("id")));
      addresses.push_back(text(of.at("address")));
    }
  }

  memory::mail_system& mail() {
    return dynamic_cast<memory::mail_system&>(*council.app->systems.front().governs);
  }
  void put_old(std::size_t whose, int messages) {
    for (int i = 0; i < messages; ++i) {
      mail().deliver(*account_id::parse(ids[whose]),
                     {.folder = "Transitory", .flags = {}, .received = {}, .bytes = "x"});
    }
  }
  std::size_t left(std::size_t whose) {
    return mail().snapshot(*account_id::parse(ids[whose]))->messages.size();
  }
  json::object preview(attributes query = {}) { return council.get("/v1/sweep/preview", query); }

  small_council council;
  std::vector<std::string> ids, addresses;
};

TEST_F(sweep, is_previewed_for_all_and_nothing_is_changed) {
  put_old(0, 3);
  auto said = preview();
  EXPECT_EQ(said.at("messages").as_int64(), 3);
  EXPECT_GT(said.at("mailboxes").as_int64(), 1);
  ASSERT_EQ(said.at("rows").as_array().size(), 1u) << "those without old mail are not listed";
  const auto& row = said.at("rows").as_array()[0];
  EXPECT_EQ(text(row.at("account")), addresses[0]);
  EXPECT_EQ(text(row.at("folder")), "Transitory");
  EXPECT_EQ(text(row.at("rule")), "CAL-E1");
  EXPECT_FALSE(said.at("stopped").as_bool());
  EXPECT_EQ(left(0), 3u);
}

TEST_F(sweep, is_previewed_for_one) {
  put_old(0, 3), put_old(1, 2);
  auto said = preview({{"account", ids[1]}});
  EXPECT_EQ(said.at("mailboxes").as_int64(), 1);
  EXPECT_EQ(said.at("messages").as_int64(), 2);
}

TEST_F(sweep, says_who_is_left_out_and_why) {
  put_old(0, 3);
  council.app->engine->run([&](flow::line& on) {
    auto of = *account_id::parse(ids[0]);
    on.in.holds().place({.id = of.derive<hold_id>("M-1"), .account = of, .matter = "M-1",
                         .placed_by = {"ann", "legal", "test"}, .placed = on.now, .lifted = {}});
    return true;
  });
  auto said = preview({{"account", ids[0]}});
  EXPECT_EQ(said.at("messages").as_int64(), 0);
  EXPECT_EQ(said.at("leftOut").as_int64(), 1);
  EXPECT_EQ(text(said.at("rows").as_array()[0].at("why")), "a legal hold is on it");
  auto why = council.get("/v1/accounts/" + ids[0] + "/explanation");
  EXPECT_NE(json::serialize(why).find("no old messages are swept: a legal hold"),
            std::string::npos);
}

TEST_F(sweep, would_be_stopped_where_it_finds_more_than_the_brake_lets_pass) {
  council.app->pack.sweep.most.value = "2";
  put_old(0, 3);
  EXPECT_TRUE(preview().at("stopped").as_bool());
  EXPECT_EQ(preview().at("limit").as_int64(), 2);
}

TEST_F(sweep, says_which_mailbox_could_not_be_read) {
  mail().faults().at("sweep", *account_id::parse(ids[0]), 1,
                     memory::refuse(outcome_class::transient));
  auto said = preview({{"account", ids[0]}});
  EXPECT_EQ(said.at("unread").as_int64(), 1);
  EXPECT_EQ(said.at("mailboxes").as_int64(), 0);
}

TEST_F(sweep, is_explained_with_its_time_and_clause) {
  auto why = json::serialize(council.get("/v1/accounts/" + ids[0] + "/explanation"));
  EXPECT_NE(why.find("messages in Transitory that are older than P90D go"), std::string::npos);
  EXPECT_NE(why.find("CAL-E1"), std::string::npos);
}

TEST_F(sweep, refuses_whom_nobody_knows_and_where_nothing_is_swept) {
  auto ask = [&](attributes query) {
    return code_of(council.ask("GET", "/v1/sweep/preview", "", "", query));
  };
  EXPECT_EQ(ask({{"account", "nobody"}}), "account.not_found");
  council.app->pack.sweep = {};
  EXPECT_EQ(ask({}), "sweep.not_offered.not_found");
  auto why = json::serialize(council.get("/v1/accounts/" + ids[0] + "/explanation"));
  EXPECT_EQ(why.find("swept"), std::string::npos) << "nothing to explain where nothing is swept";
}

TEST_F(sweep, has_a_brake_only_where_something_is_swept) {
  EXPECT_EQ(council.get("/v1/brakes").at("brakes").as_array().size(), 2u);
  council.app->pack.sweep = {};
  EXPECT_EQ(council.get("/v1/brakes").at("brakes").as_array().size(), 1u);
}

}  // namespace
}  // namespace tenure::service
