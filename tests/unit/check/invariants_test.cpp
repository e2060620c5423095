// Files of invariants and of clauses that are no good are refused with their line, all at once.

#include "engine/check/clauses.hpp"
#include "engine/check/invariants.hpp"
#include "engine/check/names.hpp"
#include "engine/statechart/load.hpp"
#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tenure::test {
namespace {

using testing::HasSubstr;

const std::filesystem::path root = TENURE_SOURCE_DIR;

std::string refused(const std::string& text) {
  support::temp_folder folder("invariants");
  auto file = folder / "invariants.yaml";
  std::ofstream(file) << text;
  auto read = check::load_invariants(file);
  return read ? "" : read.error().message;
}

TEST(invariants, a_good_file_is_read) {
  EXPECT_EQ(refused("- { id: a, says: b, at: effect deleteMailbox, must: [not held] }\n"), "");
  EXPECT_EQ(refused("- { id: a, says: b, at: due remindAfter, must: [now does escalate] }\n"), "");
  EXPECT_EQ(refused("- { id: a, says: b, at: due, must: [not now does notify x y] }\n"), "");
  EXPECT_EQ(refused("- { id: a, says: b, at: failed reconcile, must: [now task x] }\n"), "");
  EXPECT_EQ(refused("- { id: a, says: b, at: finished x, must: [held] }\n"), "");
  EXPECT_EQ(refused("- { id: a, says: b, at: dead end }\n"), "");
  EXPECT_EQ(refused("- { id: a, says: b, at: unheard grant.revoked, if: [grantsOpen] }\n"), "");
}

TEST(invariants, what_is_wrong_is_told_with_its_line) {
  struct {
    const char *text, *said;
  } rows[] = {
      {"x: 1\n", "a list of invariants is wanted"},
      {"- { says: b, at: always, must: [held] }\n", ":1: an invariant has an id"},
      {"- { id: a, at: always, must: [held] }\n", "says something"},
      {"- { id: a, says: b, at: sometimes, must: [held] }\n", "'sometimes' is no moment"},
      {"- { id: a, says: b, at: always }\n", "without `must` nothing is checked"},
      {"- { id: a, says: b, at: dead end, must: [held] }\n", "takes no `must`"},
      {"- { id: a, says: b, at: always, must: [hold] }\n", "'hold' is no fact"},
      {"- { id: a, says: b, at: always, must: [did does escalate] }\n", "is no fact"},
      {"- { id: a, says: b, at: always, must: [now does] }\n", "'now does' is no fact"},
      {"- { id: a, says: b, at: finished, must: [held] }\n", "'finished' is no moment"},
      {"- { id: a, says: b, at: always, must: [held], when: [x] }\n", "'when' is no part"},
      {"- { id: a, says: b, at: always, must: [held] }\n"
       "- { id: a, says: c, at: always, must: [held] }\n", ":2: another invariant has the id a"},
  };
  for (const auto& row : rows) EXPECT_THAT(refused(row.text), HasSubstr(row.said)) << row.text;
}

TEST(invariants, every_fact_is_spoken_of) {
  auto all = check::load_invariants(root / "workflows/invariants.yaml").value();
  for (auto fact : check::facts()) {
    bool used = std::any_of(all.begin(), all.end(), [&](const auto& one) {
      auto names = [&](const check::claim& c) { return c.fact == fact; };
      return std::any_of(one.given.begin(), one.given.end(), names) ||
             std::any_of(one.must.begin(), one.must.end(), names);
    });
    EXPECT_TRUE(used) << fact;
  }
}

std::vector<std::string> unknown_in(const std::string& text) {
  support::temp_folder folder("invariants");
  std::ofstream(folder / "invariants.yaml") << text;
  auto names = statechart::load_vocabulary(root / "workflows/schema/vocabulary.yaml").value();
  auto charts = statechart::load_folder(root / "workflows", "account", names).value();
  std::vector<const statechart::chart*> all;
  for (const auto& [id, chart] : charts) all.push_back(chart.get());
  return check::unknown_names(check::load_invariants(folder / "invariants.yaml").value(), names,
                              all);
}

TEST(invariants, what_they_name_is_there) {
  EXPECT_THAT(unknown_in("- { id: a, says: b, at: heard grant.revoked, in: [delegation],\n"
                         "    must: [now does notify accessOver, now tell holder.left] }\n"
                         "- { id: c, says: d, at: due remindAfter, must: [now does escalate] }\n"
                         "- { id: e, says: f, at: effect reconcile, must: [held] }\n"),
              testing::IsEmpty());
  struct {
    const char *text, *said;
  } rows[] = {
      {"at: heard grant.revokt, must: [held]", "invariants.yaml:1: a: 'grant.revokt' is no event"},
      {"at: unheard grant.revokt, if: [held]", "'grant.revokt' is no event"},
      {"at: due remindsAfter, must: [held]", "'remindsAfter' is no delay"},
      {"at: effect deleteMailBox, must: [not held]", "'deleteMailBox' is no effect"},
      {"at: done deleteMailBox, must: [not held]", "'deleteMailBox' is no effect"},
      {"at: failed deleteMailBox, must: [not held]", "'deleteMailBox' is no effect"},
      {"at: always, must: [now does escalates]", "'escalates' is no action"},
      {"at: always, if: [did tell holder.leaves], must: [held]", "'holder.leaves' is no event"},
      {"at: always, in: [delegations], must: [held]", "'delegations' is no workflow"},
      {"at: always, except: [delegations], must: [held]", "'delegations' is no workflow"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(unknown_in("- { id: a, says: b, " + std::string(row.text) + " }\n"),
                testing::ElementsAre(HasSubstr(row.said)))
        << row.text;
  }
}

TEST(clauses, a_pack_without_them_is_not_sound) {
  support::temp_folder folder("clauses");
  std::filesystem::copy(root / "config/policies/moitt/policy.yaml", folder / "policy.yaml");
  auto pack = policy::load_pack(root / "config/policies/moitt",
                                root / "workflows/schema/policy-vocabulary.yaml").value();
  auto found = check::compare_with_clauses(pack, folder.path());
  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found.front().message, HasSubstr("clauses.yaml"));

  std::ofstream(folder / "clauses.yaml") << "PAK-13: { retentionTime: P1D, nothing: x }\n";
  found = check::compare_with_clauses(pack, folder.path());
  ASSERT_GT(found.size(), 2u);
  EXPECT_THAT(found[0].message, HasSubstr("PAK-13 demands nothing: 'x' (PAK-13), and the pack"));
  EXPECT_THAT(found[1].message, HasSubstr("PAK-13 demands retentionTime: 'P1D'"));
  EXPECT_THAT(found[2].message, HasSubstr("and clauses.yaml does not"));
}

}  // namespace
}  // namespace tenure::test
