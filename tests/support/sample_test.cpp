// The sample council and the long HR list: the same each time, consistent, good for real servers.

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/dovecot_server.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/slapd_server.hpp"

namespace tenure::support {
namespace {

using row = std::vector<std::string>;

// Enough CSV for these lists: cells may be quoted, no quote stands inside a cell.
row cells_of(const std::string& line) {
  row cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<row> rows_of(const std::string& text) {
  std::vector<row> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    rows.push_back(cells_of(line));
  }
  rows.erase(rows.begin());
  return rows;
}

class Sample : public testing::Test {
 protected:
  Sample() : folder_("sample") { make(folder_.path()); }
  static void make(const std::filesystem::path& folder) {
    run_or_throw({TENURE_SOURCE_DIR "/config/sample/make", folder, "--today", "22/11/2026"});
  }
  std::vector<row> list(const std::string& name) const {
    return rows_of(read_file(folder_ / (name + ".csv")));
  }
  temp_folder folder_;
};

TEST_F(Sample, IsTheSameEachTime) {
  const temp_folder again("again");
  make(again.path());
  for (const char* name : {"staff.csv", "joiners.csv", "leavers.csv", "absences.csv",
                           "joiners-with-errors.csv", "accounts.ldif"}) {
    EXPECT_EQ(read_file(folder_ / name), read_file(again / name)) << name;
  }
}

TEST_F(Sample, HasHeadsAndManagersWhoAreThere) {
  std::set<std::string> ids, units;
  std::map<std::string, int> kinds;
  for (const auto& person : list("staff")) {
    EXPECT_TRUE(ids.insert(person[0]).second) << person[0];
    units.insert(person[5]);
    ++kinds[person[3]];
  }
  EXPECT_EQ(ids.size(), 200U);
  EXPECT_EQ(units.size(), 12U);
  EXPECT_EQ(kinds.size(), 4U);
  int without_manager = 0;
  for (const auto& person : list("staff")) {
    EXPECT_TRUE(ids.contains(person[8])) << "head of " << person[5];
    EXPECT_TRUE(person[7].empty() || units.contains(person[7])) << person[7];
    without_manager += person[9].empty();
    EXPECT_TRUE(person[9].empty() || ids.contains(person[9])) << person[0];
  }
  EXPECT_EQ(without_manager, 1);
}

TEST_F(Sample, ListsNameDifferentPeople) {
  std::set<std::string> staff, named;
  for (const auto& person : list("staff")) {
    staff.insert(person[0]);
  }
  for (const auto& person : list("joiners")) {
    EXPECT_FALSE(staff.contains(person[0])) << person[0];
  }
  for (const char* name : {"leavers", "absences"}) {
    for (const auto& person : list(name)) {
      EXPECT_TRUE(staff.contains(person[0])) << person[0];
      EXPECT_TRUE(named.insert(person[0]).second) << person[0];
    }
  }
  EXPECT_EQ(named.size(), 11U);
}

TEST_F(Sample, HasThreeJohnSmithsAndAFourthJoins) {
  const auto smiths = [&](const std::string& name) {
    const auto people = list(name);
    return std::ranges::count_if(people,
                                 [](const row& p) { return p[1] == "John" && p[2] == "Smith"; });
  };
  EXPECT_EQ(smiths("staff"), 3);
  EXPECT_EQ(smiths("joiners"), 1);
}

TEST_F(Sample, LivesInADirectoryAndAMailServer) {
  slapd_server directory;
  directory.load(read_file(folder_ / "accounts.ldif"));
  EXPECT_THAT(directory.search("(employeeType=Member)", {"uid"}), testing::HasSubstr("uid: "));
  EXPECT_THAT(directory.search("(cn=Łukasz Wiśniewski)", {"mail"}),
              testing::HasSubstr("mail: lukasz.wisniewski@example.org"));
  dovecot_server mail(directory);
  const auto told = run_or_throw({TENURE_SOURCE_DIR "/config/sample/seed_mail",
                                  folder_ / "accounts.ldif", mail.folder() / "mail", "--today",
                                  "22/11/2026"});
  mail.seed("john.smith2", {"Subject: and one more\n\nhello\n"});  // gives the files to Dovecot
  EXPECT_THAT(told.out, testing::HasSubstr("messages for 200 accounts"));
  const auto answer = run_or_throw(
      {"curl", "-sS", "-u", "john.smith2:trial", "-X", "STATUS INBOX (MESSAGES)",
       "imap://127.0.0.1:" + std::to_string(mail.ports().imap) + "/INBOX"});
  const auto home = mail.home("john.smith2") / "maildir";
  std::size_t in_inbox = 0;
  for (const char* part : {"new", "cur"}) {
    for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(home / part)) {
      ++in_inbox;
    }
  }
  EXPECT_GT(in_inbox, 1U);
  EXPECT_THAT(answer.out, testing::HasSubstr("MESSAGES " + std::to_string(in_inbox)));
}

TEST(HrList, IsLongAndCollides) {
  const std::string make = TENURE_SOURCE_DIR "/tests/support/make_hr_list";
  const auto all = run_or_throw({make});
  EXPECT_EQ(all.err, "seed 1\n");
  std::map<std::string, int> holders;
  std::set<std::string> ids;
  for (const auto& person : rows_of(all.out)) {
    ++holders[person[1] + " " + person[2]];
    ids.insert(person[0]);
  }
  EXPECT_EQ(ids.size(), 32'000U);
  EXPECT_GT(holders["John Smith"], 300);
  EXPECT_LT(holders.size(), 10'000U);
  EXPECT_EQ(run_or_throw({make, "--people", "50"}).out, run_or_throw({make, "--people", "50"}).out);
  EXPECT_NE(run_or_throw({make, "--people", "50", "--seed", "2"}).out,
            run_or_throw({make, "--people", "50"}).out);
}

}  // namespace
}  // namespace tenure::support
