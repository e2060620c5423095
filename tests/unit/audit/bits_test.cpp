// No bit of an export of 1,000 entries may flip. Literally each of them through the whole of
// verify_export() would hash the log four million times; so it is shown in three complete steps:
// every bit of every entry and of its hash is refused by check_entry(); verify_export() gives
// check_entry() exactly the bytes of the bundles and tiles, and heeds each refusal; and every bit
// that is neither entry nor hash goes through verify_export() itself.
#include "engine/audit/encoding.hpp"
#include "engine/audit/tile.hpp"
#include "tests/unit/audit/export_fixture.hpp"

#include <atomic>
#include <functional>
#include <random>
#include <thread>

namespace tenure::audit {
namespace {

constexpr std::uint64_t size = 1000;

void flip(std::string& bytes, std::size_t bit) {
  auto& byte = bytes[bit / 8];
  byte = static_cast<char>(byte ^ (1 << bit % 8));
}

struct logged {
  std::string entry, hash;
};

struct place {
  std::string file;
  std::size_t bit;
};

class bits : public exports {
 protected:
  void SetUp() override { make(size); }

  std::vector<logged> entries() {
    std::vector<logged> out;
    for (std::uint64_t b = 0; auto of = tile_at(0, b, size); ++b) {
      std::string_view rest = in_memory_[bundle_path(*of)];
      const std::string& hashes = in_memory_[tile_path(*of)];
      for (unsigned i = 0; i < of->width; ++i) {
        out.push_back({std::string(*take_entry(rest)), hashes.substr(32 * i, 32)});
      }
    }
    return out;
  }

  // How many of the places may be flipped without anybody noticing; by two threads.
  std::size_t unnoticed(const std::vector<place>& places, const entry_check& check) {
    std::atomic<std::size_t> out = 0, next = 0;
    auto work = [&] {
      auto files = in_memory_;
      for (std::size_t i; (i = next++) < places.size();) {
        flip(files[places[i].file], places[i].bit);
        const bool noticed = !verify(files, check);
        flip(files[places[i].file], places[i].bit);
        if (!noticed) ADD_FAILURE() << places[i].file << " bit " << places[i].bit;
        out += noticed ? 0 : 1;
      }
    };
    std::jthread other(work);
    work();
    other.join();
    return out;
  }
};

// check_entry() that remembers its answer for the very bytes that were exported: it is pure.
class remembering {
 public:
  explicit remembering(std::vector<logged> all) : all_(std::move(all)) {
    for (const auto& each : all_) {
      places_.push_back(check_entry(each.entry, places_.size(), each.hash));
    }
  }
  result<leaf_place> operator()(std::string_view entry, std::uint64_t index,
                                std::string_view hash) const {
    const bool same =
        index < all_.size() && entry == all_[index].entry && hash == all_[index].hash;
    return same ? places_[index] : check_entry(entry, index, hash);
  }

 private:
  std::vector<logged> all_;  // the places lead into them
  std::vector<result<leaf_place>> places_;
};

TEST_F(bits, of_every_entry_and_its_hash_are_refused_by_check_entry) {
  std::uint64_t flipped = 0;
  const auto all = entries();
  ASSERT_EQ(all.size(), size);
  for (std::uint64_t index = 0; index < size; ++index) {
    auto [entry, hash] = all[index];
    ASSERT_TRUE(check_entry(entry, index, hash));
    for (std::string* bytes : {&entry, &hash}) {
      for (std::size_t bit = 0; bit < bytes->size() * 8; ++bit, ++flipped) {
        flip(*bytes, bit);
        ASSERT_FALSE(check_entry(entry, index, hash)) << "entry " << index << " bit " << bit;
        flip(*bytes, bit);
      }
    }
  }
  EXPECT_GT(flipped, 3'000'000u);
  RecordProperty("bits", std::to_string(flipped));
}

// Put together again, what check_entry() was given is the bundles and the level-0 tiles, byte for
// byte: no byte of them is passed over or changed on the way.
TEST_F(bits, of_bundles_and_tiles_all_reach_check_entry) {
  std::string bundles, tiles, given_bundles, given_tiles;
  for (std::uint64_t b = 0; auto of = tile_at(0, b, size); ++b) {
    bundles += in_memory_[bundle_path(*of)];
    tiles += in_memory_[tile_path(*of)];
  }
  std::uint64_t next = 0;
  auto done = verify(in_memory_, [&](std::string_view entry, std::uint64_t index,
                                     std::string_view hash) {
    EXPECT_EQ(index, next++);
    append_entry(given_bundles, entry);
    given_tiles += hash;
    return check_entry(entry, index, hash);
  });
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(next, size);
  EXPECT_TRUE(given_bundles == bundles);
  EXPECT_TRUE(given_tiles == tiles);
}

TEST_F(bits, one_entry_that_check_entry_refuses_is_enough) {
  const auto all = entries();  // the places lead into them
  std::vector<leaf_place> places;
  for (const auto& each : all) {
    places.push_back(*check_entry(each.entry, places.size(), each.hash));
  }
  for (std::uint64_t bad = 0; bad < size; ++bad) {
    auto done = verify(in_memory_, [&](std::string_view, std::uint64_t index, std::string_view) {
      if (index == bad) return result<leaf_place>(refusal{"test.refused", "", "", "", ""});
      return result<leaf_place>(places[index]);
    });
    ASSERT_FALSE(done) << bad;
    EXPECT_EQ(done.error().code, "test.refused");
    EXPECT_TRUE(done.error().place.ends_with(", entry " + std::to_string(bad)));
  }
}

TEST_F(bits, of_everything_else_are_refused_by_the_whole) {
  std::vector<place> places;
  std::uint64_t covered = 0;  // bytes that the tests above cover
  for (const auto& [name, bytes] : in_memory_) {
    if (name.starts_with("tile/entries/")) {
      for (std::string_view rest = bytes; !rest.empty();) {  // the lengths
        const std::size_t at = bytes.size() - rest.size();
        for (std::size_t bit = 0; bit < 16; ++bit) places.push_back({name, at * 8 + bit});
        covered += take_entry(rest)->size();
      }
    } else if (name.starts_with("tile/0/")) {
      covered += bytes.size();
    } else {
      for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) places.push_back({name, bit});
    }
  }
  std::uint64_t whole = 0;
  for (const auto& [name, bytes] : in_memory_) whole += bytes.size();
  EXPECT_EQ(places.size() + covered * 8, whole * 8) << "a file that no test here looks at";
  const remembering check(entries());
  EXPECT_EQ(unnoticed(places, std::cref(check)), 0u) << "of " << places.size();
}

// And, believing nothing of the above, anywhere: one bit of the last byte of every entry, one of
// every hash, and some by chance.
TEST_F(bits, anywhere_are_refused_by_the_whole) {
  std::vector<place> places;
  std::mt19937_64 random(1000);
  for (std::uint64_t b = 0; auto of = tile_at(0, b, size); ++b) {
    const std::string& bundle = in_memory_[bundle_path(*of)];
    std::string_view rest = bundle;
    for (unsigned i = 0; i < of->width; ++i) {
      take_entry(rest);
      const std::size_t end = bundle.size() - rest.size();
      places.push_back({bundle_path(*of), end * 8 - 1 - random() % 8});
      places.push_back({tile_path(*of), i * 256 + random() % 256});
    }
  }
  for (int i = 0; i < 500; ++i) {
    auto file = std::next(in_memory_.begin(), static_cast<long>(random() % in_memory_.size()));
    places.push_back({file->first, random() % (file->second.size() * 8)});
  }
  EXPECT_EQ(unnoticed(places, check_entry), 0u) << "of " << places.size();
}

}  // namespace
}  // namespace tenure::audit
