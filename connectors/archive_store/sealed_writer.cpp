#include "connectors/archive_store/sealed_header.hpp"
#include "connectors/archive_store/sha256.hpp"

#include <sodium.h>
#include <zstd.h>

#include <stdexcept>

namespace tenure::archive_store {

struct sealed_writer::state {
  struct free_zstd {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };

  output_file file;
  sha256 hash;
  std::uint64_t size = 0;
  crypto_secretstream_xchacha20poly1305_state seal;
  std::unique_ptr<ZSTD_CCtx, free_zstd> zstd{ZSTD_createCCtx()};
  std::string plain;    // what the next chunk will hold; its size is its capacity for zstd
  std::size_t filled = 0;
  std::string sealed;

  explicit state(const path& name) : file(name), plain(chunk_bytes, '\0') {}
  ~state() { sodium_memzero(&seal, sizeof seal); }

  void put(std::string_view bytes) {
    hash.add(bytes);
    size += bytes.size();
    file.write(bytes);
  }

  // length (4 bytes, little-endian), then the sealed chunk
  void push(unsigned char tag) {
    const std::size_t length = filled + crypto_secretstream_xchacha20poly1305_ABYTES;
    sealed.resize(4 + length);
    for (std::size_t i = 0; i < 4; ++i) sealed[i] = static_cast<char>(length >> (8 * i));
    crypto_secretstream_xchacha20poly1305_push(
        &seal, reinterpret_cast<unsigned char*>(sealed.data() + 4), nullptr,
        reinterpret_cast<const unsigned char*>(plain.data()), filled, nullptr, 0, tag);
    filled = 0;
    put(sealed);
  }

  void compress(std::string_view bytes, ZSTD_EndDirective end) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
      ZSTD_outBuffer out{plain.data(), plain.size(), filled};
      const std::size_t left = ZSTD_compressStream2(zstd.get(), &out, &in, end);
      if (ZSTD_isError(left)) throw std::logic_error(ZSTD_getErrorName(left));
      filled = out.pos;
      const bool done = end == ZSTD_e_end ? left == 0 : in.pos == in.size;
      if (done) return;
      if (filled == plain.size()) push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    }
  }
};

sealed_writer::sealed_writer(const path& file, const file_header& header, const key_ring& keys,
                             int compression)
    : state_(std::make_unique<state>(file)) {
  if (!state_->zstd) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(state_->zstd.get(), ZSTD_c_compressionLevel, compression);
  const std::string head = encode(header);
  const secret_key key = keys.derive(header.key, head);
  unsigned char start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  crypto_secretstream_xchacha20poly1305_init_push(&state_->seal, start, key.data());
  state_->put(head);
  state_->put({reinterpret_cast<const char*>(start), sizeof start});
}

sealed_writer::~sealed_writer() = default;

void sealed_writer::write(std::string_view bytes) { state_->compress(bytes, ZSTD_e_continue); }

file_digest sealed_writer::finish() {
  state_->compress({}, ZSTD_e_end);
  state_->push(crypto_secretstream_xchacha20poly1305_TAG_FINAL);
  state_->file.sync();
  return {state_->size, state_->hash.hex()};
}

}  // namespace tenure::archive_store
