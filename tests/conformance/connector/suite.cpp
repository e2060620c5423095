#include "tests/conformance/connector/suite.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tenure::conformance {
namespace {

// A batch of one: exactly one outcome, for index 0.
template <class Call>
outcome single(Call call) {
  std::vector<outcome> seen;
  call([&](std::size_t index, const outcome& o) {
    EXPECT_EQ(index, 0u);
    seen.push_back(o);
  });
  EXPECT_EQ(seen.size(), 1u);
  return seen.empty() ? outcome{} : seen.front();
}

mailbox_ref nobody() {
  mailbox_ref out;
  out.account = {{999'999, 7}};
  out.login = "nobody-999999";
  out.address = "nobody-999999@example.org";
  return out;
}

}  // namespace

bool subject::gone(const mailbox_ref& which) {
  return single([&](const on_outcome& each) { system().observe({&which, 1}, each); }).kind ==
         outcome_class::not_found;
}

new_mailbox Connector::person(std::uint64_t n) {
  new_mailbox out;
  out.account.id = {{0xc0ffee, n}};
  out.account.login = "p" + std::to_string(n);
  out.account.address = out.account.login + "@example.org";
  out.account.display_name = "Zoë O'Neil " + std::to_string(n);
  out.given_name = "Zoë";
  out.surname = "O'Neil";
  out.desired.sign_in = sign_in::allowed;
  out.desired.address_list = address_list::shown;
  out.desired.delivery = delivery::accepted;
  return out;
}

outcome Connector::observe(const mailbox_ref& which) {
  return single([&](const on_outcome& each) { system().observe({&which, 1}, each); });
}

outcome Connector::apply(const mailbox_ref& which, const mailbox_condition& desired) {
  const change one{which, desired};
  return single([&](const on_outcome& each) { system().apply({&one, 1}, each); });
}

outcome Connector::create(const new_mailbox& what) {
  return single([&](const on_outcome& each) { world_->creator()->create({&what, 1}, each); });
}

outcome Connector::remove(const mailbox_ref& which) {
  return single([&](const on_outcome& each) { world_->remover()->remove({&which, 1}, each); });
}

mailbox_condition Connector::closed(std::uint64_t n) {
  mailbox_condition out;
  out.sign_in = sign_in::blocked;
  out.address_list = address_list::hidden;
  out.delivery = delivery::refused;
  out.address = "closed." + std::to_string(n) + "@example.org";
  out.aliases = {"a." + std::to_string(n) + "@example.org",
                 "b." + std::to_string(n) + "@example.org"};
  out.display_name = "Former: Zoë (*) \\ #" + std::to_string(n);
  out.forwarding = "p2@example.org";
  out.auto_reply = "I have left.\nPlease write to p2@example.org, \"thank you\".\n";
  out.delegates.emplace().push_back({"p2", "read"});
  out.send_on_behalf = {"p2", "p3 o'neil"};
  out.quota_bytes = 1'073'741'824;
  out.message_bytes = 26'214'400;
  return out;
}

mailbox_condition Connector::open(std::uint64_t n) {
  mailbox_condition out;
  out.sign_in = sign_in::allowed;
  out.address_list = address_list::shown;
  out.delivery = delivery::accepted;
  out.address = "p" + std::to_string(n) + "@example.org";
  out.aliases.emplace();
  out.display_name = "Zoë O'Neil " + std::to_string(n);
  out.forwarding = "";
  out.auto_reply = "";
  out.delegates.emplace();
  out.send_on_behalf.emplace();
  out.quota_bytes = 0;
  out.message_bytes = 0;
  return out;
}

bool Connector::governs(std::string_view field) const {
  return std::ranges::find(fields_, field) != fields_.end();
}

TEST_P(Connector, GovernsFieldsByTheirNames) {
  EXPECT_FALSE(fields_.empty());
  std::set<std::string_view> known(std::begin(condition_fields), std::end(condition_fields));
  std::set<std::string_view> seen;
  for (auto field : system().governs()) {
    EXPECT_TRUE(known.contains(field)) << field;
    EXPECT_TRUE(seen.insert(field).second) << field << " twice";
  }
  for (auto field : fields_) EXPECT_TRUE(seen.contains(field)) << field << " shown, not governed";
}

TEST_P(Connector, OffersTheCapabilitiesItSays) {
  EXPECT_EQ(dynamic_cast<mailbox_creator*>(&system()) != nullptr, world_->creator() != nullptr);
  EXPECT_EQ(dynamic_cast<mailbox_remover*>(&system()) != nullptr, world_->remover() != nullptr);
  EXPECT_EQ(dynamic_cast<message_finder*>(&system()) != nullptr, world_->finder() != nullptr);
  EXPECT_EQ(dynamic_cast<message_courier*>(&system()) != nullptr, world_->courier() != nullptr);
  EXPECT_EQ(dynamic_cast<message_sweeper*>(&system()) != nullptr, world_->sweeper() != nullptr);
}

TEST_P(Connector, ObservesOnlyWhatItGoverns) {
  const mailbox_ref one = put(1);
  const outcome seen = observe(one);
  EXPECT_EQ(seen.kind, outcome_class::done) << seen.detail;
  EXPECT_EQ(seen.observed, governed(seen.observed));
  EXPECT_EQ(seen.observed, governed(world_->look(one)));
  EXPECT_FALSE(says_nothing(seen.observed));
}

TEST_P(Connector, AppliesAndReadsBackBothWays) {
  const mailbox_ref one = put(1);
  put(2);
  for (const auto& desired : {closed(1), open(1), closed(1)}) {
    const outcome got = apply(one, desired);
    EXPECT_EQ(got.kind, outcome_class::done) << got.detail;
    EXPECT_EQ(to_json(got.observed), to_json(governed(desired)));
    EXPECT_EQ(to_json(governed(world_->look(one))), to_json(governed(desired)));
    EXPECT_EQ(observe(one).observed, got.observed);
  }
}

TEST_P(Connector, ApplyingTwiceEndsInTheSameCondition) {
  const mailbox_ref one = put(1);
  put(2);
  const outcome first = apply(one, closed(1));
  const outcome again = apply(one, closed(1));
  EXPECT_EQ(again.kind, outcome_class::done) << again.detail;
  EXPECT_EQ(again.observed, first.observed);
  EXPECT_EQ(governed(world_->look(one)), governed(closed(1)));
}

TEST_P(Connector, SetsOneFieldAndLeavesTheOthers) {
  const mailbox_ref one = put(1);
  put(2);
  ASSERT_EQ(apply(one, open(1)).kind, outcome_class::done);
  mailbox_condition expected = governed(open(1));
  for (auto field : fields_) {
    const std::string_view just[] = {field};
    const mailbox_condition change = only(closed(1), just);
    const outcome got = apply(one, change);
    expected = overlay(expected, change);
    EXPECT_EQ(got.kind, outcome_class::done) << field << ": " << got.detail;
    EXPECT_EQ(to_json(got.observed), to_json(expected)) << field;
  }
}

TEST_P(Connector, LeavesAloneWhatItDoesNotGovern) {
  const mailbox_ref one = put(1);
  const mailbox_ref other = put(2);
  const std::string before = world_->bystander(one);
  const outcome theirs = observe(other);
  EXPECT_EQ(apply(one, closed(1)).kind, outcome_class::done);
  EXPECT_EQ(world_->bystander(one), before);
  EXPECT_EQ(observe(other).observed, theirs.observed);
}

TEST_P(Connector, ADesireThatSaysNothingChangesNothing) {
  const mailbox_ref one = put(1);
  const mailbox_condition before = world_->look(one);
  mailbox_condition ungoverned = closed(1);
  for (const auto& desired : {mailbox_condition{}, difference(ungoverned, governed(ungoverned))}) {
    const outcome got = apply(one, desired);
    EXPECT_EQ(got.kind, outcome_class::done) << got.detail;
    EXPECT_EQ(world_->look(one), before);
  }
}

TEST_P(Connector, ReadsTheTruthAndNotItsMemory) {
  const mailbox_ref one = put(1);
  put(2);
  ASSERT_EQ(apply(one, closed(1)).kind, outcome_class::done);
  world_->edit(one, governed(open(1)));
  EXPECT_EQ(to_json(observe(one).observed), to_json(governed(open(1))));
  const outcome again = apply(one, closed(1));
  EXPECT_EQ(again.kind, outcome_class::done) << again.detail;
  EXPECT_EQ(to_json(governed(world_->look(one))), to_json(governed(closed(1))));
}

TEST_P(Connector, SaysNotFoundOfAMailboxThatIsNotThere) {
  put(1);
  EXPECT_EQ(observe(nobody()).kind, outcome_class::not_found);
  EXPECT_EQ(apply(nobody(), closed(9)).kind, outcome_class::not_found);
  EXPECT_EQ(observe(nobody()).kind, outcome_class::not_found) << "apply must not make one";
}

TEST_P(Connector, AnEmptyBatchReportsNothing) {
  auto never = [](std::size_t, const outcome&) { ADD_FAILURE(); };
  system().observe({}, never);
  system().apply({}, never);
  if (world_->creator()) world_->creator()->create({}, never);
  if (world_->remover()) world_->remover()->remove({}, never);
}

TEST_P(Connector, ReportsEveryIndexOfABatchExactlyOnce) {
  const std::size_t all = world_->batch();
  std::vector<new_mailbox> people;
  for (std::uint64_t n = 1; n <= all - all / 10; ++n) people.push_back(person(n));
  std::vector<mailbox_ref> refs;
  world_->put_many(people, refs);
  std::vector<change> changes;
  for (std::size_t i = 0; i < all; ++i) {
    const bool missing = i % 10 == 9;
    changes.push_back({missing ? nobody() : refs[i - i / 10], {}});
    changes.back().desired = closed(i);
    changes.back().desired.delegates.emplace();
  }
  std::map<std::size_t, outcome_class> seen;
  system().apply(changes, [&](std::size_t index, const outcome& o) {
    EXPECT_TRUE(seen.emplace(index, o.kind).second) << index << " twice";
  });
  ASSERT_EQ(seen.size(), all);
  std::vector<mailbox_ref> asked;
  for (const auto& each : changes) asked.push_back(each.mailbox);
  std::size_t observed = 0;
  system().observe(asked, [&](std::size_t i, const outcome& o) {
    ++observed;
    EXPECT_EQ(seen[i], i % 10 == 9 ? outcome_class::not_found : outcome_class::done) << i;
    EXPECT_EQ(o.kind, seen[i]) << i;
    if (i % 10 != 9) EXPECT_EQ(o.observed, governed(changes[i].desired)) << i;
  });
  EXPECT_EQ(observed, all);
}

TEST_P(Connector, FollowsARenamedMailboxAndNotItsOldName) {
  mailbox_ref one = put(1);
  if (!world_->rename(one, "renamed-p1")) {
    EXPECT_TRUE(one.directory_id.empty()) << "a mailbox with an immutable id can be renamed";
    return;
  }
  new_mailbox successor = person(3);
  successor.account.login = "p1";
  const mailbox_ref other = world_->put(successor);
  const mailbox_condition theirs = world_->look(other);
  EXPECT_EQ(apply(one, closed(1)).kind, outcome_class::done);
  EXPECT_EQ(governed(world_->look(one)), governed(closed(1)));
  EXPECT_EQ(world_->look(other), theirs) << "the one who has the old login now";
}

TEST_P(Connector, ACallbackThatThrowsEndsTheBatchWithItsException) {
  const mailbox_ref refs[] = {put(1), put(2)};
  auto angry = [](std::size_t, const outcome&) { throw std::runtime_error("angry"); };
  EXPECT_THROW(system().observe(refs, angry), std::runtime_error);
  EXPECT_EQ(observe(refs[0]).kind, outcome_class::done) << "and the connector works on";
}

}  // namespace tenure::conformance
