// Erasing an account's personal values: what goes, what stays, and that the store's file does not
// give back what went. Who is refused: erasing_refused_test.
#include "engine/audit/publisher.hpp"
#include "engine/audit/verify_export.hpp"
#include "tests/support/files.hpp"
#include "tests/unit/service/erasing_office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

std::string text(const json::value& from) { return std::string(from.as_string()); }

class erasing : public testing::Test, public erasing_office {};

TEST_F(erasing, is_previewed_and_changes_nothing) {
  auto seen = json::parse(preview().body).as_object();
  EXPECT_EQ(seen.at("entries").as_int64(), 2);
  EXPECT_EQ(seen.at("values").as_int64(), 8);
  EXPECT_EQ(json::serialize(seen.at("kinds")),
            R"({"actor":2,"address":2,"person":2,"reason":2})");
  EXPECT_THAT(json::serialize(seen.at("goes")), HasSubstr("contact address"));
  EXPECT_THAT(json::serialize(seen.at("stays")), HasSubstr("never given again"));
  EXPECT_EQ(digest(), text(seen.at("digest")));
  EXPECT_EQ(values_left(), 8);
  EXPECT_EQ(load().display_name, "Jane Smith");
}

TEST_F(erasing, takes_the_values_and_leaves_one_entry) {
  write([](flow::line& on) {
    on.in.cases().save(case_about_jane());
    on.in.tasks().open({.id = {{0, 5}}, .account = jane, .kind = "k", .assignee = "person:3",
                        .input = {{"who", "Jane Smith"}}, .opened = on.now, .due = {}});
    on.in.tasks().finish({{0, 5}}, "done", {"3", "manager", "test"}, on.now);
  });
  auto done = erase("900", digest());
  ASSERT_EQ(done.status, 201) << done.body;
  auto said = json::parse(done.body).as_object();
  EXPECT_EQ(said.at("values").as_int64(), 8);
  EXPECT_EQ(values_left(), 0);
  auto shown = council.get("/v1/accounts/" + jane.text());
  for (auto name : {"person", "login", "address", "displayName"}) {
    EXPECT_EQ(text(shown.at(name)), "erased") << name;
  }
  EXPECT_TRUE(shown.at("aliases").as_array().empty());
  EXPECT_THAT(json::serialize(shown), Not(HasSubstr("Leeds")));
  EXPECT_EQ(text(shown.at("context").at("erasedEntry")),
            std::to_string(said.at("entry").as_int64()));
  auto trail = council.get("/v1/audit/entries", {{"account", jane.text()}});
  ASSERT_EQ(trail.at("entries").as_array().size(), 2u);
  for (const auto& each : trail.at("entries").as_array()) {
    EXPECT_EQ(text(each.at("by")), "erased (hr, test)");
    EXPECT_EQ(text(each.at("what")), "a -> b; reason erased");
  }
  auto all = council.get("/v1/audit/entries", {{"limit", "1000"}}).at("entries").as_array();
  const auto& entry = all.at(static_cast<std::size_t>(said.at("entry").as_int64()));
  EXPECT_EQ(text(entry.at("event")), "personal.erased");
  EXPECT_EQ(text(entry.at("by")), "900 (dpo, demonstration --as)");
  EXPECT_EQ(text(entry.at("what")), "kept -> erased; reason request 2026-17");
  EXPECT_EQ(text(entry.at("facts").at("erasedAccount")), jane.text());
  write([](flow::line& on) {
    auto of = on.in.cases().load(matter).value();
    EXPECT_TRUE(of.context.empty());
    EXPECT_EQ(of.requester.value, "");
    EXPECT_TRUE(on.in.tasks().load({{0, 5}})->input.empty());
    auto who = on.in.people().load({"1"}).value();
    EXPECT_EQ(who.given_name + who.surname + who.contact + who.unit + who.manager.value, "");
    EXPECT_TRUE(on.in.accounts().of_person({"1"}).empty());
    EXPECT_EQ(on.in.addresses().holder("jane.smith@example.org"), jane) << "never given again";
  });
}

TEST_F(erasing, leaves_a_trail_that_still_verifies) {
  ASSERT_EQ(erase("900", digest()).status, 201);
  council.app->engine->with_store([&](store& in) {
    const auto& key = *council.app->key;
    auto folder = council.folder / "export";
    ASSERT_TRUE(audit::export_trail(in, council.app->clock.now(), key, folder, true));
    auto report = audit::verify_export(audit::files_in(folder), key.verifier());
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_THAT(support::read_file(folder / "personal.jsonl"), Not(HasSubstr("jane")));
  });
  EXPECT_EQ(council.ask("GET", "/v1/audit/proofs/1").status, 200);
}

TEST_F(erasing, a_second_time_finds_nothing_or_what_came_since_and_keeps_who_did_the_first) {
  ASSERT_EQ(erase("900", digest()).status, 201);
  auto first = load().context.at("erasedEntry");
  EXPECT_EQ(code_of(preview()), "erasure.nothing.not_found");
  EXPECT_EQ(code_of(erase("900", "")), "erasure.nothing.not_found");
  write([](flow::line& on) {
    on.in.journal().append({.at = on.now, .account = jane, .cause = {}, .event = "e", .from = "a",
                            .to = "a", .by = {"6", "auditor", "test"}, .rules = {}, .facts = {},
                            .personal = {{"note", "Jane's pack"}}});
  });
  ASSERT_EQ(erase("900", digest()).status, 201);
  EXPECT_EQ(values_left(), 0);
  auto entries = council.get("/v1/audit/entries", {{"from", first}, {"limit", "1"}});
  EXPECT_THAT(json::serialize(entries), HasSubstr("900 (dpo"));
  EXPECT_THAT(json::serialize(entries), HasSubstr("request 2026-17"));
}

TEST_F(erasing, leaves_the_record_of_who_is_on_the_list_or_has_another_account) {
  write([](flow::line& on) {
    account other{.id = {{0, 10}}, .person = {"1"}, .workflow = "account", .state = "ended"};
    on.in.accounts().save(other);
  });
  EXPECT_THAT(preview().body, HasSubstr("the person's record"));
  ASSERT_EQ(erase("900", digest()).status, 201);
  write([](flow::line& on) {
    EXPECT_EQ(on.in.people().load({"1"})->surname, "Smith");
    EXPECT_EQ(on.in.accounts().of_person({"1"}).size(), 1u);
  });
}

// A life through lists and years; afterwards no byte of the store's files has who it was, but for
// the tombstone of the address.
TEST(erasing_for_good, leaves_nothing_in_the_stores_files) {
  small_council council;
  council.make_lists();
  council.apply("staff");
  auto leavers = council.apply("leavers").at("rows").as_array();
  ASSERT_FALSE(leavers.empty());
  const auto person = text(leavers[0].at("person"));
  auto account = council.get("/v1/accounts/" + person);
  const auto id = text(account.at("id")), name = text(account.at("displayName"));
  auto path = "/v1/accounts/" + id + "/erasure";
  EXPECT_EQ(code_of(council.ask("GET", path)), "erasure.not_over.denied");
  council.post("/v1/clock", R"({"advance":"P7Y"})");
  ASSERT_EQ(text(council.get("/v1/accounts/" + id).at("state")), "ended");
  auto bytes = [&] {
    council.close();
    auto out = support::read_file(council.folder / "tenure.db");
    council.open();
    return out;
  };
  ASSERT_THAT(bytes(), HasSubstr(name));
  auto seen = council.get(path);
  auto done = council.ask("POST", path, body({{"digest", text(seen.at("digest"))},
                                              {"reason", "request 7"}}), "dora");
  ASSERT_EQ(done.status, 201) << done.body;
  auto left = bytes();
  EXPECT_THAT(left, Not(HasSubstr(name)));
  EXPECT_THAT(left, Not(HasSubstr("\"person\":\"" + person)));
  EXPECT_THAT(left, HasSubstr(text(account.at("address")))) << "never given again";
}

}  // namespace
}  // namespace tenure::service
