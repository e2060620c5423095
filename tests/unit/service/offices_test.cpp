// Offices that groups of the directory fill: what is written down of them, how long it counts, and
// that it bears a decision. The directory is a book here; a real one: tests/integration/ldap.
#include "engine/flow/offices.hpp"
#include "engine/service/offices.hpp"
#include "tests/unit/service/small_council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct book_of_groups final : group_reader {
  std::map<std::string, std::vector<group_member>, std::less<>> groups;
  bool away = false;
  group_reading read(std::string_view dn) override {
    if (away) return {{.kind = outcome_class::transient, .detail = "no answer"}, {}};
    auto found = groups.find(dn);
    if (found == groups.end()) return {{.kind = outcome_class::not_found, .detail = "none"}, {}};
    return {{}, found->second};
  }
};

class offices : public testing::Test {
 protected:
  offices() {
    council.ask("POST", "/v1/clock", R"({"set":"2030-01-07T09:00:00Z"})");
    auto made = std::make_unique<book_of_groups>();
    book = made.get();
    council.app->groups = std::move(made);
    council.app->engine->run([](flow::line& on) {
      for (auto id : {"1", "2", "3", "4"}) {
        on.in.people().save({.id = {id}, .surname = id, .unit = "U1"});
        account of{.id = {{0, static_cast<std::uint64_t>(*id)}}, .person = {id},
                   .workflow = "account",
                   .state = "employed.presence.active,employed.employment.staying"};
        of.login = "p" + std::string(id), of.address = of.login + "@example.org";
        of.directory_id = "d" + std::string(id);
        on.in.accounts().save(of);
      }
      return true;
    });
    book->groups["cn=a"] = {entry("1")};
    book->groups["cn=b"] = {entry("2")};
  }
  static group_member entry(std::string number, account_id of = {}) {
    return {.directory_id = "x" + number, .hr_number = std::move(number), .account = of};
  }
  static account_id account_of(char id) { return {{0, static_cast<std::uint64_t>(id)}}; }
  std::vector<std::string> holders() {
    std::vector<std::string> out;
    council.app->engine->run([&](flow::line& on) {
      flow::staff people(on.in, on.of.rules, on.of.roles, on.now);
      for (const auto& each : people.holders("dpo")) out.push_back(each.value);
      return false;
    });
    return out;
  }
  void set_clock(const std::string& at) {
    council.ask("POST", "/v1/clock", R"({"set":")" + at + R"("})");
  }
  std::vector<std::string> entries() {
    std::vector<std::string> out;
    auto trail = council.get("/v1/audit/entries");
    for (const auto& each : trail.at("entries").as_array()) {
      auto text = json::serialize(each.at("facts"));
      auto event = std::string(each.at("event").as_string());
      if (event.starts_with("office.")) out.push_back(event + text);
    }
    return out;
  }

  small_council council{
      {.demonstration = true,
       .roles = {{"dpo", {.groups = {"cn=a", "cn=b"}, .hr_numbers = {"4"}}}}}};
  book_of_groups* book = nullptr;
};

TEST_F(offices, are_filled_by_what_was_read_beside_those_named) {
  EXPECT_THAT(holders(), ElementsAre("4")) << "nothing was read yet";
  EXPECT_THAT(read_offices(*council.app), IsEmpty());
  EXPECT_THAT(holders(), ElementsAre("4", "1", "2"));
  book->groups["cn=b"] = {entry("4")};
  read_offices(*council.app);
  EXPECT_THAT(holders(), ElementsAre("4", "1"));
}

TEST_F(offices, are_people_whatever_entry_or_account_they_come_by) {
  struct {
    const char* why;
    std::vector<group_member> members;
    std::vector<std::string> people;
  } rows[] = {
      {"two entries of one person", {entry("1"), entry("", account_of('1'))}, {"1"}},
      {"the account says who", {entry("", account_of('3'))}, {"3"}},
      {"number and account agree", {entry(" 3 ", account_of('3'))}, {"3"}},
      {"number and account differ", {entry("3", account_of('2'))}, {}},
      {"nobody of HR's", {entry("99")}, {}},
      {"an account that is not ours", {entry("", account_of('9'))}, {}},
      {"an entry that says nothing", {entry("")}, {}},
      {"nobody at all", {}, {}},
  };
  book->groups["cn=b"] = {};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    book->groups["cn=a"] = row.members;
    read_offices(*council.app);
    auto all = holders();
    std::erase(all, "4");
    EXPECT_EQ(all, row.people);
  }
}

TEST_F(offices, keep_the_last_reading_for_a_day_when_the_directory_is_away) {
  read_offices(*council.app);
  book->away = true;
  book->groups["cn=a"].push_back(entry("3"));
  EXPECT_THAT(read_offices(*council.app), ElementsAre(HasSubstr("dpo: transient: no answer")));
  set_clock("2030-01-08T08:59:00Z");
  EXPECT_THAT(holders(), ElementsAre("4", "1", "2")) << "nobody new";
  set_clock("2030-01-08T09:00:01Z");
  EXPECT_THAT(holders(), ElementsAre("4"));
  EXPECT_THAT(office_states(*council.app)[0].words, HasSubstr("too long ago"));
  book->away = false;
  read_offices(*council.app);
  EXPECT_THAT(holders(), ElementsAre("4", "1", "2", "3"));
}

TEST_F(offices, are_read_whole_or_not_at_all) {
  read_offices(*council.app);
  book->groups.erase("cn=b");
  book->groups["cn=a"] = {entry("3")};
  EXPECT_THAT(read_offices(*council.app), ElementsAre(HasSubstr("notFound")));
  EXPECT_THAT(holders(), ElementsAre("4", "1", "2"));
}

TEST_F(offices, are_in_the_trail_when_who_holds_them_changes) {
  read_offices(*council.app);
  read_offices(*council.app);
  ASSERT_EQ(entries().size(), 1u) << "the same people again are no news";
  EXPECT_THAT(entries()[0], HasSubstr(R"("people":"2")"));
  book->groups["cn=a"] = {entry("3")};
  read_offices(*council.app);
  EXPECT_EQ(entries().size(), 2u);
  attributes said;
  council.app->engine->run([&](flow::line& on) {
    for (const auto& each : on.in.journal().personal(on.in.journal().size() - 1)) {
      said[each.name] = each.value;
    }
    return false;
  });
  EXPECT_EQ(value_of(said, "came"), "3");
  EXPECT_EQ(value_of(said, "went"), "1");
  EXPECT_EQ(value_of(said, "holders"), "2,3");
}

TEST_F(offices, count_no_more_once_other_groups_or_none_are_named) {
  const std::vector<std::string> now[] = {{"cn=a"}, {"cn=b", "cn=a"}, {}};
  for (const auto& groups : now) {
    council.app->config.roles["dpo"].groups = {"cn=a", "cn=b"};
    read_offices(*council.app);
    forget_former_offices(*council.app);
    EXPECT_EQ(holders().size(), 3u) << "the same groups";
    council.app->config.roles["dpo"].groups = groups;
    forget_former_offices(*council.app);
    EXPECT_THAT(holders(), ElementsAre("4"));
    EXPECT_THAT(entries().back(), HasSubstr("office.left"));
  }
}

TEST_F(offices, are_read_again_when_it_is_time) {
  office_watch watch(*council.app);
  EXPECT_EQ(watch.look(), "");
  EXPECT_EQ(holders().size(), 3u);
  book->groups["cn=a"] = {};
  set_clock("2030-01-07T09:14:00Z");
  watch.look();
  EXPECT_EQ(holders().size(), 3u);
  set_clock("2030-01-07T09:16:00Z");
  watch.look();
  EXPECT_EQ(holders().size(), 2u);
  book->away = true;
  set_clock("2030-01-07T09:32:00Z");
  EXPECT_THAT(watch.look(), HasSubstr("no answer"));
  set_clock("2030-01-07T09:34:00Z");
  EXPECT_EQ(watch.look(), "") << "said once";
  book->away = false;
  set_clock("2030-01-07T09:36:00Z");
  EXPECT_THAT(watch.look(), HasSubstr("can be read again"));
}

TEST_F(offices, are_looked_at_by_the_doctor) {
  auto shown = [&] {
    auto said = council.get("/v1/doctor");
    for (const auto& each : said.at("checks").as_array()) {
      if (each.at("what") == "office dpo") return json::serialize(each);
    }
    return std::string("none");
  };
  EXPECT_THAT(shown(), HasSubstr("never read"));
  EXPECT_THAT(shown(), HasSubstr(R"("ok":false)"));
  read_offices(*council.app);
  EXPECT_THAT(shown(), HasSubstr("2 people, read 2030-01-07T09:00"));
  EXPECT_THAT(shown(), HasSubstr(R"("ok":true)"));
}

// An investigation is granted by whom the group makes data protection officer; their own request is
// not, by whichever entry they are in the group.
TEST_F(offices, bear_a_decision_and_no_way_round_separation) {
  council.app->organisation->roles["investigatingManager"] = {{"1"}, {"3"}};
  read_offices(*council.app);
  auto ask = [&](const std::string& by) {
    auto made = council.post("/v1/cases",
                             body({{"workflow", "investigation"}, {"account", "4"},
                                   {"kind", "read"}, {"recipient", "3"}, {"reason", "fraud"},
                                   {"minimise", "one sender"}}),
                             by);
    return "/v1/cases/" + std::string(made.at("id").as_string()) + "/answer";
  };
  auto answer = [&](const std::string& which, const std::string& by) {
    return code_of(council.ask("POST", which,
                               body({{"approved", "true"}, {"reason", "grave"}}), by));
  };
  auto own = ask("1");
  EXPECT_EQ(answer(own, "1"), "approval.own_request.denied");
  EXPECT_EQ(answer(own, "3"), "approval.own_benefit.denied");
  book->groups["cn=b"] = {};
  read_offices(*council.app);
  EXPECT_EQ(answer(own, "2"), "approval.denied") << "no longer in the group";
  book->groups["cn=b"] = {entry("", account_of('2'))};
  read_offices(*council.app);
  EXPECT_EQ(answer(own, "2"), "");
}

}  // namespace
}  // namespace tenure::service
