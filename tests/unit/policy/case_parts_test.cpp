// The parts of a workflow's rule that have a shape of their own, through the loader: each fault is
// told with its place.

#include "engine/policy/pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tenure::policy {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class case_parts : public testing::Test {
 protected:
  case_parts() {
    EXPECT_NE(::mkdtemp(folder.data()), nullptr);
    fs::copy(source / "config/policies/moitt", fs::path(folder) / "moitt");
    fs::create_directory(fs::path(folder) / "agency");
  }
  ~case_parts() override { fs::remove_all(folder); }

  // An agency's rule for a workflow that its parent does not offer, with these lines.
  result<pack> load(const std::string& lines) {
    std::ofstream(fs::path(folder) / "agency/policy.yaml")
        << "organisation: agency\nname: An agency\nversion: \"1\"\nextends: ../moitt\n"
           "workflows:\n  restore:\n    clause: H-1\n"
           "    ask: { who: [subject], clause: H-1 }\n" << lines;
    return load_pack(fs::path(folder) / "agency",
                     source / "workflows/schema/policy-vocabulary.yaml");
  }

  const fs::path source = TENURE_SOURCE_DIR;
  std::string folder = (fs::temp_directory_path() / "case-parts-XXXXXX").string();
};

TEST_F(case_parts, are_read_as_they_are_written) {
  auto made = load(
      "    agree:\n      - { who: [role:dpo], for: [member], clause: H-2 }\n"
      "    attested:\n      - { of: subject, kind: emailTraining, signedHere: true, clause: H-3 }\n"
      "    backupsHold: { value: P30D, clause: H-4 }\n"
      "    largestQuota: { value: 1000, clause: H-5 }\n"
      "    escalate: { after: P3D, who: [headOfOrganisation], clause: H-6 }\n"
      "    questions:\n"
      "      - { id: why, text: Why now, clause: H-7 }\n"
      "      - { id: how, text: How, kind: choice, choices: [a, b], required: false,"
      " clause: H-8 }\n");
  ASSERT_TRUE(made) << made.error().text();
  const auto& rule = made->cases.at("restore");
  EXPECT_EQ(rule.agree[0].kinds, (std::vector{person_kind::member}));
  EXPECT_FALSE(rule.agree[0].is_for(person_kind::employee));
  EXPECT_EQ(rule.attested, (std::vector<attested_rule>{{"subject", "emailTraining", "H-3", true}}));
  EXPECT_EQ(rule.backups_hold.value, "P30D");
  EXPECT_EQ(rule.largest_quota.value, "1000");
  EXPECT_EQ(rule.escalate.after, "P3D");
  EXPECT_EQ(rule.escalate.to.who, (std::vector<std::string>{"headOfOrganisation"}));
  ASSERT_EQ(rule.questions.size(), 2u);
  EXPECT_EQ(rule.questions[0],
            (question{"why", "Why now", answer_kind::text, {}, true, "H-7"}));
  EXPECT_EQ(rule.questions[1],
            (question{"how", "How", answer_kind::choice, {"a", "b"}, false, "H-8"}));
}

TEST_F(case_parts, are_refused_where_they_mean_nothing) {
  struct row {
    const char* lines;
    const char* said;
  };
  const row rows[] = {
      {"    attested: yes\n", "restore.attested: is no list"},
      {"    attested:\n      - { of: manager, kind: emailTraining, clause: H }\n",
       "restore.attested.1.of: 'manager' is nobody here"},
      {"    attested:\n      - { of: subject, kind: yoga, clause: H }\n",
       "restore.attested.1.kind: 'yoga' is no attestation of the vocabulary"},
      {"    attested:\n      - { of: subject, kind: emailTraining }\n",
       "restore.attested.1.clause: is missing"},
      {"    attested:\n      - { of: subject, kind: emailTraining, clause: H, until: 1 }\n",
       "restore.attested.1: 'until' means nothing here"},
      {"    attested:\n      - { of: subject, kind: emailTraining, signedHere: soon, clause: H }\n",
       "restore.attested.1.signedHere: is neither true nor false"},
      {"    questions: []\n", "restore.questions: is no list"},
      {"    questions:\n      - { id: a b, text: T, clause: H }\n",
       "restore.questions.1.id: is no word"},
      {"    questions:\n      - { id: a, clause: H }\n", "restore.questions.1.text: is missing"},
      {"    questions:\n      - { id: a, text: T }\n", "restore.questions.1.clause: is missing"},
      {"    questions:\n      - { id: a, text: T, kind: essay, clause: H }\n",
       "restore.questions.1.kind: 'essay' is no kind of answer"},
      {"    questions:\n      - { id: a, text: T, kind: choice, clause: H }\n",
       "restore.questions.1.choices: belongs to a choice"},
      {"    questions:\n      - { id: a, text: T, kind: choice, choices: [x], clause: H }\n",
       "restore.questions.1.choices: belongs to a choice"},
      {"    questions:\n      - { id: a, text: T, choices: [x, y], clause: H }\n",
       "restore.questions.1.choices: belongs to a choice"},
      {"    questions:\n      - { id: a, text: T, clause: H }\n"
       "      - { id: a, text: U, clause: H }\n",
       "restore.questions.2.id: 'a' is asked twice"},
      {"    escalate: { who: [headOfAgency], clause: H }\n",
       "restore.escalate.after: is no ISO 8601 duration"},
      {"    escalate: { after: PT0S, who: [headOfAgency], clause: H }\n",
       "restore.escalate.after: is no ISO 8601 duration"},
      {"    escalate: { after: P1D, who: [boss], clause: H }\n",
       "restore.escalate: 'boss' is no authority"},
      {"    backupsHold: { value: 30, clause: H }\n", "restore.backupsHold: '30' is no ISO 8601"},
      {"    largestQuota: { value: 0, clause: H }\n", "restore.largestQuota: '0' is no number"},
      {"    largestQuota: { value: 1G, clause: H }\n", "restore.largestQuota: '1G' is no number"},
      {"    agree:\n      - { who: [role:dpo], for: [everybody], clause: H }\n",
       "restore.agree.1.for: 'everybody' is no kind of person"},
  };
  for (const auto& row : rows) {
    auto made = load(row.lines);
    ASSERT_FALSE(made) << row.lines;
    EXPECT_THAT(made.error().text(), HasSubstr(std::string("workflows.") + row.said));
  }
}

}  // namespace
}  // namespace tenure::policy
