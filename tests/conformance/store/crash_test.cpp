// kill -9 at any moment: the store reopens, the journal has no gap, and whatever was acknowledged
// is there.
#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <random>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tenure::test {
namespace {

// Commits for ever; after each commit writes the journal's size to `acknowledge`.
[[noreturn]] void commit_for_ever(const std::string& url, int acknowledge) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  chain_sealer seals;
  auto opened = open_store({.url = url}, seals);
  if (!opened) _exit(1);
  while (true) {
    auto tx = (*opened)->begin({});
    for (int i = 0; i < 3; ++i) tx->journal().append({.event = "e", .personal = {{"n", "v"}}});
    std::uint64_t size = tx->journal().size();
    tx->settings().put("size", std::to_string(size));
    tx->settings().put("bulk", std::string(20'000, 'x'));
    tx->commit();
    if (write(acknowledge, &size, sizeof(size)) != sizeof(size)) _exit(2);
  }
}

// Reads acknowledgements until `enough` came, kills the writer, reads those that were on their way.
std::uint64_t kill_after(pid_t writer, int acknowledged, int enough) {
  std::uint64_t last = 0, size = 0;
  for (int i = 0; i < enough && read(acknowledged, &size, sizeof(size)) > 0; ++i) last = size;
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  while (read(acknowledged, &size, sizeof(size)) == sizeof(size)) last = size;
  return last;
}

void expect_whole(store& opened, std::uint64_t acknowledged) {
  auto tx = opened.begin({});
  auto rows = tx->journal().read(0, 1'000'000);
  ASSERT_GE(rows.size(), acknowledged);
  EXPECT_EQ(rows.size() % 3, 0u) << "half a transaction";
  std::string head;
  for (std::uint64_t i = 0; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].index, i);
    head = chained(head, rows[i].leaf_hash);
  }
  EXPECT_EQ(tx->journal().size(), rows.size());
  EXPECT_EQ(tx->journal().head(), head);
  EXPECT_EQ(tx->settings().get("size").value_or("0"), std::to_string(rows.size()));
  if (!rows.empty()) EXPECT_EQ(tx->journal().personal(rows.size() - 1).size(), 1u);
}

TEST(Crash, KilledWriterLosesNothingItAcknowledged) {
  constexpr int rounds = 25;
  auto seed = static_cast<std::uint32_t>(getpid());  // another one in each run
  std::cout << "seed " << seed << "\n";
  std::mt19937 random(seed);
  support::temp_folder folder("crash");
  auto url = "sqlite://" + (folder / "store.db").string();
  std::uint64_t before = 0;
  for (int round = 0; round < rounds; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    pid_t writer = fork();
    if (writer == 0) commit_for_ever(url, ends[1]);
    close(ends[1]);
    auto acknowledged = kill_after(writer, ends[0], 1 + static_cast<int>(random() % 12));
    close(ends[0]);
    ASSERT_GT(acknowledged, before) << "the writer made no progress";
    before = acknowledged;
    chain_sealer seals;
    auto opened = open_store({.url = url}, seals);
    ASSERT_TRUE(opened) << opened.error().text();
    expect_whole(**opened, acknowledged);
  }
}

}  // namespace
}  // namespace tenure::test
