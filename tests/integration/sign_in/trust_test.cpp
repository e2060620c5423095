// Who is not believed.
#include "tests/integration/sign_in/office.hpp"
#include "tests/support/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr int refused = 1, environment = 5;
const std::vector<std::string> release{"--yes", "brake", "release", "delete", "--reason", "r"};

// Refused for want of a person or a role, not because the brake is free.
void expect_refused(const support::command_result& said, const std::string& words) {
  EXPECT_EQ(said.exit, refused) << said.out << said.err;
  EXPECT_THAT(said.err, HasSubstr(words));
}

TEST(trust, is_not_given_for_a_wrong_locked_or_blocked_password) {
  office here;
  here.service.start();
  const char* one_answer = "login or password are not right";
  for (const char* wrong : {"", "x", "Correct horse battery", "correct horse battery "}) {
    expect_refused(here.sign_in("helen", wrong), one_answer);
  }
  expect_refused(here.sign_in("nobody", office::password), one_answer);
  expect_refused(here.sign_in("*", office::password), one_answer);
  here.sign_in("helen", "x");  // the fourth wrong one that reached the directory
  here.sign_in("helen", "x");
  expect_refused(here.sign_in("helen", office::password), one_answer);
  here.change("dora", "replace: tenureAccountStatus\ntenureAccountStatus: disabled\n");
  expect_refused(here.sign_in("dora", office::password), one_answer);
  EXPECT_FALSE(fs::exists(here.home("helen") / "tenure"));
  EXPECT_EQ(here.sign_in("hugo", office::password).exit, 0);
  EXPECT_THAT(here.as("", {"--json", "audit", "show"}).out,
              AllOf(HasSubstr("sign_in.denied"), Not(HasSubstr("helen"))));
}

TEST(trust, ends_when_the_directory_blocks_or_does_not_answer) {
  office here;
  here.service.start();
  ASSERT_EQ(here.sign_in("dora", office::password).exit, 0);
  EXPECT_THAT(here.as("dora", release).err, HasSubstr("the brake is not on"));
  here.directory.stop();
  const auto away = here.as("dora", release);
  EXPECT_EQ(away.exit, environment) << away.err;
  EXPECT_THAT(away.err, HasSubstr("Nobody can sign in or act now"));
  EXPECT_EQ(here.sign_in("helen", office::password).exit, environment);
  EXPECT_EQ(here.as("", {"status"}).exit, 0) << "reading goes on";
  here.directory.start();
  EXPECT_THAT(here.as("dora", release).err, HasSubstr("the brake is not on"));
  here.change("dora", "replace: tenureAccountStatus\ntenureAccountStatus: disabled\n");
  expect_refused(here.as("dora", release), "does not let you in");
  here.change("dora", "replace: tenureAccountStatus\ntenureAccountStatus: active\n");
  expect_refused(here.as("dora", release), "not signed in");
}

TEST(trust, is_not_root_nor_the_services_own_user) {
  office here;
  here.service.start();
  const std::vector<std::vector<std::string>> acts{
      release,
      {"hr", "apply", "00"},
      {"--yes", "hr", "release", "00", "--reason", "r"},
      {"hold", "place", "1", "--matter", "M"},
      {"--yes", "hold", "lift", "00"},
      {"task", "done", "00"},
      {"--yes", "task", "cancel", "00", "--reason", "r"},
      {"account", "rehire", "1"},
      {"--yes", "account", "suspend", "1", "--reason", "r"},
      {"reconcile", "--repair"},
      {"--yes", "audit", "acknowledge", "--reason", "r"}};
  for (bool served : {true, false}) {
    if (!served) here.service.stop();
    for (const auto& words : acts) {
      if (!served && words[1] == "audit") continue;
      expect_refused(here.as("", words), "takes a person who is signed in");
    }
  }
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"status"}, {"doctor"}, {"audit", "show"}, {"reconcile"},
        {"audit", "export", here.service.folder() / "export"}}) {
    EXPECT_EQ(here.as("", words).exit, 0) << words[0] << " is technical";
  }
}

TEST(trust, takes_a_role) {
  office here;
  here.service.start();
  ASSERT_EQ(here.sign_in("abe", office::password).exit, 0);
  ASSERT_EQ(here.sign_in("helen", office::password).exit, 0);
  const auto auditor = here.as("abe", release);
  expect_refused(auditor, "your roles are auditor");
  EXPECT_THAT(auditor.err, HasSubstr("separation of duties"));
  EXPECT_THAT(auditor.err, HasSubstr("dpo (HR number 901)"));
  expect_refused(here.as("helen", release), "your roles are hrOfficer");
  here.directory.modify("dn: cn=hr," + here.directory.base() +
                        "\nchangetype: modify\ndelete: member\nmember: uid=helen," +
                        here.directory.people() + "\n");
  expect_refused(here.as("helen", {"hr", "apply", "00"}), "your roles are none");
  EXPECT_THAT(here.as("", {"--json", "audit", "show"}).out, HasSubstr("902 (none, ldap bind)"));
}

TEST(trust, does_not_come_with_a_copied_token) {
  office here;
  here.service.start();
  ASSERT_EQ(here.sign_in("dora", office::password).exit, 0);
  fs::permissions(here.service.folder(), fs::perms(0711));
  const auto stolen = here.service.folder() / "login-thief";
  fs::copy(here.home("dora"), stolen, fs::copy_options::recursive);
  support::run_or_throw({"chown", "-R", "daemon:daemon", stolen});
  support::run_or_throw({"chmod", "-R", "go=", stolen});
  auto thief = [&](std::vector<std::string> words) {
    std::vector<std::string> all{"setpriv", "--reuid=daemon", "--regid=daemon", "--clear-groups"};
    for (auto& word : here.service.command(words)) all.push_back(word);
    return support::run(all, {.input = {}, .environment = {{"XDG_RUNTIME_DIR", stolen}}});
  };
  EXPECT_EQ(thief({"status"}).exit, 0) << thief({"status"}).err;
  expect_refused(thief(release), "not signed in");
  EXPECT_THAT(here.as("dora", release).err, HasSubstr("the brake is not on"));

  ::chmod(here.token_file("dora").c_str(), 0644);
  const auto exposed = here.as("dora", release);
  expect_refused(exposed, "somebody else may know the session");
  EXPECT_THAT(exposed.err, HasSubstr("takes a person who is signed in"));
}

TEST(trust, is_not_claimed_on_a_real_store) {
  office here;
  auto claim = release;
  claim.insert(claim.begin(), {"--as", "dora"});
  expect_refused(here.as("", claim), "--as works on demonstration stores only");
  expect_refused(here.as("", {"--as", "901", "status"}), "this one is real");
  here.as("", {"init", "--demonstration"});
  expect_refused(here.as("", claim), "--as works on demonstration stores only");
  expect_refused(here.as("", {"clock", "advance", "P1D"}), "the system's");
}

TEST(trust, of_a_demonstration_says_so_each_time_and_stays_one) {
  auto how = office::real();
  how.demonstration = true;
  office here(how);
  auto claim = release;
  claim.insert(claim.begin(), {"--as", "901"});
  for (int again = 0; again < 2; ++again) {
    const auto said = here.as("", claim);
    EXPECT_THAT(said.err, HasSubstr("acting as \"901\" without proof"));
    EXPECT_THAT(said.err, HasSubstr("the brake is not on"));
    expect_refused(here.as("", release), "takes a person who is signed in");
    here.as("", {"init"});  // no --demonstration: it stays what it was made for
  }
  claim[1] = "902";
  expect_refused(here.as("", claim), "your roles are none");
  EXPECT_THAT(here.as("", {"--json", "audit", "show"}).out,
              HasSubstr("902 (none, demonstration --as)"));
}

TEST(trust, leaves_no_password_and_no_token_behind) {
  office here;
  here.service.start();
  ASSERT_EQ(here.sign_in("dora", office::password).exit, 0);
  here.sign_in("helen", "wrong horse battery");
  here.as("dora", release);
  const auto token = here.token("dora");
  here.as("dora", {"audit", "export", here.service.folder() / "export"});
  here.service.stop();
  std::size_t files = 0;
  for (const auto& each : fs::recursive_directory_iterator(here.service.folder())) {
    if (!each.is_regular_file() || each.path() == here.token_file("dora")) continue;
    ++files;
    const auto content = support::read_file(each.path());
    EXPECT_EQ(content.find("horse battery"), content.npos) << each.path();
    EXPECT_EQ(content.find(token), content.npos) << each.path();
  }
  EXPECT_GE(files, 8u);
}

}  // namespace
}  // namespace tenure::test
