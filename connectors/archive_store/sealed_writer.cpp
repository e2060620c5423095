#include "connectors/archive_store/handover.hpp"
#include "connectors/archive_store/sealed_header.hpp"
#include "connectors/archive_store/secret_stream.hpp"
#include "connectors/archive_store/sha256.hpp"

#include <zstd.h>

#include <exception>
#include <stdexcept>
#include <thread>
#include <utility>

namespace tenure::archive_store {
namespace {

constexpr std::size_t waiting_bytes = 1 << 20;  // of compressed text

// Of data, as measured (engine/decisions/0006-archive-package.md): at these levels zstd looks back
// 0.5 to 2 MB, and mail repeats what is farther away; a larger window and table at level 2 give
// about what level 3 gives, for two thirds of its time.
constexpr int small_window_level = 8, small_table_level = 2;
constexpr int window_log = 22, table_log = 17;  // 4 MB, 0.5 MB

void choose(ZSTD_CCtx& zstd, file_kind kind, int level) {
  ZSTD_CCtx_setParameter(&zstd, ZSTD_c_compressionLevel, level);
  if (kind != file_kind::data) return;
  if (level <= small_window_level) ZSTD_CCtx_setParameter(&zstd, ZSTD_c_windowLog, window_log);
  if (level <= small_table_level) ZSTD_CCtx_setParameter(&zstd, ZSTD_c_hashLog, table_log);
}

// Not a string: its bytes would be set to zero before they are written.
struct chunk {
  std::unique_ptr<char[]> plain = std::make_unique_for_overwrite<char[]>(chunk_bytes);
  std::size_t size = 0;
  chunk_tag tag = chunk_tag::message;
};

// Seals chunks, hashes and writes them.
class seal_and_write {
 public:
  seal_and_write(const path& name, const file_header& header, const key_ring& keys)
      : file_(name), start_(secret_stream::new_start()), head_(encode(header)),
        seal_(keys.derive(header.key, head_), start_) {
    put(head_);
    put({reinterpret_cast<const char*>(start_.data()), start_.size()});
  }

  // length (4 bytes, little-endian), then the sealed chunk
  void push(const chunk& next) {
    const std::size_t length = next.size + secret_stream::seal_bytes;
    sealed_.resize(4 + length);
    for (std::size_t i = 0; i < 4; ++i) sealed_[i] = static_cast<char>(length >> (8 * i));
    seal_.seal({next.plain.get(), next.size}, next.tag, sealed_.data() + 4);
    put(sealed_);
  }

  file_digest finish() {
    file_.sync();
    return {size_, hash_.hex()};
  }

 private:
  void put(std::string_view bytes) {
    hash_.add(bytes);
    size_ += bytes.size();
    file_.write(bytes);
  }

  output_file file_;
  sha256 hash_;
  std::uint64_t size_ = 0;
  const secret_stream::start start_;
  const std::string head_;
  secret_stream seal_;
  std::string sealed_;
};

// The same on a thread of its own: what is compressed next need not wait for it.
class sealing_behind {
 public:
  explicit sealing_behind(seal_and_write& to) : to_(to), thread_([this] { work(); }) {}
  ~sealing_behind() {
    waiting_.leave();
    if (thread_.joinable()) thread_.join();
  }

  // Both throw what the thread threw.
  void push(chunk next) {
    const std::size_t size = next.size;
    if (!waiting_.put(std::move(next), size)) finish();
  }
  void finish() {
    waiting_.close();
    if (thread_.joinable()) thread_.join();
    if (trouble_) std::rethrow_exception(trouble_);
  }

 private:
  void work() try {
    chunk next{nullptr};
    while (waiting_.take(next)) to_.push(next);
  } catch (...) {
    trouble_ = std::current_exception();
    waiting_.leave();
  }

  seal_and_write& to_;
  handover<chunk> waiting_{waiting_bytes};
  std::exception_ptr trouble_;  // the thread's, until it was joined
  std::thread thread_;
};

}  // namespace

struct sealed_writer::state {
  struct free_zstd {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };

  seal_and_write file;
  std::optional<sealing_behind> behind;
  std::unique_ptr<ZSTD_CCtx, free_zstd> zstd{ZSTD_createCCtx()};
  chunk next;

  state(const path& name, const file_header& header, const key_ring& keys)
      : file(name, header, keys) {}

  void push(chunk_tag tag) {
    next.tag = tag;
    if (behind) {
      behind->push(std::exchange(next, {}));
    } else {
      file.push(next);
      next.size = 0;
    }
  }

  void compress(std::string_view bytes, ZSTD_EndDirective end) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
      ZSTD_outBuffer out{next.plain.get(), chunk_bytes, next.size};
      const std::size_t left = ZSTD_compressStream2(zstd.get(), &out, &in, end);
      if (ZSTD_isError(left)) throw std::logic_error(ZSTD_getErrorName(left));
      next.size = out.pos;
      const bool done = end == ZSTD_e_end ? left == 0 : in.pos == in.size;
      if (done) return;
      if (next.size == chunk_bytes) push(chunk_tag::message);
    }
  }
};

sealed_writer::sealed_writer(const path& file, const file_header& header, const key_ring& keys,
                             int compression)
    : state_(std::make_unique<state>(file, header, keys)) {
  if (!state_->zstd) throw std::bad_alloc();
  choose(*state_->zstd, header.kind, compression);
  if (header.kind == file_kind::data) state_->behind.emplace(state_->file);
}

sealed_writer::~sealed_writer() = default;

void sealed_writer::write(std::string_view bytes) { state_->compress(bytes, ZSTD_e_continue); }

file_digest sealed_writer::finish() {
  state_->compress({}, ZSTD_e_end);
  state_->push(chunk_tag::last);
  if (state_->behind) state_->behind->finish();
  return state_->file.finish();
}

}  // namespace tenure::archive_store
