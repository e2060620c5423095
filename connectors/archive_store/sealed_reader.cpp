#include "connectors/archive_store/sealed_header.hpp"
#include "connectors/archive_store/sha256.hpp"

#include <sodium.h>
#include <zstd.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tenure::archive_store {
namespace {

constexpr std::size_t start_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t seal_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t longest_line = 1 << 20;

unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace

struct sealed_reader::state {
  struct free_zstd {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  path name;
  int fd = -1;
  bool missing = false;
  bool key_unknown = false;
  std::string damage;
  sha256 hash;
  std::uint64_t size = 0;
  crypto_secretstream_xchacha20poly1305_state seal;
  std::unique_ptr<ZSTD_DCtx, free_zstd> zstd{ZSTD_createDCtx()};
  std::string sealed;
  std::string plain;  // of the chunk in hand
  ZSTD_inBuffer in{nullptr, 0, 0};
  bool last_chunk = false;
  bool frame_open = true;
  std::string lines;  // decompressed ahead, for read_line
  std::size_t line_at = 0;

  ~state() {
    sodium_memzero(&seal, sizeof seal);
    if (fd >= 0) ::close(fd);
  }

  bool hurt(std::string why) {
    if (damage.empty()) damage = std::move(why);
    return false;
  }

  // Exactly `length` bytes from the file; false when it ends before.
  bool take(std::string& into, std::size_t length) {
    into.resize(length);
    std::size_t have = 0;
    while (have < length) {
      const ssize_t got = ::read(fd, into.data() + have, length - have);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw_lost("read", name);
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    hash.add(std::string_view(into).substr(0, have));
    size += have;
    return have == length;
  }

  bool open(const file_header& expected, const key_ring& keys) {
    fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT) {
      missing = true;
      return hurt("the file is missing");
    }
    if (fd < 0) throw_lost("open", name);
    if (!take(sealed, header_bytes)) return hurt("the header is cut off");
    auto header = decode(sealed);
    if (!header) return hurt("the header is damaged");
    const std::string key_name = header->key;
    header->key = expected.key;
    if (*header != expected) return hurt("the file belongs elsewhere");
    if (!keys.has(key_name)) {
      key_unknown = true;
      return hurt("its key is not there");
    }
    const secret_key key = keys.derive(key_name, sealed);
    if (!take(sealed, start_bytes)) return hurt("the header is cut off");
    crypto_secretstream_xchacha20poly1305_init_pull(&seal, raw(sealed), key.data());
    return true;
  }

  bool next_chunk() {
    if (!take(sealed, 4)) return hurt("the file is cut off");
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      length |= static_cast<std::size_t>(static_cast<unsigned char>(sealed[i])) << (8 * i);
    }
    if (length < seal_bytes || length > chunk_bytes + seal_bytes) return hurt("a chunk is damaged");
    if (!take(sealed, length)) return hurt("the file is cut off");
    plain.resize(length - seal_bytes);
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&seal, raw(plain), nullptr, &tag, raw(sealed),
                                                   length, nullptr, 0) != 0) {
      return hurt("a chunk is damaged");
    }
    in = {plain.data(), plain.size(), 0};
    last_chunk = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
  }

  std::size_t read(char* into, std::size_t length) {
    ZSTD_outBuffer out{into, length, 0};
    while (out.pos < out.size && frame_open && damage.empty()) {
      if (in.pos == in.size && !last_chunk && !next_chunk()) break;
      const std::size_t before_out = out.pos, before_in = in.pos;
      const std::size_t left = ZSTD_decompressStream(zstd.get(), &out, &in);
      if (ZSTD_isError(left)) {
        hurt("the compressed data is damaged");
      } else if (left == 0) {
        frame_open = false;
      } else if (last_chunk && out.pos == before_out && in.pos == before_in) {
        hurt("the compressed data is cut off");
      }
    }
    return out.pos;
  }
};

sealed_reader::sealed_reader(const path& file, const file_header& expected, const key_ring& keys)
    : state_(std::make_unique<state>()) {
  if (!state_->zstd) throw std::bad_alloc();
  state_->name = file;
  state_->open(expected, keys);
}

sealed_reader::~sealed_reader() = default;

std::size_t sealed_reader::read(char* into, std::size_t length) {
  return state_->read(into, length);
}

bool sealed_reader::read_line(std::string& line) {
  auto& s = *state_;
  for (;;) {
    const auto end = s.lines.find('\n', s.line_at);
    if (end != std::string::npos) {
      line.assign(s.lines, s.line_at, end - s.line_at);
      s.line_at = end + 1;
      return true;
    }
    s.lines.erase(0, s.line_at);
    s.line_at = 0;
    if (s.lines.size() > longest_line) return s.hurt("a line is too long");
    const std::size_t had = s.lines.size();
    s.lines.resize(had + (16 << 10));
    const std::size_t got = s.read(s.lines.data() + had, s.lines.size() - had);
    s.lines.resize(had + got);
    if (got == 0) return false;
  }
}

bool sealed_reader::at_end() {
  auto& s = *state_;
  if (!s.damage.empty()) return false;
  char one;
  if (s.line_at != s.lines.size() || s.read(&one, 1) != 0) return s.hurt("more than was kept");
  if (!s.damage.empty()) return false;
  // The frame may end before the last chunk, which is empty then.
  while (!s.last_chunk && s.in.pos == s.in.size) {
    if (!s.next_chunk()) return false;
  }
  if (s.in.pos != s.in.size) return s.hurt("more than was kept");
  char more;
  const ssize_t follows = ::read(s.fd, &more, 1);
  if (follows < 0) throw_lost("read", s.name);
  if (follows > 0) return s.hurt("bytes follow the end");
  return true;
}

bool sealed_reader::missing() const { return state_->missing; }
bool sealed_reader::key_unknown() const { return state_->key_unknown; }
const std::string& sealed_reader::damage() const { return state_->damage; }
file_digest sealed_reader::digest() const { return {state_->size, state_->hash.hex()}; }

}  // namespace tenure::archive_store
