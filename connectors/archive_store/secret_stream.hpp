#pragma once
// One stream of sealed chunks, byte for byte libsodium's crypto_secretstream_xchacha20poly1305
// without additional data, but computed by OpenSSL, which uses what newer processors have: a
// third of the time. A stream only seals or only opens. The last chunk ends it. libsodium must
// have been started (key_ring::load does).

#include "connectors/archive_store/keys.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

struct evp_cipher_ctx_st;
struct evp_mac_ctx_st;

namespace tenure::archive_store {

enum class chunk_tag : unsigned char { message = 0, last = 3 };

class secret_stream {
 public:
  static constexpr std::size_t start_bytes = 24;
  static constexpr std::size_t seal_bytes = 17;  // what a chunk grows by
  using start = std::array<unsigned char, start_bytes>;

  static start new_start();  // random
  static bool available();     // false when OpenSSL was set up without ChaCha20 or Poly1305

  // Throws environment_lost when OpenSSL fails.
  secret_stream(const secret_key& key, const start& begin);
  ~secret_stream();
  secret_stream(const secret_stream&) = delete;
  secret_stream& operator=(const secret_stream&) = delete;

  // `into` takes plain.size() + seal_bytes bytes. Throws environment_lost when OpenSSL fails.
  void seal(std::string_view plain, chunk_tag tag, char* into);
  // `into` takes sealed.size() - seal_bytes bytes. False, and nothing is written, when it is not
  // the next chunk exactly as it was sealed, or follows the last one.
  bool open(std::string_view sealed, char* into, chunk_tag& tag);

 private:
  static constexpr std::size_t block_bytes = 64, mac_bytes = 16;
  using block = std::array<unsigned char, block_bytes>;
  struct release {
    void operator()(evp_cipher_ctx_st* context) const;
    void operator()(evp_mac_ctx_st* context) const;
  };

  void begin_chunk();
  void stream(const void* from, std::size_t length, void* into);
  void authenticate(const void* bytes, std::size_t length);
  std::array<unsigned char, mac_bytes> end_chunk(const block& tag, const void* text,
                                                 std::size_t length);
  void go_on(const unsigned char* mac, chunk_tag tag);

  std::unique_ptr<evp_cipher_ctx_st, release> cipher_;
  std::unique_ptr<evp_mac_ctx_st, release> mac_;
  // As OpenSSL takes it: counter of blocks, then libsodium's nonce: number of the chunk, 8 bytes.
  std::array<unsigned char, 16> place_{};
  bool ended_ = false;
};

}  // namespace tenure::archive_store
