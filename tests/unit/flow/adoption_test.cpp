// An organisation that introduces Tenure: its people have mailboxes already, under names that
// Tenure would have given to others.

#include "tests/unit/flow/lists_fixture.hpp"

namespace tenure::test {
namespace {

mailbox_condition named(const std::string& address) {
  mailbox_condition out;
  out.address = address;
  out.display_name = "Smith, Jane";
  return out;
}

TEST(Adoption, ThreeOfOneNameKeepTheNamesTheyHave) {
  office o;
  // Tenure would call them jane.smith, jane.smith2, jane.smith3, in the list's order.
  const std::string domain = "@cambridgeshire.gov.uk";
  o.mail.put_before({"1001"}, "jane.smith3", named("jane.smith3" + domain));
  o.mail.put_before({"1002"}, "jane.smith", named("jane.smith" + domain));
  o.mail.put_before({"1003"}, "jsmith", named("j.smith" + domain));
  std::vector<hr_row> rows;
  for (const auto* id : {"1001", "1002", "1003", "1004"}) {
    rows.push_back(joiner(id, "Jane", "Smith"));
    rows.back().start.reset();
  }
  ASSERT_EQ(o.code(o.apply(o.show(hr_list_kind::staff, rows))), "applied");
  const std::pair<const char*, const char*> expected[] = {
      {"1001", "jane.smith3"}, {"1002", "jane.smith"}, {"1003", "j.smith"}};
  for (const auto& [person, name] : expected) {
    const account a = o.of(person);
    EXPECT_EQ(a.address, name + domain) << person;
    EXPECT_EQ(a.display_name, "Smith, Jane");
    EXPECT_EQ(value_of(a.context, "adopted"), "true");
    EXPECT_EQ(a.state, "employed.presence.active,employed.employment.staying");
    EXPECT_EQ(o.mail.snapshot(a.id)->condition.address, name + domain);
    EXPECT_EQ(o.mail.effected("create", a.id), 0u);
    EXPECT_EQ(o.mail.effected("adopt", a.id), 1u);
  }
  EXPECT_EQ(o.of("1003").login, "jsmith");
  // Who had none gets one that nobody has, and the book says whose each is.
  const account fourth = o.of("1004");
  EXPECT_EQ(fourth.address, "jane.smith4" + domain);
  EXPECT_EQ(o.mail.effected("create", fourth.id), 1u);
  o.engine->run([&](flow::line& on) {
    auto owner = [&](const std::string& name) {
      return on.in.accounts().load(on.in.addresses().holder(name).value())->person.value;
    };
    for (const auto& [person, name] : expected) EXPECT_EQ(owner(name + domain), person) << name;
    EXPECT_EQ(owner("jsmith"), "1003");
    EXPECT_EQ(owner("jane.smith"), "1002");
    return false;
  });
  // A fifth comes later: every name that is in use is passed over.
  const auto fifth = o.hire("1005", "Jane", "Smith");
  EXPECT_EQ(o.load(fifth).address, "jane.smith5" + domain);
}

TEST(Adoption, ALostAnswerIsAskedAgainAndTheNamesArriveAllTheSame) {
  office o;
  o.mail.put_before({"1001"}, "jsmith", named("j.smith@cambridgeshire.gov.uk"));
  o.mail.faults().at("create", 1, memory::fail_but_persist);
  ASSERT_EQ(o.code(o.apply(o.show(hr_list_kind::joiners, {joiner("1001", "Jane", "Smith")}))),
            "applied");
  o.run_until("2026-11-02T10:00:00Z");
  const account a = o.of("1001");
  EXPECT_EQ(a.login, "jsmith");
  EXPECT_EQ(a.address, "j.smith@cambridgeshire.gov.uk");
  EXPECT_EQ(o.mail.effected("adopt", a.id), 1u);
}

// No list opens what somebody closed: the helpdesk looks, and says when it is right.
TEST(Adoption, AClosedMailboxIsATaskAndIsTriedAgain) {
  office o;
  auto closed = named("j.smith@cambridgeshire.gov.uk");
  closed.sign_in = sign_in::blocked;
  o.mail.put_before({"1001"}, "jsmith", closed);
  ASSERT_EQ(o.code(o.apply(o.show(hr_list_kind::joiners, {joiner("1001", "Jane", "Smith")}))),
            "applied");
  const account stopped = o.of("1001");
  EXPECT_EQ(stopped.state, "provisioningFailed");
  ASSERT_EQ(o.open_tasks(stopped.id).size(), 1u);
  EXPECT_EQ(o.open_tasks(stopped.id)[0].kind, "finishProvisioning");
  o.mail.put_before({"1001"}, "jsmith", named("j.smith@cambridgeshire.gov.uk"));
  o.finish_tasks(stopped.id);
  EXPECT_EQ(o.of("1001").address, "j.smith@cambridgeshire.gov.uk");
  EXPECT_EQ(value_of(o.of("1001").context, "adopted"), "true");
}

}  // namespace
}  // namespace tenure::test
