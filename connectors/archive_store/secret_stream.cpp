#include "connectors/archive_store/secret_stream.hpp"

#include "engine/model/refusal.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace tenure::archive_store {
namespace {

static_assert(secret_stream::start_bytes == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(secret_stream::seal_bytes == crypto_secretstream_xchacha20poly1305_ABYTES);
static_assert(static_cast<int>(chunk_tag::last) == crypto_secretstream_xchacha20poly1305_TAG_FINAL);

constexpr std::size_t random_bytes = crypto_core_hchacha20_INPUTBYTES;  // of the start
constexpr std::size_t number_at = 4, number_bytes = 4, rest_at = 8, rest_bytes = 8;
static_assert(random_bytes + rest_bytes == secret_stream::start_bytes);

void must(int done, const char* what) {
  if (done != 1) throw environment_lost(std::string("archive: OpenSSL refuses ") + what);
}

// Fetched once, as looking them up costs more than a short chunk.
EVP_CIPHER* chacha20() {
  static EVP_CIPHER* const found = EVP_CIPHER_fetch(nullptr, "ChaCha20", nullptr);
  return found;
}

EVP_MAC* poly1305() {
  static EVP_MAC* const found = EVP_MAC_fetch(nullptr, "POLY1305", nullptr);
  return found;
}

constexpr std::array<unsigned char, 64> zeros{};

}  // namespace

void secret_stream::release::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);  // wipes the key
}

void secret_stream::release::operator()(evp_mac_ctx_st* context) const {
  EVP_MAC_init(context, zeros.data(), 32, nullptr);  // writes over the last chunk's key
  EVP_MAC_CTX_free(context);
}

secret_stream::start secret_stream::new_start() {
  start out;
  randombytes_buf(out.data(), out.size());
  return out;
}

bool secret_stream::available() { return chacha20() && poly1305(); }

secret_stream::secret_stream(const secret_key& key, const start& begin)
    : cipher_(EVP_CIPHER_CTX_new()) {
  must(available() ? 1 : 0, "ChaCha20 or Poly1305");
  mac_.reset(EVP_MAC_CTX_new(poly1305()));
  if (!cipher_ || !mac_) throw std::bad_alloc();
  secret_key stream_key;
  crypto_core_hchacha20(stream_key.data(), begin.data(), key.data(), nullptr);
  place_[number_at] = 1;
  std::copy_n(begin.data() + random_bytes, rest_bytes, place_.data() + rest_at);
  must(EVP_EncryptInit_ex2(cipher_.get(), chacha20(), stream_key.data(), place_.data(), nullptr),
       "a key");
}

secret_stream::~secret_stream() = default;

// The first block of a chunk's keystream is the key of its seal.
void secret_stream::begin_chunk() {
  must(EVP_EncryptInit_ex2(cipher_.get(), nullptr, nullptr, place_.data(), nullptr), "a nonce");
  block first;
  stream(zeros.data(), first.size(), first.data());
  const int done = EVP_MAC_init(mac_.get(), first.data(), 32, nullptr);
  sodium_memzero(first.data(), first.size());
  must(done, "a seal");
}

void secret_stream::stream(const void* from, std::size_t length, void* into) {
  if (length == 0) return;
  if (length > std::numeric_limits<int>::max()) throw std::logic_error("archive: a chunk too long");
  int done = 0;
  must(EVP_EncryptUpdate(cipher_.get(), static_cast<unsigned char*>(into), &done,
                         static_cast<const unsigned char*>(from), static_cast<int>(length)),
       "to stream");
}

void secret_stream::authenticate(const void* bytes, std::size_t length) {
  if (length == 0) return;
  must(EVP_MAC_update(mac_.get(), static_cast<const unsigned char*>(bytes), length), "to seal");
}

// Padding is libsodium's: length % 16 zeros, which is not to the next multiple of 16.
std::array<unsigned char, secret_stream::mac_bytes> secret_stream::end_chunk(const block& tag,
                                                                             const void* text,
                                                                             std::size_t length) {
  authenticate(tag.data(), tag.size());
  authenticate(text, length);
  authenticate(zeros.data(), length % 16);
  std::array<unsigned char, 16> lengths{};  // of additional data, none, and of the rest
  for (std::size_t i = 0; i < 8; ++i) {
    lengths[8 + i] = static_cast<unsigned char>((block_bytes + length) >> (8 * i));
  }
  authenticate(lengths.data(), lengths.size());
  std::array<unsigned char, mac_bytes> mac;
  std::size_t got = 0;
  must(EVP_MAC_final(mac_.get(), mac.data(), &got, mac.size()), "a seal");
  return mac;
}

// libsodium changes the key after the last chunk, and when the number of a chunk is used up: the
// one is our end, the other never comes in a file.
void secret_stream::go_on(const unsigned char* mac, chunk_tag tag) {
  for (std::size_t i = 0; i < rest_bytes; ++i) place_[rest_at + i] ^= mac[i];
  sodium_increment(place_.data() + number_at, number_bytes);
  ended_ = tag == chunk_tag::last || sodium_is_zero(place_.data() + number_at, number_bytes) != 0;
}

void secret_stream::seal(std::string_view plain, chunk_tag tag, char* into) {
  if (ended_) throw std::logic_error("archive: a chunk after the last");
  begin_chunk();
  block second{static_cast<unsigned char>(tag)};
  stream(second.data(), second.size(), second.data());
  into[0] = static_cast<char>(second[0]);
  stream(plain.data(), plain.size(), into + 1);
  const auto mac = end_chunk(second, into + 1, plain.size());
  std::ranges::copy(mac, reinterpret_cast<unsigned char*>(into + 1 + plain.size()));
  go_on(mac.data(), tag);
}

bool secret_stream::open(std::string_view sealed, char* into, chunk_tag& tag) {
  if (ended_ || sealed.size() < seal_bytes) return false;
  const std::size_t length = sealed.size() - seal_bytes;
  begin_chunk();
  block second{static_cast<unsigned char>(sealed[0])};
  stream(second.data(), second.size(), second.data());
  const auto said = static_cast<chunk_tag>(second[0]);
  second[0] = static_cast<unsigned char>(sealed[0]);
  const auto mac = end_chunk(second, sealed.data() + 1, length);
  if (sodium_memcmp(mac.data(), sealed.data() + 1 + length, mac.size()) != 0) return false;
  if (said != chunk_tag::message && said != chunk_tag::last) return false;
  stream(sealed.data() + 1, length, into);
  tag = said;
  go_on(mac.data(), said);
  return true;
}

}  // namespace tenure::archive_store
