// The kept token is used only while nobody else can have read it; and where passwords come from.
#include "engine/service/cli/session_file.hpp"

#include "engine/service/cli/password.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tenure::cli {
namespace {

namespace fs = std::filesystem;
using support::write_file;

class a_kept_session : public testing::Test {
 protected:
  unsigned mode(const fs::path& of) const {
    struct stat found {};
    EXPECT_EQ(::lstat(of.c_str(), &found), 0) << of;
    return found.st_mode & 0777;
  }
  std::string code() {
    auto token = file.read();
    return token ? "token " + *token : token.error().code;
  }

  support::temp_folder scratch{"session"};
  fs::path folder = scratch / "tenure", path = folder / "session-1";
  session_file file{folder, "session-1"};
};

TEST_F(a_kept_session, is_its_owners_alone) {
  EXPECT_EQ(code(), "token ");
  ::umask(0);
  ASSERT_TRUE(file.write("abc"));
  EXPECT_EQ(mode(folder), 0700u);
  EXPECT_EQ(mode(path), 0600u);
  EXPECT_EQ(code(), "token abc");
  ASSERT_TRUE(file.write("d"));
  EXPECT_EQ(code(), "token d");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  file.forget();
  EXPECT_EQ(code(), "token ");
}

TEST_F(a_kept_session, is_refused_when_others_could_read_it) {
  ASSERT_TRUE(file.write("abc"));
  for (mode_t wide : {0640U, 0604U, 0660U, 0666U, 0610U, 0700U | 07U}) {
    ::chmod(path.c_str(), wide);
    EXPECT_EQ(code(), "cli.session.exposed") << std::oct << wide;
  }
  ::chmod(path.c_str(), 0600);
  for (mode_t wide : {0750U, 0705U, 0770U, 0777U, 0701U}) {
    ::chmod(folder.c_str(), wide);
    EXPECT_EQ(code(), "cli.session.exposed") << std::oct << wide;
    EXPECT_FALSE(file.write("new")) << std::oct << wide;
  }
  ::chmod(folder.c_str(), 0700);
  EXPECT_EQ(code(), "token abc");
}

TEST_F(a_kept_session, is_refused_when_it_is_not_what_it_should_be) {
  fs::create_directory(scratch / "real");
  ::chmod((scratch / "real").c_str(), 0700);
  fs::create_directory_symlink(scratch / "real", folder);
  EXPECT_EQ(code(), "cli.session.exposed") << "a folder behind a link";
  EXPECT_FALSE(file.write("abc"));
  fs::remove(folder);
  ASSERT_TRUE(file.write("abc"));
  fs::rename(path, scratch / "elsewhere");
  fs::create_symlink(scratch / "elsewhere", path);
  EXPECT_EQ(code(), "cli.session.exposed") << "a file behind a link";
  ASSERT_TRUE(file.write("new"));  // replaces the link, not what it leads to
  EXPECT_EQ(support::read_file(scratch / "elsewhere"), "abc");
  EXPECT_EQ(code(), "token new");
  file.forget();
  fs::create_directory(path);
  EXPECT_EQ(code(), "cli.session.exposed") << "a folder";
  fs::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(code(), "cli.session.exposed") << "a pipe, and it does not wait for it";
}

TEST_F(a_kept_session, of_somebody_else_is_refused) {
  if (::geteuid() != 0) return;  // only root can give a file away; tests run as root
  ASSERT_TRUE(file.write("abc"));
  ASSERT_EQ(::chown(path.c_str(), 12'345, 12'345), 0);
  EXPECT_EQ(code(), "cli.session.exposed");
  ASSERT_EQ(::chown(path.c_str(), 0, 0), 0);
  ASSERT_EQ(::chown(folder.c_str(), 12'345, 12'345), 0);
  EXPECT_EQ(code(), "cli.session.exposed");
}

std::string password_in(const std::string& content) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  EXPECT_EQ(::write(ends[1], content.data(), content.size()), ssize_t(content.size()));
  ::close(ends[1]);
  auto got = password_from(ends[0]);
  ::close(ends[0]);
  return got ? *got : got.error().code;
}

TEST(a_password, is_the_first_line_of_the_descriptor) {
  const std::pair<std::string, std::string> rows[] = {
      {"pw", "pw"},       {"pw\n", "pw"},         {"pw\nmore\n", "pw"}, {" p w ", " p w "},
      {"", ""},           {"\n", ""},             {"pässwörd\n", "pässwörd"},
      {std::string(1024, 'x'), std::string(1024, 'x')},
      {std::string(1025, 'x'), "cli.password.malformed"}};
  for (const auto& [content, expected] : rows) EXPECT_EQ(password_in(content), expected);
  auto closed = password_from(999);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, "cli.password.unreadable");
}

}  // namespace
}  // namespace tenure::cli
