#include "tests/faults/kill/store_glance.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

namespace tenure::test {
namespace {

// The index of the log, as "The WAL-Index File Format" has it.
constexpr off_t write_lock = 120, fold_lock = 121;
constexpr off_t frames = 16, frames_folded = 96;

// Never open at the same time as a connection of ours: closing it would end the connection's locks.
class index_file {
 public:
  explicit index_file(const std::filesystem::path& store)
      : fd_(::open((store.string() + "-shm").c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~index_file() {
    if (fd_ >= 0) ::close(fd_);
  }
  index_file(const index_file&) = delete;
  index_file& operator=(const index_file&) = delete;

  std::uint32_t number_at(off_t place) const {
    std::uint32_t out = 0;
    return ::pread(fd_, &out, sizeof out, place) == sizeof out ? out : 0;
  }
  pid_t holder_of(off_t lock) const {
    struct flock asked {};
    asked.l_type = F_WRLCK;
    asked.l_whence = SEEK_SET;
    asked.l_start = lock;
    asked.l_len = 1;
    // F_WRLCK is asked for, not taken: any lock of another process is in the way of it.
    const bool known = ::fcntl(fd_, F_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
    return known ? asked.l_pid : 0;
  }

 private:
  int fd_;
};

int add_row(void* to, int columns, char** values, char**) {
  auto& row = static_cast<std::vector<std::vector<std::string>>*>(to)->emplace_back();
  for (int i = 0; i < columns; ++i) row.emplace_back(values[i] != nullptr ? values[i] : "");
  return 0;
}

}  // namespace

std::optional<std::vector<std::vector<std::string>>> store_glance::rows(
    const std::string& sql) const {
  sqlite3* opened = nullptr;
  const int code = ::sqlite3_open_v2(file_.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> db(opened, ::sqlite3_close);
  if (code != SQLITE_OK) return std::nullopt;
  ::sqlite3_db_config(opened, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  std::vector<std::vector<std::string>> out;
  if (::sqlite3_exec(opened, sql.c_str(), add_row, &out, nullptr) != SQLITE_OK) return std::nullopt;
  return out;
}

bool store_glance::in_transaction(pid_t service) const {
  return index_file(file_).holder_of(write_lock) == service;
}

bool store_glance::folding(pid_t service) const {
  const index_file index(file_);
  return index.holder_of(fold_lock) == service &&
         index.number_at(frames) > index.number_at(frames_folded);
}

}  // namespace tenure::test
