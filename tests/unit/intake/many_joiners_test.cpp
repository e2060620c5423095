// A country's ministry in one list: 32,000 people of whom whole battalions share a name.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace tenure::test {
namespace {

constexpr int people = 32'000;

std::vector<hr_row> everybody() {
  const char* given[] = {"Muhammad", "Ali", "Fatima", "Ayesha", "Bilal"};
  const char* surnames[] = {"Khan", "Ahmed", "Malik", "Hussain", "Shah", "Butt", "Raza", "Iqbal"};
  std::vector<hr_row> rows;
  for (int i = 0; i < people; ++i) {
    rows.push_back({.line = i + 2, .id = {std::to_string(100'000 + i)},
                    .kind = person_kind::employee, .given_name = given[i % 5],
                    .surname = surnames[(i / 5) % 8], .job_title = "Officer", .unit = "U1",
                    .start = parse_date("2027-01-04")});
  }
  return rows;
}

std::map<std::string, std::string> named(const std::vector<hr_row>& rows) {
  world w;
  w.feed.next = {.kind = hr_list_kind::joiners, .file_digest = "f", .rows = rows};
  auto seen = w.lists->show(hr_list_kind::joiners, "f");
  auto done = w.lists->apply(seen.list.digest, "f", {"hr", "hr", "test"});
  EXPECT_TRUE(done) << done.error().text();
  std::map<std::string, std::string> out;
  w.engine->run([&](flow::line& on) {
    account_id after;
    for (;;) {
      auto some = on.in.accounts().list(after, "", 5000);
      if (some.empty()) return false;
      for (const auto& a : some) {
        EXPECT_EQ(a.state, "expected");
        EXPECT_TRUE(out.emplace(a.person.value, a.address + " " + a.login).second);
      }
      after = some.back().id;
    }
  });
  return out;
}

TEST(ManyJoiners, GetUniqueNamesThatDoNotDependOnTheOrderOfRows) {
  auto rows = everybody();
  auto straight = named(rows);
  EXPECT_EQ(straight.size(), std::size_t{people});  // nobody lost
  std::set<std::string> addresses;
  for (const auto& [who, name] : straight) addresses.insert(name.substr(0, name.find(' ')));
  EXPECT_EQ(addresses.size(), std::size_t{people});
  std::mt19937_64 shuffle(20261102);
  std::shuffle(rows.begin(), rows.end(), shuffle);
  EXPECT_TRUE(straight == named(rows));
}

}  // namespace
}  // namespace tenure::test
