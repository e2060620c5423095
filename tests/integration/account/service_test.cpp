// The service as an operator meets it: drift, simulation, locks, the socket, outages, a full disk.
#include "tests/integration/account/council.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <map>

namespace tenure::test {
namespace {

using support::eventually;
using support::size_at;
using support::text_at;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr int refused = 1, nothing = 3, differs = 4, environment = 5;

TEST(account, somebody_who_reopens_a_leaver_by_hand_is_found_and_undone) {
  council here;
  const auto login = here.join("1001", "Max", "Stone");
  here.set_password(login);
  here.leave("1001", -1);
  ASSERT_TRUE(here.closed_in_directory(login));
  EXPECT_EQ(here.service.tenure({"reconcile"}).exit, 0);
  here.directory.modify("dn: uid=" + login + "," + here.directory.people() +
                        "\nchangetype: modify\nreplace: tenureAccountStatus\n"
                        "tenureAccountStatus: active\n");
  EXPECT_TRUE(here.may_sign_in(login));
  const auto found = here.service.tenure({"--json", "reconcile"});
  EXPECT_EQ(found.exit, differs) << found.out;
  EXPECT_EQ(text_at(found.out, "/differences/0/account"), "max.stone@cambridgeshire.gov.uk");
  EXPECT_EQ(text_at(found.out, "/differences/0/field"), "signIn");
  EXPECT_TRUE(here.may_sign_in(login));  // looking changes nothing

  const auto repaired = here.service.tenure({"--as", "opal", "reconcile", "--repair"});
  EXPECT_EQ(repaired.exit, 0) << repaired.out;
  here.settle();
  EXPECT_TRUE(here.closed_in_directory(login));
  EXPECT_FALSE(here.may_sign_in(login));
  EXPECT_EQ(here.service.tenure({"reconcile"}).exit, 0);
  EXPECT_THAT(here.events("1001"), testing::Contains("drift.found"));
  EXPECT_GT(here.verify_trail(), 5u);
}

// Every file below, with its bytes.
std::map<std::string, std::string> files_below(const std::filesystem::path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    if (each.is_regular_file()) out[each.path().string()] = support::read_file(each.path());
  }
  return out;
}

TEST(account, a_store_that_exists_is_not_made_again) {
  council here;
  here.join("1001", "Ivy", "Wells");
  auto refused_to = [&](const std::vector<std::string>& words) {
    const auto said = here.service.tenure(words);
    EXPECT_EQ(said.exit, environment) << said.out;
    EXPECT_THAT(said.err, HasSubstr("There is a store already; nothing was changed"));
    EXPECT_THAT(said.err, HasSubstr("tenure serve"));
  };
  refused_to({"init"});
  here.service.stop();
  // A key that was lost is not made anew in passing: what it sealed could never be read again.
  std::filesystem::remove(here.service.folder() / "keys/archive.key");
  const auto before = files_below(here.service.folder());
  refused_to({"init"});
  refused_to({"init", "--demonstration"});
  EXPECT_EQ(files_below(here.service.folder()), before);
}

TEST(account, a_store_that_is_not_there_is_not_made_by_any_command) {
  council here;
  here.service.stop();
  const auto place = "sqlite://" + (here.service.folder() / "tenuer.db").string();
  const auto before = files_below(here.service.folder());
  for (const std::string command : {"serve", "status", "doctor", "reconcile"}) {
    const auto said = here.service.tenure({"--store", place, command});
    EXPECT_EQ(said.exit, environment) << command << said.out;
    EXPECT_THAT(said.err, HasSubstr("There is no store")) << command;
    EXPECT_THAT(said.err, HasSubstr("tenure init")) << command;
  }
  EXPECT_EQ(files_below(here.service.folder()), before);
}

TEST(account, simulating_a_year_ahead_touches_nothing) {
  council here;
  const auto login = here.join("1001", "Ivy", "Wells");
  here.mail.seed(login, {"Subject: one\r\n\r\nx\r\n"});
  here.leave("1001", 20);
  const auto before = here.service.ask({"status"});
  const auto people = here.directory.search("(objectClass=*)", {"*", "entryCSN"});
  const auto year = std::stoi(text_at(before, "/now").substr(0, 4)) + 1;
  const auto seen = here.service.ask({"simulate", "--until", std::to_string(year) + "-11-30"});
  EXPECT_GE(size_at(seen, "/events"), 4u) << seen;
  EXPECT_THAT(seen, HasSubstr("deleted"));
  const auto after = here.service.ask({"status"});
  EXPECT_EQ(text_at(after, "/checkpoint/size"), text_at(before, "/checkpoint/size"));
  EXPECT_EQ(text_at(after, "/accounts"), text_at(before, "/accounts"));
  EXPECT_EQ(here.directory.search("(objectClass=*)", {"*", "entryCSN"}), people);
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);
  EXPECT_TRUE(std::filesystem::is_empty(here.service.archive()));
}

TEST(account, two_services_never_share_a_store) {
  council here;
  const auto second = here.service.tenure({"serve"}, 20s);
  EXPECT_EQ(second.exit, environment) << second.out;
  EXPECT_EQ(second.out.find("ready"), std::string::npos);
  EXPECT_FALSE(second.err.empty());
  const auto elsewhere = here.service.folder() / "other.sock";
  const auto third = here.service.tenure({"--socket", elsewhere, "status"}, 20s);
  EXPECT_EQ(third.exit, environment) << third.out << third.err;
  EXPECT_EQ(text_at(here.service.ask({"status"}), "/service"), "running");
}

TEST(account, a_command_works_with_the_service_and_without_it) {
  council here;
  here.join("1001", "Joy", "Field");
  const auto over_socket = here.show("1001");
  EXPECT_EQ(here.service.tenure({"account", "show", "9999"}).exit, nothing);
  here.service.stop();
  EXPECT_EQ(here.show("1001"), over_socket);
  EXPECT_EQ(here.service.tenure({"account", "show", "9999"}).exit, nothing);
  EXPECT_EQ(here.service.tenure({"hold", "place", "1001", "--matter", ""}).exit, refused);
  here.leave("1001", -1);  // done by the command itself
  EXPECT_TRUE(here.closed_in_directory("joy.field"));
  here.service.start();
  EXPECT_EQ(here.state("1001"), "retained");
  EXPECT_GT(here.verify_trail(), 4u);
}

TEST(account, the_doctor_says_what_to_do_about_a_wrong_password) {
  council here;
  EXPECT_EQ(here.service.tenure({"doctor"}).exit, 0) << here.service.tenure({"doctor"}).out;
  here.service.stop();
  support::write_file(here.service.folder() / "keys/ldap.password", "wrong");
  const auto said = here.service.tenure({"doctor"});
  EXPECT_EQ(said.exit, environment);
  EXPECT_THAT(said.out, HasSubstr("FAIL  system ldap"));
  EXPECT_THAT(said.out, HasSubstr("credentials"));
}

TEST(account, an_outage_of_the_directory_is_named_and_nothing_is_lost) {
  council here;
  const auto login = here.join("1001", "Kim", "Ross");
  here.mail.seed(login, {"Subject: one\r\n\r\nx\r\n"});
  here.directory.stop();
  here.service.apply("leavers",
                     "Employee No,Leaving Date,Reason\r\n1001," + here.day(-1) + ",Resigned\r\n");
  eventually([&] { return size_at(here.service.ask({"status"}), "/problems") > 0; }, 60s,
             "a problem in the status");
  EXPECT_THAT(here.service.ask({"status"}), HasSubstr("reconcile"));
  EXPECT_EQ(here.service.tenure({"doctor"}).exit, environment);
  EXPECT_EQ(here.state("1001"), "closing.reconciling");
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);
  here.directory.start();
  eventually([&] { return here.state("1001") == "retained"; }, 60s, "the closing");
  EXPECT_TRUE(here.closed_in_directory(login));
  eventually([&] { return size_at(here.service.ask({"status"}), "/problems") == 0; }, 60s,
             "a status without problems");
  EXPECT_GT(here.verify_trail(), 4u);
}

// The clock says an hour, the directory is really gone for all of it.
TEST(account, an_hour_without_the_directory_is_one_task_and_then_everything_is_done) {
  council here;
  const std::vector<std::string> all{"1001", "1002", "1003", "1004", "1005"};
  std::string leavers = "Employee No,Leaving Date,Reason\r\n";
  for (const auto& id : all) {
    here.mail.seed(here.join(id, "Kim", "Ross"), {"Subject: one\r\n\r\nx\r\n"});
    leavers += id + "," + here.day(-1) + ",Resigned\r\n";
  }
  const auto told = [&] {
    const auto tasks = here.service.ask({"task", "list"});
    int count = 0;
    for (std::size_t i = 0; i < size_at(tasks, "/tasks"); ++i) {
      count += text_at(tasks, "/tasks/" + std::to_string(i) + "/kind") == "serverUnreachable";
    }
    return count;
  };
  here.directory.stop();
  here.service.apply("leavers", leavers);
  for (int quarter = 1; quarter <= 4; ++quarter) {
    here.advance("PT15M");
    EXPECT_EQ(told(), 1) << quarter;
    EXPECT_THAT(here.service.ask({"status"}), HasSubstr("reconcile does not get through"));
    for (const auto& id : all) EXPECT_EQ(here.state(id), "closing.reconciling") << quarter;
  }
  here.directory.start();
  here.advance("PT1H");
  for (const auto& id : all) {
    EXPECT_EQ(here.state(id), "retained");
    EXPECT_TRUE(here.closed_in_directory(text_at(here.show(id), "/login")));
    EXPECT_EQ(text_at(here.show(id), "/context/archiveMessages"), "1");
  }
  EXPECT_EQ(told(), 0);
  EXPECT_EQ(size_at(here.service.ask({"status"}), "/problems"), 0u);
  EXPECT_GT(here.verify_trail(), 20u);
}

}  // namespace
}  // namespace tenure::test
