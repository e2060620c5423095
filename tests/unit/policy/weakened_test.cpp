// What a pack's `workflows:` rule may not do to the rule of the pack it extends: each field, in
// both directions, and through the loader.

#include "engine/policy/case_rule.hpp"
#include "engine/policy/pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace tenure::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Somewhere in the middle, so that each field can go both ways.
case_rule middle() {
  case_rule out;
  out.clause = "C-1";
  out.kinds = {person_kind::employee, person_kind::member};
  out.ask = {.who = {"lineManager", "role:dpo"}, .least = 1, .clause = "C-2"};
  out.agree = {{.who = {"headOfUnit", "headOfAgency"}, .least = 2, .clause = "C-3"},
               {.who = {"role:dpo"}, .least = 1, .clause = "C-3b"}};
  out.requester_may_agree = {"true", "C-4"};
  out.require = {"reason", "purpose"};
  out.purposes = {"fraud", "claim"}, out.purposes_clause = "C-5";
  out.gives = {grant_kind::read, grant_kind::forward};
  out.longest = {"P30D", "C-6"};
  out.evidence_kept = {"P90D", "C-9"};
  out.review_every = {"P6M", "C-10"};
  out.on_silence = {"end", "C-11"};
  out.tell_subject = {"after", "C-7"};
  out.outside = {"true", "C-8"};
  out.attested = {{.of = "recipient", .kind = "policyAwareness", .clause = "C-10"}};
  out.questions = {{.id = "why", .text = "Why?", .clause = "C-11"}};
  out.backups_hold = {"P30D", "C-12"};
  out.largest_quota = {"1000", "C-13"};
  out.escalate = {"P3D", {.who = {"headOfAgency", "role:dpo"}, .least = 1, .clause = "C-14"}};
  return out;
}

struct change {
  const char* what;
  std::function<void(case_rule&)> make;
  const char* said = nullptr;  // nullptr: it does not weaken
};

const change changes[] = {
    {"nothing", [](case_rule&) {}},
    {"for: fewer", [](case_rule& r) { r.kinds = {person_kind::member}; }},
    {"for: more", [](case_rule& r) { r.kinds.push_back(person_kind::temporary); },
     "for takes in more people (C-1)"},
    {"for: other", [](case_rule& r) { r.kinds = {person_kind::agency_worker}; },
     "for takes in more people (C-1)"},
    {"for: everybody", [](case_rule& r) { r.kinds.clear(); }, "for takes in more people (C-1)"},
    {"ask: fewer", [](case_rule& r) { r.ask.who = {"lineManager"}; }},
    {"ask: more", [](case_rule& r) { r.ask.who.push_back("headOfUnit"); },
     "ask lets more people ask (C-2)"},
    {"ask: everybody", [](case_rule& r) { r.ask.who = {"staff"}; },
     "ask lets more people ask (C-2)"},
    {"agree: fewer who", [](case_rule& r) { r.agree[0].who = {"headOfAgency"}; }},
    {"agree: more who", [](case_rule& r) { r.agree[0].who.push_back("lineManager"); },
     "agree drops or widens a stage (C-3)"},
    {"agree: more of them", [](case_rule& r) { r.agree[0].least = 3; }},
    {"agree: fewer of them", [](case_rule& r) { r.agree[0].least = 1; },
     "agree drops or widens a stage (C-3)"},
    {"agree: one stage more",
     [](case_rule& r) { r.agree.push_back({.who = {"subject"}, .least = 1, .clause = "X"}); }},
    {"agree: the first dropped", [](case_rule& r) { r.agree.erase(r.agree.begin()); },
     "agree drops or widens a stage (C-3)"},
    {"agree: the last dropped", [](case_rule& r) { r.agree.pop_back(); },
     "agree drops or widens a stage (C-3)"},
    {"agree: none", [](case_rule& r) { r.agree.clear(); }, "agree drops or widens a stage (C-3)"},
    {"requesterMayAgree: no", [](case_rule& r) { r.requester_may_agree.value = "false"; }},
    {"require: more", [](case_rule& r) { r.require.push_back("minimise"); }},
    {"require: less", [](case_rule& r) { r.require = {"reason"}; }, "require asks for less (C-1)"},
    {"require: other", [](case_rule& r) { r.require = {"reason", "text"}; },
     "require asks for less (C-1)"},
    {"purposes: fewer", [](case_rule& r) { r.purposes = {"fraud"}; }},
    {"purposes: more", [](case_rule& r) { r.purposes.push_back("curiosity"); },
     "purposes allows more (C-5)"},
    {"purposes: any", [](case_rule& r) { r.purposes.clear(); }, "purposes allows more (C-5)"},
    {"gives: fewer", [](case_rule& r) { r.gives = {grant_kind::read}; }},
    {"gives: nothing", [](case_rule& r) { r.gives.clear(); }},
    {"gives: more", [](case_rule& r) { r.gives.push_back(grant_kind::full); },
     "gives allows more (C-1)"},
    {"longest: shorter", [](case_rule& r) { r.longest.value = "P29D"; }},
    {"longest: longer", [](case_rule& r) { r.longest.value = "P31D"; }, "longest is longer (C-6)"},
    // A month may have 31 days, a day 23 hours: periods in other measures are not compared.
    {"longest: in hours", [](case_rule& r) { r.longest.value = "PT4H"; },
     "longest is longer (C-6)"},
    {"longest: not to be told", [](case_rule& r) { r.longest.value = "P1M"; },
     "longest is longer (C-6)"},
    {"evidenceKept: shorter", [](case_rule& r) { r.evidence_kept.value = "P10D"; }},
    {"evidenceKept: longer", [](case_rule& r) { r.evidence_kept.value = "P91D"; },
     "evidenceKept is longer (C-9)"},
    {"reviewEvery: more often", [](case_rule& r) { r.review_every.value = "P3M"; }},
    {"reviewEvery: rarer", [](case_rule& r) { r.review_every.value = "P7M"; },
     "reviewEvery is rarer (C-10)"},
    {"reviewEvery: never", [](case_rule& r) { r.review_every.value.clear(); },
     "reviewEvery is rarer (C-10)"},
    {"reviewEvery: not to be told", [](case_rule& r) { r.review_every.value = "P30D"; },
     "reviewEvery is rarer (C-10)"},
    {"onSilence: the helpdesk first", [](case_rule& r) { r.on_silence.value = "helpdesk"; },
     "onSilence ends later (C-11)"},
    {"onSilence: not said", [](case_rule& r) { r.on_silence.value.clear(); }},
    {"tellSubject: before", [](case_rule& r) { r.tell_subject.value = "before"; }},
    {"tellSubject: decided", [](case_rule& r) { r.tell_subject.value = "decided"; },
     "tellSubject tells less (C-7)"},
    {"tellSubject: never", [](case_rule& r) { r.tell_subject.value = "never"; },
     "tellSubject tells less (C-7)"},
    {"outside: no", [](case_rule& r) { r.outside.value = "false"; }},
    {"agree: for fewer", [](case_rule& r) { r.agree[1].kinds = {person_kind::member}; },
     "agree drops or widens a stage (C-3)"},
    {"attested: more",
     [](case_rule& r) { r.attested.push_back({.of = "subject", .kind = "x", .clause = "X"}); }},
    {"attested: none", [](case_rule& r) { r.attested.clear(); },
     "attested asks for less on record (C-10)"},
    {"attested: of another", [](case_rule& r) { r.attested[0].of = "requester"; },
     "attested asks for less on record (C-10)"},
    {"attested: another kind", [](case_rule& r) { r.attested[0].kind = "emailTraining"; },
     "attested asks for less on record (C-10)"},
    {"attested: signed on the way", [](case_rule& r) { r.attested[0].signed_here = true; },
     "attested asks for less on record (C-10)"},
    {"questions: more",
     [](case_rule& r) { r.questions.push_back({.id = "who", .text = "Who?", .clause = "X"}); }},
    {"questions: none", [](case_rule& r) { r.questions.clear(); }, "questions asks less (C-11)"},
    {"questions: need not be answered", [](case_rule& r) { r.questions[0].required = false; },
     "questions asks less (C-11)"},
    {"backupsHold: shorter", [](case_rule& r) { r.backups_hold.value = "P7D"; }},
    {"backupsHold: longer", [](case_rule& r) { r.backups_hold.value = "P31D"; },
     "backupsHold reaches further back (C-12)"},
    {"backupsHold: any time", [](case_rule& r) { r.backups_hold = {}; },
     "backupsHold reaches further back (C-12)"},
    {"largestQuota: smaller", [](case_rule& r) { r.largest_quota.value = "999"; }},
    {"largestQuota: larger", [](case_rule& r) { r.largest_quota.value = "1001"; },
     "largestQuota is larger (C-13)"},
    {"largestQuota: any", [](case_rule& r) { r.largest_quota = {}; },
     "largestQuota is larger (C-13)"},
    {"escalate: to fewer", [](case_rule& r) { r.escalate.to.who = {"role:dpo"}; }},
    {"escalate: to others", [](case_rule& r) { r.escalate.to.who = {"staff"}; },
     "escalate lets more people agree (C-14)"},
    {"escalate: to nobody", [](case_rule& r) { r.escalate = {}; }},
    // How long a question stays open gives nobody anything: silence refuses.
    {"answerWithin: shorter", [](case_rule& r) { r.answer_within.value = "P1D"; }},
    {"answerWithin: longer", [](case_rule& r) { r.answer_within.value = "P60D"; }},
    {"remindAfter: shorter", [](case_rule& r) { r.remind_after.value = "P1D"; }},
    {"remindAfter: longer", [](case_rule& r) { r.remind_after.value = "P60D"; }},
};

TEST(weakened, tells_each_field_in_both_directions) {
  for (const auto& row : changes) {
    SCOPED_TRACE(row.what);
    auto child = middle();
    row.make(child);
    auto said = weakened(middle(), child);
    if (row.said == nullptr) EXPECT_THAT(said, IsEmpty());
    else EXPECT_THAT(said, ElementsAre(row.said));
  }
}

TEST(weakened, tells_what_the_parent_forbids) {
  auto parent = middle();
  parent.requester_may_agree.value = "false";
  parent.outside.value = "false";
  EXPECT_THAT(weakened(parent, middle()),
              ElementsAre("requesterMayAgree lets people agree to what they asked (C-4)",
                          "outside lets mail out (C-8)"));
  EXPECT_THAT(weakened(parent, parent), IsEmpty());
}

TEST(weakened, tells_all_of_it_at_once) {
  auto child = middle();
  child.kinds.clear(), child.ask.who = {"staff"}, child.agree.clear(), child.require.clear();
  child.purposes.clear(), child.gives.push_back(grant_kind::full);
  child.longest.value = "P9Y", child.tell_subject.value = "never";
  EXPECT_EQ(weakened(middle(), child).size(), 8u);
}

// A parent that leaves something to everybody is tightened by any limit.
TEST(weakened, is_nothing_where_the_parent_sets_no_limit) {
  auto parent = middle();
  parent.kinds.clear(), parent.purposes.clear(), parent.require.clear(), parent.agree.clear();
  EXPECT_THAT(weakened(parent, middle()), IsEmpty());
}

// The loader refuses the pack with the line, the clause and the parent's name.
TEST(weakened, is_refused_when_the_pack_is_loaded) {
  namespace fs = std::filesystem;
  const fs::path source = TENURE_SOURCE_DIR;
  std::string folder = (fs::temp_directory_path() / "weakened-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  fs::copy(source / "config/policies/wyoming", fs::path(folder) / "wyoming");
  fs::create_directory(fs::path(folder) / "agency");
  auto load = [&](const std::string& rule) {
    std::ofstream(fs::path(folder) / "agency/policy.yaml")
        << "organisation: agency\nname: An agency\nversion: \"1\"\nextends: ../wyoming\n"
           "workflows:\n  investigation:\n    clause: HERE-1\n"
           "    ask: { who: [lineManager], clause: HERE-1 }\n"
           "    agree:\n      - { who: [headOfAgency], clause: HERE-1 }\n"
           "    require: [reason, recipient]\n    gives: [read]\n"
           "    tellSubject: { value: before, clause: HERE-1 }\n" << rule;
    return load_pack(fs::path(folder) / "agency",
                     source / "workflows/schema/policy-vocabulary.yaml");
  };
  auto tighter = load("    longest: { value: P30D, clause: HERE-1 }\n");
  EXPECT_TRUE(tighter) << tighter.error().text();
  auto weaker = load("    longest: { value: P61D, clause: HERE-1 }\n");
  ASSERT_FALSE(weaker);
  EXPECT_THAT(weaker.error().text(), HasSubstr("agency/policy.yaml:7: workflows.investigation"));
  EXPECT_THAT(weaker.error().text(), HasSubstr("longest is longer (practice) weakens wyoming"));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace tenure::policy
