// Vectors: FIPS 180-4 examples and NIST's "a million times a" (CSRC, SHA-256).
#include "engine/model/digest.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenure {
namespace {

TEST(Digest, KnowsThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Digest, IsTheSamePieceByPiece) {
  digester of;
  for (int i = 0; i < 1000; ++i) of.add(std::string(1000, 'a'));
  EXPECT_EQ(of.hex(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, TakesZeroBytesForBytes) {
  using namespace std::string_view_literals;
  EXPECT_NE(sha256_hex("a\0b"sv), sha256_hex("a"sv));
}

TEST(Digest, IsGivenOnce) {
  digester of;
  of.add("abc");
  of.hex();
  EXPECT_THROW(of.hex(), std::logic_error);
  EXPECT_THROW(of.add("d"), std::logic_error);
}

}  // namespace
}  // namespace tenure
