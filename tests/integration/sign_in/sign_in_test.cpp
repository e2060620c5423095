// From the password to the entry in the trail.
#include "tests/integration/sign_in/office.hpp"
#include "tests/support/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

namespace tenure::test {
namespace {

using support::size_at;
using support::text_at;
using testing::HasSubstr;
using testing::Not;

constexpr int refused = 1, nothing = 3;

const char* const joiner =
    "Employee No,First Name,Surname,Person Type,Job Title,Unit Code,Line Manager,Personal Email,"
    "Start Date,Leaving Date\r\n"
    "1001,Ada,Holt,Employee,Clerk,FIN,,ada@home.example,01/02/2099,\r\n";

// Previews as anybody, applies as `login`.
support::command_result apply(office& here, const std::string& login) {
  const auto file = here.service.folder() / "joiners.csv";
  support::write_file(file, joiner);
  const auto preview = here.as("", {"--json", "hr", "preview", "joiners", file});
  return here.as(login, {"hr", "apply", text_at(preview.out, "/digest")});
}

TEST(sign_in, proves_who_acts_and_the_trail_says_how) {
  office here;
  here.service.start();
  EXPECT_EQ(here.as("helen", {"whoami"}).exit, nothing);
  const auto in = here.sign_in("helen", office::password);
  ASSERT_EQ(in.exit, 0) << in.err;
  EXPECT_THAT(in.out, HasSubstr("ldap bind"));
  EXPECT_THAT(in.out, HasSubstr("hrOfficer"));
  EXPECT_THAT(in.out + in.err, Not(HasSubstr(here.token("helen"))));
  struct stat file {};
  ASSERT_EQ(::stat(here.token_file("helen").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);

  const auto who = here.as("helen", {"--json", "whoami"});
  EXPECT_EQ(text_at(who.out, "/person"), "900");
  EXPECT_EQ(text_at(who.out, "/roles/0"), "hrOfficer");
  EXPECT_EQ(text_at(who.out, "/token"), "");
  EXPECT_EQ(apply(here, "hugo").exit, refused) << "not signed in";
  const auto applied = apply(here, "helen");
  EXPECT_EQ(applied.exit, 0) << applied.err;

  const auto trail = here.as("", {"--json", "audit", "show"}).out;
  EXPECT_THAT(trail, HasSubstr("900 (hrOfficer, ldap bind)"));
  EXPECT_THAT(trail, HasSubstr("sign_in.needed.denied"));
  EXPECT_EQ(here.service.export_trail().size(), size_at(trail, "/entries"));

  here.service.stop();
  here.service.start();
  EXPECT_EQ(here.as("helen", {"whoami"}).exit, 0) << "outlives the service";
  EXPECT_EQ(here.as("helen", {"sign-out"}).exit, 0);
  EXPECT_EQ(here.as("helen", {"sign-out"}).exit, nothing);
  EXPECT_EQ(here.as("helen", {"whoami"}).exit, nothing);
}

TEST(sign_in, lasts_from_command_to_command_without_a_service) {
  office here;
  ASSERT_EQ(here.sign_in("helen", office::password).exit, 0);
  EXPECT_EQ(here.as("helen", {"whoami"}).exit, 0);
  const auto applied = apply(here, "helen");
  EXPECT_EQ(applied.exit, 0) << applied.err;
  EXPECT_THAT(here.as("", {"--json", "audit", "show"}).out, HasSubstr("hrOfficer, ldap bind"));
  EXPECT_EQ(here.as("helen", {"sign-out"}).exit, 0);
  EXPECT_EQ(here.as("helen", {"account", "suspend", "1001", "--reason", "r", "--yes"}).exit,
            refused);
}

TEST(sign_in, asks_on_a_terminal_without_echo) {
  office here;
  here.service.start();
  support::write_file(here.service.folder() / "type.py",
                      "import os, pty, sys\n"
                      "pid, fd = pty.fork()\n"
                      "if pid == 0:\n"
                      "    os.execv(sys.argv[2], sys.argv[2:])\n"
                      "seen = b''\n"
                      "while b'Password of' not in seen:\n"
                      "    seen += os.read(fd, 1000)\n"
                      "os.write(fd, sys.argv[1].encode().decode('unicode_escape').encode())\n"
                      "try:\n"
                      "    while more := os.read(fd, 1000):\n"
                      "        seen += more\n"
                      "except OSError:\n"
                      "    pass\n"
                      "print(seen.decode())\n"
                      "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n");
  auto type = [&](const std::string& keys) {
    std::vector<std::string> words{"/usr/bin/python3", here.service.folder() / "type.py", keys};
    for (auto& word : here.service.command({"sign-in", "dora"})) words.push_back(word);
    return support::run(words, {.input = {},
                                .environment = {{"XDG_RUNTIME_DIR", here.home("dora")}},
                                .bound = std::chrono::seconds(30)});
  };
  const auto in = type(std::string(office::password) + "x\\x7f\\n");
  EXPECT_EQ(in.exit, 0) << in.out;
  EXPECT_THAT(in.out, HasSubstr("Signed in."));
  EXPECT_THAT(in.out, Not(HasSubstr("horse")));
  EXPECT_NE(type(std::string(office::password) + "\\x03").exit, 0) << "Ctrl-C";
  EXPECT_NE(type("\\n").exit, 0) << "an empty password";
}

// Nobody can be asked, and no descriptor is given: nothing is guessed.
TEST(sign_in, without_a_terminal_takes_a_descriptor) {
  office here;
  const auto out = support::run({"setsid", "--wait", TENURE_PROGRAM, "--config",
                                 here.service.config(), "sign-in", "helen"},
                                {.input = std::string(office::password) + "\n",
                                 .environment = {{"XDG_RUNTIME_DIR", here.home("helen")}}});
  EXPECT_EQ(out.exit, 2) << out.err;
  EXPECT_THAT(out.err, HasSubstr("--password-fd"));
}

}  // namespace
}  // namespace tenure::test
