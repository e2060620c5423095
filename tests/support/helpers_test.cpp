#include <csignal>
#include <filesystem>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/support/bench_arguments.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

namespace tenure::support {
namespace {

using std::chrono::milliseconds;

const bench_usage bench{"bench_x", "This against that.",
                        {{"FEW", "how few", 10}, {"MANY", "how many", 500, 0}}, {"fast", "slow"}};

TEST(BenchArguments, AreNumbersByPositionAndPerhapsAWord) {
  using numbers = std::vector<std::size_t>;
  auto read = [](std::vector<std::string_view> given) {
    return read_bench_arguments(bench, given);
  };
  EXPECT_EQ(read({}).numbers, (numbers{10, 500}));
  EXPECT_EQ(read({"7"}).numbers, (numbers{7, 500}));
  EXPECT_EQ(read({"7", "0", "slow"}).numbers, (numbers{7, 0}));
  EXPECT_EQ(read({"7", "0", "slow"}).word, "slow");
  EXPECT_EQ(read({"fast"}).numbers, (numbers{10, 500}));
  EXPECT_EQ(read({"7"}).exit, -1);
  for (auto asked : {"--help", "-h"}) {
    EXPECT_EQ(read({"7", asked}).exit, 0);
    EXPECT_NE(read({asked}).text.find("Usage: bench_x [FEW] [MANY] [fast | slow]"),
              std::string::npos);
    EXPECT_NE(read({asked}).text.find("MANY  how many (500)"), std::string::npos);
  }
}

TEST(BenchArguments, AreRefusedBeforeAnythingIsStarted) {
  const std::vector<std::vector<std::string_view>> rows{
      {"ten"}, {""}, {"-1"}, {"+1"}, {"1.5"}, {"1e4"}, {" 1"}, {"10k"}, {"0"}, {"7", "x"},
      {"7", "8", "9"}, {"7", "8", "fast", "9"}, {"fast", "7"}, {"Fast"}, {"--rounds"},
      {"99999999999999999999"}};
  for (const auto& row : rows) {
    auto said = read_bench_arguments(bench, row);
    EXPECT_EQ(said.exit, 2) << row.front();
    EXPECT_NE(said.text.find("bench_x: "), std::string::npos);
    EXPECT_NE(said.text.find("--help"), std::string::npos);
  }
}

TEST(Run, GivesExitCodeAndBothOutputs) {
  const auto result = run({"sh", "-c", "cat; echo bad >&2; exit 3"}, {.input = "in\n"});
  EXPECT_EQ(result.exit, 3);
  EXPECT_EQ(result.out, "in\n");
  EXPECT_EQ(result.err, "bad\n");
}

TEST(Run, TakesWordsAsTheyAre) {
  EXPECT_EQ(run({"printf", "%s", "a b;$HOME'\""}).out, "a b;$HOME'\"");
}

TEST(Run, AddsAndReplacesEnvironment) {
  const run_options options{.environment = {{"HOME", "/nowhere"}, {"FRESH", "1"}}};
  EXPECT_EQ(run({"sh", "-c", "echo $HOME $FRESH"}, options).out, "/nowhere 1\n");
}

TEST(Run, SaysWhichSignalEndedIt) {
  EXPECT_EQ(run({"sh", "-c", "kill -9 $$"}).exit, 128 + SIGKILL);
}

TEST(Run, RefusesWhatCannotBeStarted) {
  EXPECT_THROW(run({"no-such-command-here"}), std::system_error);
}

TEST(Run, KillsWhatTakesTooLong) {
  EXPECT_THROW(run({"sleep", "60"}, {.bound = milliseconds(30)}), std::runtime_error);
}

TEST(Run, ThrowsWithTheOutputWhenAskedTo) {
  try {
    run_or_throw({"sh", "-c", "echo reason >&2; exit 4"});
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("ended with 4: reason"), std::string::npos);
  }
}

TEST(Run, CarriesMoreThanAPipeHolds) {
  const std::string big(1'000'000, 'x');
  EXPECT_EQ(run({"cat"}, {.input = big}).out, big);
}

TEST(Eventually, ReturnsAtOnceWhenTrue) {
  int asked = 0;
  eventually([&] { return ++asked == 1; }, milliseconds(0), "once");
  EXPECT_EQ(asked, 1);
}

TEST(Eventually, NamesWhatDidNotHappen) {
  try {
    eventually([] { return false; }, milliseconds(20), "the impossible");
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "still not after 20 ms: the impossible");
  }
}

TEST(FreePort, IsReservedAndDifferentEachTime) {
  const auto first = free_port();
  EXPECT_NE(first, free_port());
  EXPECT_FALSE(accepts_connections(first));
}

TEST(TempFolder, IsEmptyAndGoesAway) {
  std::filesystem::path path;
  {
    const temp_folder folder("gone");
    path = folder.path();
    EXPECT_TRUE(std::filesystem::is_empty(path));
    write_file(folder / "file", "content");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TempFolder, StaysWhenAnExceptionPasses) {
  std::filesystem::path path;
  try {
    const temp_folder folder("kept");
    path = folder.path();
    throw std::runtime_error("trouble");
  } catch (const std::runtime_error&) {
  }
  EXPECT_TRUE(std::filesystem::exists(path));
  std::filesystem::remove_all(path);
}

TEST(Tail, GivesTheLastLines) {
  const temp_folder folder("tail");
  write_file(folder / "log", "1\n2\n3\n4\n");
  EXPECT_EQ(tail(folder / "log", 2), "3\n4\n");
  EXPECT_EQ(tail(folder / "log", 9), "1\n2\n3\n4\n");
  EXPECT_NE(tail(folder / "none").find("(no "), std::string::npos);
}

TEST(Files, RefuseWhatIsNotThere) {
  const temp_folder folder("files");
  EXPECT_THROW(read_file(folder / "none"), std::runtime_error);
  EXPECT_THROW(write_file(folder.path() / "no" / "folder", "x"), std::runtime_error);
}

}  // namespace
}  // namespace tenure::support
