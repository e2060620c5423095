// The server dies while a batch is under way: what is said to be done is done, nothing is lost.
#include "tests/integration/ldap/fixture.hpp"

#include <map>
#include <set>

namespace tenure::ldap {
namespace {

constexpr std::uint64_t people = 3000;

class LdapLostAnswers : public Ldap {
 protected:
  void SetUp() override {
    std::string all;
    for (std::uint64_t n = 1; n <= people; ++n) all += ldif(n);
    server_.load(all);
    for (std::uint64_t n = 1; n <= people; ++n) changes_.push_back(block(ref(n)));
  }
  std::set<std::string> disabled() {
    const auto found = values("(tenureAccountStatus=disabled)", "tenureLifecycleId");
    return {found.begin(), found.end()};
  }
  // Applies all; after `at` outcomes calls `then`. Every index is reported once.
  std::map<std::size_t, outcome_class> apply(std::size_t at, const std::function<void()>& then) {
    std::map<std::size_t, outcome_class> out;
    system_.apply(changes_, [&](std::size_t i, const outcome& o) {
      EXPECT_TRUE(out.emplace(i, o.kind).second) << i << " twice";
      if (out.size() == at) then();
    });
    EXPECT_EQ(out.size(), changes_.size());
    return out;
  }
  std::vector<change> changes_;
  directory system_{settings()};
};

TEST_F(LdapLostAnswers, KilledInTheMiddleAndAwayThenFinished) {
  const auto seen = apply(people / 2, [&] { server_.kill9(); });
  server_.start();
  const auto really = disabled();
  std::map<outcome_class, std::size_t> counts;
  for (const auto& [index, kind] : seen) {
    ++counts[kind];
    const bool is = really.contains(changes_[index].mailbox.account.text());
    if (kind == outcome_class::done) EXPECT_TRUE(is) << index << " reported done";
    EXPECT_TRUE(kind == outcome_class::done || kind == outcome_class::transient ||
                kind == outcome_class::unknown_outcome)
        << to_text(kind);
  }
  EXPECT_GE(counts[outcome_class::done], people / 2);
  EXPECT_GT(counts[outcome_class::transient], 0u);
  // Only what was on its way when the server died can be unknown.
  EXPECT_LE(counts[outcome_class::unknown_outcome], settings().window);
  for (const auto& [index, kind] : apply(0, [] {})) EXPECT_EQ(kind, outcome_class::done) << index;
  EXPECT_EQ(disabled().size(), people);
}

TEST_F(LdapLostAnswers, KilledInTheMiddleAndBackAtOnceFinishesTheSameBatch) {
  const auto seen = apply(people / 3, [&] {
    server_.kill9();
    server_.start();
  });
  for (const auto& [index, kind] : seen) EXPECT_EQ(kind, outcome_class::done) << index;
  EXPECT_EQ(disabled().size(), people);
}

TEST_F(LdapLostAnswers, ARestartBetweenBatchesIsNotNoticed) {
  apply(0, [] {});
  server_.restart();
  for (auto& each : changes_) each.desired.sign_in = sign_in::allowed;
  for (const auto& [index, kind] : apply(0, [] {})) EXPECT_EQ(kind, outcome_class::done) << index;
  EXPECT_TRUE(disabled().empty());
}

TEST_F(LdapLostAnswers, RemovalsAndCreationsHappenOnce) {
  std::vector<mailbox_ref> refs;
  for (std::uint64_t n = 1; n <= 500; ++n) refs.push_back(ref(n));
  std::size_t seen = 0;
  system_.remove(refs, [&](std::size_t i, const outcome& o) {
    EXPECT_EQ(o.kind, outcome_class::done) << i << ": " << o.detail;
    if (++seen == 200) server_.kill9(), server_.start();
  });
  EXPECT_EQ(values("(tenureAccountStatus=*)", "uid").size(), people - 500);
  std::vector<new_mailbox> made(500);
  for (std::uint64_t n = 1; n <= 500; ++n) {
    made[n - 1].account.id = number(n);
    made[n - 1].account.login = ref(n).login;
    made[n - 1].account.address = ref(n).address;
    made[n - 1].desired.sign_in = sign_in::allowed;
  }
  seen = 0;
  system_.create(made, [&](std::size_t i, const outcome& o) {
    EXPECT_EQ(o.kind, outcome_class::done) << i << ": " << o.detail;
    if (++seen == 200) server_.kill9(), server_.start();
  });
  const auto ids = values("(tenureAccountStatus=*)", "tenureLifecycleId");
  EXPECT_EQ(ids.size(), people);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), people) << "nobody twice";
}

}  // namespace
}  // namespace tenure::ldap
