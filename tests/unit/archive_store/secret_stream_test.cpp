// The stream against libsodium's own, which wrote every package before: both ways, byte for byte.
#include "connectors/archive_store/secret_stream.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <random>
#include <string>
#include <vector>

namespace tenure::archive_store {
namespace {

constexpr auto message = chunk_tag::message;
constexpr auto last = chunk_tag::last;
constexpr std::size_t grows = secret_stream::seal_bytes;

const unsigned char* raw(const std::string& of) {
  return reinterpret_cast<const unsigned char*>(of.data());
}
unsigned char* raw(std::string& of) { return reinterpret_cast<unsigned char*>(of.data()); }

// Lengths around the edges of blocks and paddings, and a whole chunk.
std::vector<std::size_t> lengths() {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i <= 200; ++i) out.push_back(i);
  out.insert(out.end(), {255, 256, 257, 511, 513, 1023, 4095, 4097, 65'535, 65'536});
  return out;
}

class secret_stream_test : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_GE(sodium_init(), 0); }  // as key_ring does
  secret_stream_test() {
    const std::string bytes = noise(secret_key::size);
    std::copy(bytes.begin(), bytes.end(), key.data());
    begin = secret_stream::new_start();
  }

  std::string noise(std::size_t length) {
    std::string out(length, '\0');
    for (char& c : out) c = static_cast<char>(random());
    return out;
  }

  // What libsodium says the chunk is.
  std::string theirs(const std::string& plain, unsigned char tag) {
    std::string out(plain.size() + grows, '\0');
    crypto_secretstream_xchacha20poly1305_push(&pushing(), raw(out), nullptr, raw(plain),
                                               plain.size(), nullptr, 0, tag);
    return out;
  }
  crypto_secretstream_xchacha20poly1305_state& pushing() {
    if (!begun_) {
      crypto_secretstream_xchacha20poly1305_init_push(&state_, begin.data(), key.data());
      begun_ = true;
    }
    return state_;
  }

  static std::string sealed(secret_stream& by, const std::string& plain, chunk_tag tag) {
    std::string out(plain.size() + grows, '\0');
    by.seal(plain, tag, out.data());
    return out;
  }
  static bool opens(secret_stream& by, const std::string& chunk, std::string& into,
                    chunk_tag& tag) {
    into.assign(chunk.size() - grows, '#');
    return by.open(chunk, into.data(), tag);
  }

  std::mt19937_64 random{20261123};
  secret_key key;
  secret_stream::start begin;

 private:
  crypto_secretstream_xchacha20poly1305_state state_;
  bool begun_ = false;
};

TEST_F(secret_stream_test, libsodium_opens_what_it_seals) {
  secret_stream ours(key, begin);
  crypto_secretstream_xchacha20poly1305_state pulling;
  ASSERT_EQ(crypto_secretstream_xchacha20poly1305_init_pull(&pulling, begin.data(), key.data()), 0);
  const auto all = lengths();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string plain = noise(all[i]);
    const std::string chunk = sealed(ours, plain, i + 1 < all.size() ? message : last);
    std::string opened(plain.size(), '\0');
    unsigned char tag = 9;
    ASSERT_EQ(crypto_secretstream_xchacha20poly1305_pull(&pulling, raw(opened), nullptr, &tag,
                                                         raw(chunk), chunk.size(), nullptr, 0),
              0)
        << all[i];
    EXPECT_EQ(opened, plain);
    EXPECT_EQ(tag, i + 1 < all.size() ? 0 : crypto_secretstream_xchacha20poly1305_TAG_FINAL);
  }
}

TEST_F(secret_stream_test, it_opens_what_libsodium_seals) {
  pushing();
  secret_stream ours(key, begin);
  const auto all = lengths();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string plain = noise(all[i]);
    const auto said = i + 1 < all.size() ? message : last;
    std::string opened;
    chunk_tag tag{};
    ASSERT_TRUE(opens(ours, theirs(plain, static_cast<unsigned char>(said)), opened, tag))
        << all[i];
    EXPECT_EQ(opened, plain);
    EXPECT_EQ(tag, said);
  }
}

TEST_F(secret_stream_test, no_changed_bit_opens_and_nothing_of_it_is_given) {
  for (std::size_t length : {0, 1, 15, 16, 17, 64, 100}) {
    secret_stream sealing(key, begin);
    const std::string chunk = sealed(sealing, noise(length), message);
    for (std::size_t bit = 0; bit < chunk.size() * 8; ++bit) {
      std::string changed = chunk;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
      secret_stream opening(key, begin);
      std::string opened;
      chunk_tag tag = last;
      ASSERT_FALSE(opens(opening, changed, opened, tag)) << length << ", bit " << bit;
      EXPECT_EQ(opened, std::string(length, '#'));
      EXPECT_EQ(tag, last) << "left as it was";
    }
  }
}

TEST_F(secret_stream_test, chunks_left_out_said_twice_swapped_or_cut_do_not_open) {
  secret_stream sealing(key, begin);
  const std::string one = sealed(sealing, noise(70), message);
  const std::string two = sealed(sealing, noise(70), last);
  std::string opened;
  chunk_tag tag{};
  secret_stream without_one(key, begin);
  EXPECT_FALSE(opens(without_one, two, opened, tag));
  secret_stream twice(key, begin);
  ASSERT_TRUE(opens(twice, one, opened, tag));
  EXPECT_FALSE(opens(twice, one, opened, tag));
  secret_stream cut(key, begin);
  EXPECT_FALSE(opens(cut, one.substr(0, one.size() - 1), opened, tag));
  EXPECT_FALSE(cut.open(one.substr(0, grows - 1), opened.data(), tag));
  secret_stream whole(key, begin);
  EXPECT_TRUE(opens(whole, one, opened, tag));
  EXPECT_TRUE(opens(whole, two, opened, tag));
}

TEST_F(secret_stream_test, another_key_or_start_does_not_open) {
  secret_stream sealing(key, begin);
  const std::string chunk = sealed(sealing, noise(70), message);
  std::string opened;
  chunk_tag tag{};
  secret_key other;
  std::copy_n(key.data(), secret_key::size, other.data());
  other.data()[31] ^= 1;
  secret_stream wrong_key(other, begin);
  EXPECT_FALSE(opens(wrong_key, chunk, opened, tag));
  for (std::size_t i = 0; i < begin.size(); ++i) {
    auto elsewhere = begin;
    elsewhere[i] ^= 1;
    secret_stream wrong_start(key, elsewhere);
    EXPECT_FALSE(opens(wrong_start, chunk, opened, tag)) << i;
  }
}

TEST_F(secret_stream_test, the_last_chunk_is_the_end) {
  secret_stream sealing(key, begin);
  const std::string end = sealed(sealing, "", last);
  EXPECT_THROW(sealed(sealing, "more", message), std::logic_error);
  pushing();
  secret_stream opening(key, begin);
  std::string opened;
  chunk_tag tag{};
  ASSERT_TRUE(opens(opening, theirs("", crypto_secretstream_xchacha20poly1305_TAG_FINAL), opened,
                    tag));
  EXPECT_FALSE(opens(opening, theirs("more", 0), opened, tag));
}

// A package has two kinds of chunks: what else libsodium knows was never written by anybody.
TEST_F(secret_stream_test, other_tags_do_not_open) {
  for (const int tag : {crypto_secretstream_xchacha20poly1305_TAG_PUSH,
                        crypto_secretstream_xchacha20poly1305_TAG_REKEY}) {
    crypto_secretstream_xchacha20poly1305_init_push(&pushing(), begin.data(), key.data());
    secret_stream opening(key, begin);
    std::string opened;
    chunk_tag said{};
    EXPECT_FALSE(opens(opening, theirs("x", static_cast<unsigned char>(tag)), opened, said)) << tag;
    EXPECT_EQ(opened, "#");
  }
}

TEST_F(secret_stream_test, starts_are_not_said_twice) {
  EXPECT_NE(secret_stream::new_start(), secret_stream::new_start());
}

}  // namespace
}  // namespace tenure::archive_store
