// What cannot be undone or shared: addresses, creation, removal.
#include "tests/conformance/connector/suite.hpp"

namespace tenure::conformance {

TEST_P(Connector, TakesNoAddressOfSomebodyElse) {
  const mailbox_ref one = put(1);
  const mailbox_ref two = put(2);
  if (!governs("address")) {
    EXPECT_FALSE(observe(one).observed.address);
    return;
  }
  const std::string alias = "shared@example.org";
  ASSERT_EQ(apply(two, {.aliases = {{alias}}}).kind, outcome_class::done);
  const mailbox_condition before = world_->look(one);
  const mailbox_condition wanted[] = {{.address = "p2@example.org"},
                                      {.address = alias},
                                      {.aliases = {{"p2@example.org"}}},
                                      {.aliases = {{alias}}}};
  for (const auto& each : wanted) {
    EXPECT_EQ(apply(one, each).kind, outcome_class::conflict) << to_json(each);
    EXPECT_EQ(world_->look(one), before) << to_json(each);
  }
}

TEST_P(Connector, RefusesValuesThatMeanNothing) {
  const mailbox_ref one = put(1);
  const mailbox_condition before = world_->look(one);
  mailbox_condition wanted[] = {{.address = ""}, {.quota_bytes = -1}, {.message_bytes = -1}};
  for (const auto& each : wanted) {
    const outcome_class expected =
        says_nothing(governed(each)) ? outcome_class::done : outcome_class::invalid;
    EXPECT_EQ(apply(one, each).kind, expected) << to_json(each);
    EXPECT_EQ(world_->look(one), before) << to_json(each);
  }
}

TEST_P(Connector, CreatesOnceAndFindsItAgain) {
  if (!world_->creator()) return;  // OffersTheCapabilitiesItSays holds it to that
  const new_mailbox what = person(5);
  const outcome made = create(what);
  EXPECT_EQ(made.kind, outcome_class::done) << made.detail;
  const std::string id(value_of(made.facts, "directoryId"));
  EXPECT_FALSE(id.empty());
  EXPECT_EQ(value_of(create(what).facts, "directoryId"), id);
  mailbox_ref ref = ref_of(what.account);
  ref.directory_id = id;
  const outcome seen = observe(ref);
  EXPECT_EQ(seen.kind, outcome_class::done) << seen.detail;
  EXPECT_TRUE(says_nothing(difference(governed(what.desired), seen.observed)));
  if (governs("address")) EXPECT_EQ(seen.observed.address, what.account.address);
}

TEST_P(Connector, CreatesInTheConditionDesired) {
  if (!world_->creator()) return;
  new_mailbox what = person(5);
  what.desired = closed(5);
  const outcome made = create(what);
  EXPECT_EQ(made.kind, outcome_class::done) << made.detail;
  EXPECT_TRUE(says_nothing(difference(governed(what.desired), made.observed)));
}

TEST_P(Connector, AdoptsWhatThePersonHadBefore) {
  new_mailbox before = person(3), what = person(5);
  before.account.person = what.account.person = {"HR-5"};
  before.desired = {};
  if (!world_->creator() || !world_->put_before(before)) return;
  what.desired = {.sign_in = sign_in::allowed, .quota_bytes = 1'000'000};
  const outcome made = create(what);
  EXPECT_EQ(made.kind, outcome_class::done) << made.detail;
  EXPECT_EQ(value_of(made.facts, "adopted"), "true");
  EXPECT_EQ(value_of(made.facts, "login"), "p3");
  if (governs("address")) EXPECT_EQ(made.observed.address, "p3@example.org");
  if (governs("quota")) EXPECT_EQ(made.observed.quota_bytes, 1'000'000);
  // A repeat finds the same, and says the same.
  EXPECT_EQ(create(what).facts, made.facts);
  mailbox_ref ref = ref_of(what.account);
  ref.login = "p3";
  ref.directory_id = value_of(made.facts, "directoryId");
  EXPECT_EQ(observe(ref).observed, made.observed);
}

TEST_P(Connector, OpensNothingByAdopting) {
  const mailbox_condition closed[] = {{.sign_in = sign_in::blocked},
                                      {.address_list = address_list::hidden},
                                      {.delivery = delivery::refused}};
  std::uint64_t n = 10;
  for (const auto& each : closed) {
    new_mailbox before = person(++n), what = person(100 + n);
    before.account.person = what.account.person = {"HR-" + std::to_string(n)};
    before.desired = each;
    if (!world_->creator() || !world_->put_before(before)) return;
    EXPECT_EQ(create(what).kind, outcome_class::conflict) << to_json(each);
    EXPECT_EQ(observe(ref_of(what.account)).kind, outcome_class::not_found) << to_json(each);
  }
}

TEST_P(Connector, CreatesNothingUnderANameOrAddressThatIsTaken) {
  if (!world_->creator()) return;
  put(1);
  new_mailbox login = person(5), address = person(6), alias = person(7), none = person(8);
  login.account.login = "p1";
  address.account.address = "p1@example.org";
  alias.account.aliases = {"p1@example.org"};
  none.account.login = "";
  EXPECT_EQ(create(login).kind, outcome_class::conflict);
  EXPECT_EQ(create(none).kind, outcome_class::invalid);
  if (governs("address")) EXPECT_EQ(create(address).kind, outcome_class::conflict);
  if (governs("aliases")) EXPECT_EQ(create(alias).kind, outcome_class::conflict);
  for (const auto* each : {&login, &address, &alias, &none}) {
    EXPECT_EQ(observe(ref_of(each->account)).kind, outcome_class::not_found);
  }
}

TEST_P(Connector, RemovesForGoodAndSaysSoTwice) {
  if (!world_->remover()) return;
  const mailbox_ref one = put(1), two = put(2);
  const outcome removed = remove(one);
  EXPECT_EQ(removed.kind, outcome_class::done) << removed.detail;
  EXPECT_EQ(value_of(removed.facts, "alreadyGone"), "");
  EXPECT_TRUE(world_->gone(one));
  EXPECT_FALSE(world_->gone(two));
  const outcome again = remove(one);
  EXPECT_EQ(again.kind, outcome_class::done) << again.detail;
  EXPECT_EQ(value_of(again.facts, "alreadyGone"), "true");
  EXPECT_EQ(observe(two).kind, outcome_class::done);
}

TEST_P(Connector, RemovesNothingWhoseIdDiffers) {
  if (!world_->remover()) return;
  const mailbox_ref one = put(1), two = put(2);
  if (one.directory_id.empty()) return;  // here a mailbox is its login: see the renamed one
  mailbox_ref reused = one;  // this account, this login, but made anew since
  reused.directory_id = "11111111-2222-4333-8444-555555555555";
  EXPECT_EQ(remove(reused).kind, outcome_class::conflict);
  if (!two.directory_id.empty()) {
    mailbox_ref mixed = one;
    mixed.directory_id = two.directory_id;
    EXPECT_EQ(remove(mixed).kind, outcome_class::conflict);
  }
  EXPECT_EQ(observe(one).kind, outcome_class::done);
  EXPECT_EQ(observe(two).kind, outcome_class::done);
}

}  // namespace tenure::conformance
