// Erasing an account's personal values: who is refused, and when.
#include "tests/unit/service/erasing_office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

constexpr auto jane = erasing_office::jane;

struct refused_row {
  const char* what;
  std::function<void(flow::line&, account&)> before;
  const char* code;
};

void place_hold(flow::line& on, const account_id& of) {
  on.in.holds().place({.id = of.derive<hold_id>("M"), .account = of, .matter = "M",
                       .placed_by = {"9", "legal", "test"}, .placed = on.now, .lifted = {}});
}

void save_case(flow::line& on, const std::function<void(case_file&)>& how) {
  auto of = erasing_office::case_about_jane();
  how(of);
  on.in.cases().save(of);
}

const std::vector<refused_row>& world_rows() {
  static const std::vector<refused_row> rows{
      {"in use", [](auto&, account& of) {
         of.state = "employed.presence.active,employed.employment.staying"; },
       "erasure.not_over.denied"},
      {"closed", [](auto&, account& of) { of.state = "retained"; }, "erasure.not_over.denied"},
      {"deleted, the archive kept for its time", [](auto&, account& of) { of.state = "deleted"; },
       "erasure.not_over.denied"},
      {"the archive due", [](auto&, account& of) { of.state = "archiveDue"; },
       "erasure.not_over.denied"},
      {"the archive being destroyed", [](auto&, account& of) { of.state = "destroyingArchive"; },
       "erasure.not_over.denied"},
      {"a state that is none", [](auto&, account& of) { of.state = "endet"; },
       "erasure.not_over.denied"},
      {"an archive without a certificate",
       [](auto&, account& of) { of.context.erase("certificate"); }, "erasure.archive_kept.denied"},
      {"an earlier closing's archive",
       [](auto&, account& of) { of.context["earlierArchive.1"] = "2024-01-01T00:00:00Z"; },
       "erasure.archive_kept.denied"},
      {"a hold on it", [](flow::line& on, account&) { place_hold(on, jane); },
       "erasure.hold.denied"},
      {"a hold on another account of the person",
       [](flow::line& on, account&) {
         account other{.id = {{0, 10}}, .person = {"1"}, .workflow = "account", .state = "ended"};
         on.in.accounts().save(other);
         place_hold(on, other.id);
       },
       "erasure.hold.denied"},
      {"an open case about it",
       [](flow::line& on, account&) { save_case(on, [](case_file& of) { of.closed = false; }); },
       "erasure.case_open.denied"},
      {"an open case of the person",
       [](flow::line& on, account&) {
         save_case(on, [](case_file& of) {
           of.closed = false, of.subject = {{0, 10}}, of.requester = {"1"};
         });
       },
       "erasure.case_open.denied"},
      {"evidence that is kept",
       [](flow::line& on, account&) {
         save_case(on, [](case_file& of) { of.context["evidence"] = "1"; });
       },
       "erasure.evidence_kept.denied"},
      {"a task", [](flow::line& on, account&) {
         on.in.tasks().open({.id = {{0, 6}}, .account = jane, .kind = "k", .assignee = "helpdesk",
                             .opened = on.now, .due = {}}); },
       "erasure.work_open.denied"},
      {"an effect that is waited for",
       [](auto&, account& of) { of.pending["x"] = effect_id{{0, 3}}; },
       "erasure.work_open.denied"},
      {"a deadline", [](flow::line& on, account&) {
         on.in.deadlines().set({jane, "archive.due", on.now + std::chrono::hours(9)}); },
       "erasure.work_open.denied"},
  };
  return rows;
}

class erasing_too_early : public testing::TestWithParam<refused_row>, public erasing_office {};

TEST_P(erasing_too_early, is_refused_in_preview_and_deed) {
  auto seen = digest();
  write([&](flow::line& on) {
    auto of = on.in.accounts().load(jane).value();
    auto before = of;
    GetParam().before(on, of);
    if (!(of == before)) on.in.accounts().save(of);
  });
  EXPECT_EQ(code_of(preview()), GetParam().code);
  auto answer = erase("900", seen);
  EXPECT_EQ(code_of(answer), GetParam().code);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(values_left(), 8);
}

INSTANTIATE_TEST_SUITE_P(rows, erasing_too_early, testing::ValuesIn(world_rows()),
                         [](const auto& row) { return "row_" + std::to_string(row.index); });

class erasing_refused : public testing::Test, public erasing_office {};

TEST_F(erasing_refused, to_whom_it_is_not_for_and_without_a_good_reason) {
  const auto seen = digest();
  const struct {
    std::string by, digest, why, code;
  } rows[] = {
      {"5", seen, reason, "role.denied"},  // helpdesk
      {"3", seen, reason, "role.denied"},  // HR
      {"4", seen, reason, "role.denied"},  // operator
      {"6", seen, reason, "role.denied"},  // auditor
      {"7", seen, reason, "role.denied"},  // administrator
      {"dpo", seen, reason, "role.denied"},
      {"1", seen, reason, "erasure.own.denied"},
      {"900", "", reason, "erasure.changed"},
      {"900", seen.substr(0, 63), reason, "erasure.changed"},
      {"900", seen, "", "erasure.reason.invalid"},
      {"900", seen, " \n-", "erasure.reason.invalid"},
      {"900", seen, "asked by Jane", "erasure.reason_names.invalid"},
      {"900", seen, "Ms SMITH's request", "erasure.reason_names.invalid"},
      {"900", seen, "\xD0\x85mith", "erasure.reason_names.invalid"},  // Cyrillic, looks the same
      {"900", seen, "formerly Jones", "erasure.reason_names.invalid"},
      {"900", seen, "HR 1", "erasure.reason_names.invalid"},
      {"900", seen, "for jane.smith@example.org", "erasure.reason_names.invalid"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(code_of(erase(row.by, row.digest, row.why)), row.code) << row.by << " " << row.why;
  }
  EXPECT_EQ(values_left(), 8);
  EXPECT_EQ(code_of(council.ask("GET", "/v1/accounts/nobody/erasure")), "account.not_found");
  EXPECT_EQ(code_of(council.ask("POST", "/v1/accounts/nobody/erasure", "{}", "900")),
            "account.not_found");
  auto trail = json::serialize(council.get("/v1/audit/entries", {{"limit", "1000"}}));
  EXPECT_THAT(trail, HasSubstr("erasure.own.denied")) << "an attempt is in the trail too";
  EXPECT_THAT(trail, Not(HasSubstr("asked by Jane"))) << "its reason is not";
}

TEST_F(erasing_refused, when_anything_was_added_since_the_preview) {
  auto seen = digest();
  write([](flow::line& on) {
    on.in.journal().append({.at = on.now, .account = jane, .cause = {}, .event = "e", .from = "a",
                            .to = "a", .by = {"3", "hr", "test"}, .rules = {}, .facts = {},
                            .personal = {}});
  });
  auto answer = erase("900", seen);
  EXPECT_EQ(code_of(answer), "erasure.changed");
  EXPECT_EQ(answer.status, 409);
}

}  // namespace
}  // namespace tenure::service
