#include "connectors/archive_store/handover.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace tenure::archive_store {
namespace {

TEST(handover_test, everything_arrives_in_order_and_little_waits) {
  constexpr int pieces = 20'000;
  constexpr std::size_t room = 10;
  handover<int> line(room);
  std::atomic<int> given = 0;
  std::thread giver([&] {
    for (int i = 0; i < pieces; ++i) {
      ASSERT_TRUE(line.put(i, 1));
      ++given;
    }
    line.close();
  });
  int expected = 0, most = 0;
  for (int got = 0; line.take(got); ++expected) {
    ASSERT_EQ(got, expected);
    most = std::max(most, given - expected);
  }
  giver.join();
  EXPECT_EQ(expected, pieces);
  EXPECT_LE(most, static_cast<int>(room) + 1) << "what waits, and the one in hand";
}

TEST(handover_test, a_piece_larger_than_the_room_goes_through_alone) {
  handover<std::string> line(4);
  std::thread giver([&] {
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(line.put(std::string(1000, 'x'), 1000));
    line.close();
  });
  int got = 0;
  for (std::string piece; line.take(piece); ++got) ASSERT_EQ(piece.size(), 1000u);
  giver.join();
  EXPECT_EQ(got, 100);
}

TEST(handover_test, what_waits_when_it_is_closed_is_still_taken) {
  handover<int> line(100);
  ASSERT_TRUE(line.put(1, 1));
  ASSERT_TRUE(line.put(2, 1));
  line.close();
  int got = 0;
  EXPECT_TRUE(line.take(got));
  EXPECT_TRUE(line.take(got));
  EXPECT_EQ(got, 2);
  EXPECT_FALSE(line.take(got));
  EXPECT_FALSE(line.take(got)) << "asked again, too";
}

TEST(handover_test, a_taker_who_leaves_frees_the_giver_that_waits_for_room) {
  handover<int> line(1);
  std::vector<bool> answers;
  std::thread giver([&] {
    do answers.push_back(line.put(7, 1));
    while (answers.back());
  });
  int got = 0;
  ASSERT_TRUE(line.take(got));
  line.leave();
  giver.join();
  EXPECT_FALSE(answers.back());
  EXPECT_FALSE(line.put(8, 1));
}

TEST(handover_test, a_giver_who_leaves_frees_the_taker_and_what_waits_is_dropped) {
  handover<int> line(1);
  std::thread taker([&] {
    int got = 0;
    while (line.take(got)) continue;
  });
  ASSERT_TRUE(line.put(1, 1));
  line.leave();
  taker.join();
  int got = 0;
  EXPECT_FALSE(line.take(got));
}

}  // namespace
}  // namespace tenure::archive_store
