#include "connectors/archive_store/handover.hpp"
#include "connectors/archive_store/sealed_header.hpp"
#include "connectors/archive_store/secret_stream.hpp"
#include "connectors/archive_store/sha256.hpp"

#include <zstd.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <thread>
#include <utility>

namespace tenure::archive_store {
namespace {

constexpr std::size_t seal_bytes = secret_stream::seal_bytes;
constexpr std::size_t longest_line = 1 << 20;
constexpr std::size_t read_bytes = 128 << 10;
constexpr std::size_t waiting_bytes = 512 << 10;  // of opened chunks

struct chunk {
  std::string plain;
  bool last = false;
};

// Opens the file, hashes it, checks and opens its chunks one by one.
struct chunk_file {
  path name;
  int fd = -1;
  bool missing = false;
  bool key_unknown = false;
  std::string damage;
  hashing how = hashing::yes;
  sha256 hash;
  std::uint64_t size = 0;
  std::optional<secret_stream> seal;
  std::string ahead;  // read from the file, and from `taken` on not used yet
  std::size_t taken = 0;
  std::string sealed;

  ~chunk_file() {
    if (fd >= 0) ::close(fd);
  }

  bool hurt(std::string why) {
    if (damage.empty()) damage = std::move(why);
    return false;
  }

  // False at the end of the file.
  bool fill() {
    if (taken < ahead.size()) return true;
    taken = 0;
    ahead.resize(read_bytes);
    ssize_t got = 0;
    do {
      got = ::read(fd, ahead.data(), ahead.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) throw_lost("read", name);
    ahead.resize(static_cast<std::size_t>(got));
    if (how == hashing::yes) hash.add(ahead);
    size += ahead.size();
    return got > 0;
  }

  // Exactly `length` bytes from the file; false when it ends before.
  bool take(std::string& into, std::size_t length) {
    into.clear();
    while (into.size() < length && fill()) {
      const std::size_t part = std::min(length - into.size(), ahead.size() - taken);
      into.append(ahead, taken, part);
      taken += part;
    }
    return into.size() == length;
  }

  bool open(const file_header& expected, const key_ring& keys) {
    fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT) {
      missing = true;
      return hurt("the file is missing");
    }
    if (fd < 0) throw_lost("open", name);
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
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
    if (!take(sealed, secret_stream::start_bytes)) return hurt("the header is cut off");
    secret_stream::start start;
    std::ranges::copy(sealed, start.begin());
    seal.emplace(key, start);
    return true;
  }

  bool next(chunk& into) {
    if (!take(sealed, 4)) return hurt("the file is cut off");
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      length |= static_cast<std::size_t>(static_cast<unsigned char>(sealed[i])) << (8 * i);
    }
    if (length < seal_bytes || length > chunk_bytes + seal_bytes) return hurt("a chunk is damaged");
    if (!take(sealed, length)) return hurt("the file is cut off");
    into.plain.resize(length - seal_bytes);
    chunk_tag tag{};
    if (!seal->open(sealed, into.plain.data(), tag)) return hurt("a chunk is damaged");
    into.last = tag == chunk_tag::last;
    return true;
  }
};

// The chunks of a file, opened on a thread of its own while those before are decompressed.
class opening_ahead {
 public:
  // Nobody else uses `from` until next() was false or gave the last chunk, or this is gone.
  explicit opening_ahead(chunk_file& from) : from_(from), thread_([this] { work(); }) {}
  ~opening_ahead() {
    waiting_.leave();
    join();
  }

  // As chunk_file's, what it threw included.
  bool next(chunk& into) {
    const bool there = waiting_.take(into);
    if (!there || into.last) join();
    if (!there && trouble_) std::rethrow_exception(trouble_);
    return there;
  }

 private:
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  void work() {
    try {
      chunk next;
      bool more = true;
      while (more && from_.next(next)) {
        const bool last = next.last;
        const std::size_t size = next.plain.size();
        more = waiting_.put(std::move(next), size) && !last;
      }
    } catch (...) {
      trouble_ = std::current_exception();
    }
    waiting_.close();
  }

  chunk_file& from_;
  handover<chunk> waiting_{waiting_bytes};
  std::exception_ptr trouble_;  // the thread's, until it was joined
  std::thread thread_;
};

}  // namespace

struct sealed_reader::state {
  struct free_zstd {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  chunk_file file;
  std::optional<opening_ahead> ahead;
  std::string damage;
  std::unique_ptr<ZSTD_DCtx, free_zstd> zstd{ZSTD_createDCtx()};
  chunk in_hand;
  ZSTD_inBuffer in{nullptr, 0, 0};
  bool frame_open = true;
  std::string lines;  // decompressed ahead, for read_line
  std::size_t line_at = 0;

  bool hurt(std::string why) {
    if (damage.empty()) damage = std::move(why);
    return false;
  }

  bool next_chunk() {
    if (!(ahead ? ahead->next(in_hand) : file.next(in_hand))) return hurt(file.damage);
    in = {in_hand.plain.data(), in_hand.plain.size(), 0};
    return true;
  }

  std::size_t read(char* into, std::size_t length) {
    ZSTD_outBuffer out{into, length, 0};
    while (out.pos < out.size && frame_open && damage.empty()) {
      if (in.pos == in.size && !in_hand.last && !next_chunk()) break;
      const std::size_t before_out = out.pos, before_in = in.pos;
      const std::size_t left = ZSTD_decompressStream(zstd.get(), &out, &in);
      if (ZSTD_isError(left)) {
        hurt("the compressed data is damaged");
      } else if (left == 0) {
        frame_open = false;
      } else if (in_hand.last && out.pos == before_out && in.pos == before_in) {
        hurt("the compressed data is cut off");
      }
    }
    return out.pos;
  }
};

sealed_reader::sealed_reader(const path& file, const file_header& expected, const key_ring& keys,
                             hashing how)
    : state_(std::make_unique<state>()) {
  if (!state_->zstd) throw std::bad_alloc();
  state_->file.name = file;
  state_->file.how = how;
  if (!state_->file.open(expected, keys)) {
    state_->damage = state_->file.damage;
  } else if (expected.kind == file_kind::data) {
    state_->ahead.emplace(state_->file);
  }
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
  while (!s.in_hand.last && s.in.pos == s.in.size) {
    if (!s.next_chunk()) return false;
  }
  if (s.in.pos != s.in.size) return s.hurt("more than was kept");
  if (s.file.fill()) return s.hurt("bytes follow the end");
  return true;
}

bool sealed_reader::missing() const { return state_->file.missing; }
bool sealed_reader::key_unknown() const { return state_->file.key_unknown; }
const std::string& sealed_reader::damage() const { return state_->damage; }
file_digest sealed_reader::digest() const { return {state_->file.size, state_->file.hash.hex()}; }

}  // namespace tenure::archive_store
