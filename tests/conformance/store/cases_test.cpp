// Cases, grants and who may decide for whom.
#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

const account_id jane = number<account_id>(1), other = number<account_id>(2);

case_file some_case(std::uint64_t n, const account_id& subject) {
  return {.id = number<case_id>(n),
          .workflow = "emergencyAccess",
          .subject = subject,
          .requester = {"1042"},
          .state = "awaitingDecision",
          .context = {{"reason", "'away' \"Zoë\""}},
          .pending = {{"decision", number<effect_id>(7)}},
          .opened = {1'700'000'000'000'000}};
}

grant some_grant(std::uint64_t n, const account_id& subject, const case_id& from) {
  return {.id = number<grant_id>(n),
          .from_case = from,
          .subject = subject,
          .kind = grant_kind::forward,
          .holder = {"1042"},
          .holder_login = "tom.baker",
          .holder_address = "tom.baker@example.org",
          .text = "",
          .purpose = "keeping business running",
          .clause = "CAM-9.2.2b",
          .told = "told",
          .opened = {1'700'000'000'000'000},
          .ends = instant{1'700'000'000'000'001},
          .closed = {},
          .closed_because = "",
          .certified = {},
          .certified_by = {}};
}

TEST_P(StoreTest, ACaseIsKeptAsItIs) {
  auto asked = some_case(1, jane);
  commit([&](transaction& tx) { tx.cases().save(asked); });
  asked.revision = 1;
  look([&](transaction& tx) {
    EXPECT_EQ(tx.cases().load(asked.id), asked);
    EXPECT_EQ(tx.cases().load(number<case_id>(9)), std::nullopt);
  });
  asked.state = "open", asked.context["until"] = "2026-12-01", asked.pending.clear();
  commit([&](transaction& tx) { tx.cases().save(asked); });
  asked.revision = 2;
  look([&](transaction& tx) { EXPECT_EQ(tx.cases().load(asked.id), asked); });
}

TEST_P(StoreTest, ACaseSavedOnAnOldRevisionIsAProgrammersMistake) {
  commit([&](transaction& tx) { tx.cases().save(some_case(1, jane)); });
  look([&](transaction& tx) {
    EXPECT_THROW(tx.cases().save(some_case(1, jane)), std::logic_error);  // inserted twice
  });
  auto late = some_case(1, jane);
  late.revision = 2;
  look([&](transaction& tx) { EXPECT_THROW(tx.cases().save(late), std::logic_error); });
}

TEST_P(StoreTest, OpenCasesOfASubjectOldestFirst) {
  auto first = some_case(1, jane), second = some_case(2, jane), over = some_case(3, jane);
  over.closed = true;
  auto of_other = some_case(4, other);
  commit([&](transaction& tx) {
    for (const auto& each : {first, second, over, of_other}) tx.cases().save(each);
  });
  auto ids = [](const std::vector<case_file>& of) {
    std::vector<case_id> out;
    for (const auto& each : of) out.push_back(each.id);
    return out;
  };
  look([&](transaction& tx) {
    EXPECT_EQ(ids(tx.cases().open_on(jane)), (std::vector{first.id, second.id}));
    EXPECT_TRUE(tx.cases().open_on(number<account_id>(9)).empty());
    EXPECT_EQ(ids(tx.cases().list(true, 10)), (std::vector{of_other.id, second.id, first.id}));
    EXPECT_EQ(ids(tx.cases().list(false, 2)), (std::vector{of_other.id, over.id}));
  });
}

TEST_P(StoreTest, OpenCasesThatConcernAPersonHoweverManyThereAre) {
  auto janes = some_account(1);
  janes.person = {"1001"};
  auto asks = some_case(1, other), gains = some_case(2, other), hers = some_case(3, jane);
  auto over = some_case(4, jane), nothing = some_case(5, other), late = some_case(6, other);
  asks.requester = {"1001"};
  gains.context["recipient"] = "1001";
  over.closed = true, over.requester = {"1001"}, over.context["recipient"] = "1001";
  nothing.context["reason"] = "1001";
  commit([&](transaction& tx) {
    tx.accounts().save(janes);
    for (const auto& each : {asks, gains, hers, over, nothing, late}) tx.cases().save(each);
  });
  late.revision = 1, late.context["recipient"] = "1001";
  commit([&](transaction& tx) { tx.cases().save(late); });
  auto all_three = some_case(7, jane);
  all_three.requester = {"1001"}, all_three.context["recipient"] = "1001";
  commit([&](transaction& tx) {
    for (std::uint64_t n = 100; n < 200; ++n) tx.cases().save(some_case(n, other));
    tx.cases().save(all_three);
  });
  look([&](transaction& tx) {
    std::vector<case_id> found;
    for (const auto& each : tx.cases().open_concerning({"1001"})) found.push_back(each.id);
    EXPECT_EQ(found, (std::vector{asks.id, gains.id, hers.id, late.id, all_three.id}));
    EXPECT_EQ(tx.cases().open_concerning({"1042"}).size(), 104u);
    EXPECT_TRUE(tx.cases().open_concerning({"1002"}).empty());
    EXPECT_TRUE(tx.cases().open_concerning({""}).empty()) << "no recipient is nobody";
  });
}

TEST_P(StoreTest, AGrantEndsOnceAndIsNeverRemoved) {
  auto asked = some_case(1, jane);
  auto given = some_grant(1, jane, asked.id), reply = some_grant(2, jane, asked.id);
  reply.kind = grant_kind::auto_reply, reply.holder = {}, reply.text = "Away", reply.ends = {};
  commit([&](transaction& tx) {
    tx.cases().save(asked);
    tx.grants().save(given);
    tx.grants().save(reply);
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.grants().load(given.id), given);
    EXPECT_EQ(tx.grants().on(jane), (std::vector{given, reply}));
    EXPECT_EQ(tx.grants().held_by({"1042"}), (std::vector{given}));
    EXPECT_TRUE(tx.grants().held_by({"1043"}).empty());
  });
  auto ended = given;
  ended.closed = at(5), ended.closed_because = "subject.returned";
  commit([&](transaction& tx) { tx.grants().save(ended); });
  commit([&](transaction& tx) { tx.grants().save(given); });  // not opened again
  look([&](transaction& tx) {
    EXPECT_EQ(tx.grants().load(given.id), ended);
    EXPECT_EQ(tx.grants().on(jane), (std::vector{ended, reply}));
    EXPECT_TRUE(tx.grants().held_by({"1042"}).empty());
    EXPECT_EQ(tx.grants().list(true, 10), (std::vector{reply}));
    EXPECT_EQ(tx.grants().list(false, 10), (std::vector{reply, ended}));
  });
}

TEST_P(StoreTest, AGrantKeepsWhoCertifiedItLastUntilItEnds) {
  commit([&](transaction& tx) { tx.cases().save(some_case(1, jane)); });
  auto given = some_grant(1, jane, number<case_id>(1));
  commit([&](transaction& tx) { tx.grants().save(given); });
  given.certified = at(7), given.certified_by = {"1001"};
  commit([&](transaction& tx) { tx.grants().save(given); });
  look([&](transaction& tx) { EXPECT_EQ(tx.grants().load(given.id), given); });
  given.certified = at(8), given.certified_by = {"1004"};
  given.closed = at(9), given.closed_because = "grant.revoked";
  commit([&](transaction& tx) { tx.grants().save(given); });
  auto late = given;
  late.certified = at(10);
  commit([&](transaction& tx) { tx.grants().save(late); });
  look([&](transaction& tx) { EXPECT_EQ(tx.grants().on(jane), (std::vector{given})); });
}

struct bad_grant {
  const char* what;
  void (*spoil)(grant&);
};
constexpr bad_grant bad_grants[] = {
    {"no clause", [](grant& g) { g.clause.clear(); }},
    {"nobody said whether the subject is told", [](grant& g) { g.told.clear(); }},
    {"nobody holds it", [](grant& g) { g.holder = {}; }},
    {"it ends before it begins", [](grant& g) { g.ends = instant{1}; }},
    {"it ended for no reason", [](grant& g) { g.closed = g.ends; }},
    {"nobody certified it", [](grant& g) { g.certified = g.opened; }},
    {"somebody certified it, and never", [](grant& g) { g.certified_by = {"1001"}; }},
};

TEST_P(StoreTest, AGrantThatSaysTooLittleIsRefusedByTheSchema) {
  commit([&](transaction& tx) { tx.cases().save(some_case(1, jane)); });
  for (const auto& bad : bad_grants) {
    SCOPED_TRACE(bad.what);
    look([&](transaction& tx) {
      auto wrong = some_grant(1, jane, number<case_id>(1));
      bad.spoil(wrong);
      EXPECT_THROW(tx.grants().save(wrong), std::logic_error);
    });
  }
}

TEST_P(StoreTest, ADesignationStandsBetweenItsDatesUntilItIsEnded) {
  designation made{.id = number<designation_id>(1), .principal = {"1"}, .designee = {"2"},
                   .deputy = true, .from = at(10), .until = at(20),
                   .made_by = {"1", "headOfService", "ldap bind"}, .ended = {}};
  commit([&](transaction& tx) { tx.designations().save(made); });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.designations().load(made.id), made);
    EXPECT_TRUE(tx.designations().of_designee({"2"}, at(9)).empty());
    EXPECT_EQ(tx.designations().of_designee({"2"}, at(10)), (std::vector{made}));
    EXPECT_TRUE(tx.designations().of_designee({"2"}, at(20)).empty());
    EXPECT_TRUE(tx.designations().of_designee({"1"}, at(10)).empty());
  });
  made.ended = at(12);
  commit([&](transaction& tx) { tx.designations().save(made); });
  look([&](transaction& tx) {
    EXPECT_TRUE(tx.designations().of_designee({"2"}, at(15)).empty());
    EXPECT_EQ(tx.designations().all(), (std::vector{made}));
  });
}

TEST_P(StoreTest, AnAttestationStandsBetweenItsDaysUntilItIsWithdrawnOnce) {
  attestation made{.id = number<attestation_id>(1), .about = "1001", .kind = "policyAwareness",
                   .evidence = "'signed' \"Zoë\"", .from = at(10), .until = at(20),
                   .recorded_by = {"3", "hrOfficer", "ldap bind"}, .withdrawn = {}};
  auto of_unit = made;
  of_unit.id = number<attestation_id>(2), of_unit.about = "unit:U1", of_unit.kind = "acceptableUse";
  commit([&](transaction& tx) {
    tx.attestations().save(made);
    tx.attestations().save(of_unit);
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.attestations().load(made.id), made);
    EXPECT_EQ(tx.attestations().load(number<attestation_id>(9)), std::nullopt);
    EXPECT_EQ(tx.attestations().about("1001"), (std::vector{made}));
    EXPECT_TRUE(tx.attestations().about("100").empty());
    EXPECT_EQ(tx.attestations().list("", 10), (std::vector{of_unit, made}));
    EXPECT_EQ(tx.attestations().list("", 1), (std::vector{of_unit}));
    EXPECT_EQ(tx.attestations().list("policyAwareness", 10), (std::vector{made}));
    EXPECT_FALSE(made.stands_at(at(9)));
    EXPECT_TRUE(made.stands_at(at(10)));
    EXPECT_FALSE(made.stands_at(at(20)));
  });
  auto changed = made;
  changed.withdrawn = at(12), changed.evidence = "something else", changed.until = at(90);
  commit([&](transaction& tx) { tx.attestations().save(changed); });
  changed.withdrawn = at(15);
  commit([&](transaction& tx) { tx.attestations().save(changed); });
  made.withdrawn = at(12);
  look([&](transaction& tx) {
    EXPECT_EQ(tx.attestations().load(made.id), made) << "only its end may come, and once";
    EXPECT_FALSE(made.stands_at(at(12)));
  });
}

TEST_P(StoreTest, AnAttestationThatSaysNothingIsRefused) {
  const attestation good{.id = number<attestation_id>(1), .about = "1", .kind = "k",
                         .evidence = "e", .from = at(10), .until = at(20), .recorded_by = {},
                         .withdrawn = {}};
  for (auto spoil : {+[](attestation& a) { a.about.clear(); },
                     +[](attestation& a) { a.kind.clear(); },
                     +[](attestation& a) { a.evidence.clear(); },
                     +[](attestation& a) { a.until = a.from; }}) {
    auto wrong = good;
    spoil(wrong);
    look([&](transaction& tx) { EXPECT_THROW(tx.attestations().save(wrong), std::logic_error); });
  }
}

}  // namespace
}  // namespace tenure::test
