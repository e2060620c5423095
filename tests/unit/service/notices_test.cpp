// What a notice says and whom it is for, composed from a pack in a world of its own.

#include "engine/service/notices.hpp"
#include "tests/world/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

using testing::HasSubstr;

class a_notice : public testing::Test {
 protected:
  a_notice() {
    manager = w.hire({.id = {"M1"}, .kind = person_kind::employee, .given_name = "Ada",
                      .surname = "Holt", .job_title = {}, .unit = "U1", .manager = {},
                      .contact = {}});
    jane = w.hire("1001", "Jane", "Smith");
  }
  // The unit belongs to an agency that keeps closed mailboxes for 180 days.
  void found_agency() {
    w.engine->run([](flow::line& on) {
      on.in.people().save_unit({"U1", "One", "exampleAgency", {}});
      on.in.people().save_unit({"exampleAgency", "Agency", "", {}});
      return true;
    });
  }
  result<effects::composed_notice> compose(attributes input, attributes context = {}) {
    effects::work item{.effect = {}, .account = w.load(jane), .person = {}};
    item.effect.input = std::move(input);
    w.engine->run([&](flow::line& on) {
      item.person = on.in.people().load({"1001"});
      return false;
    });
    for (const auto& [name, value] : context) item.account.context[name] = value;
    return compose_notice(*w.engine, *w.organisation, item, w.clock.now());
  }
  test::world w{{.pack = "massachusetts"}};
  account_id manager, jane;
};

TEST_F(a_notice, tells_the_deletion_date_of_the_units_own_schedule) {
  const attributes closed{{"closedAt", "2026-11-30T22:00:00.000000Z"},
                          {"leavingDate", "2026-11-30"}};
  const attributes to_manager{{"template", "accountClosed"}, {"to", "manager"}};
  auto usual = compose(to_manager, closed);
  ASSERT_TRUE(usual) << usual.error().text();
  EXPECT_EQ(usual->mail.to, "ada.holt@mass.gov");
  EXPECT_THAT(usual->mail.text, HasSubstr("Sunday, February 28, 2027"));
  found_agency();
  auto own = compose(to_manager, closed);
  ASSERT_TRUE(own) << own.error().text();
  EXPECT_THAT(own->mail.text, HasSubstr("Saturday, May 29, 2027"));
}

// A case may be a secret from the line manager: a reader that nobody is found for is nobody, never
// the manager instead.
TEST_F(a_notice, of_a_case_goes_to_no_line_manager_by_default) {
  auto of_case = new_id<case_id>(w.random).text();
  for (const char* to : {"deciders", "recipient", "requester", "person:4711", "", "manager"}) {
    SCOPED_TRACE(to);
    auto made = compose({{"template", "accessAsked"}, {"to", to}, {"case", of_case}});
    ASSERT_FALSE(made) << made->mail.to;
    EXPECT_EQ(made.error().code, "notice.no_recipient");
  }
}

TEST_F(a_notice, without_template_or_reader_is_refused) {
  EXPECT_EQ(compose({{"template", "poem"}, {"to", "manager"}}).error().code, "notice.no_template");
  auto of = w.load(manager);
  effects::work item{.effect = {}, .account = of, .person = {}};
  item.effect.input = {{"template", "accountClosed"}, {"to", "manager"}};
  EXPECT_EQ(compose_notice(*w.engine, *w.organisation, item, w.clock.now()).error().code,
            "notice.no_recipient");
}

}  // namespace
}  // namespace tenure::service
