#include "tests/conformance/store/failing_disk.hpp"

#include <sqlite3.h>

#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace tenure::test::failing_disk {
namespace {

struct plan {
  call which;
  int calls_left;
  int code;
};

std::mutex guard;  // the store folds its log on a thread of its own
std::optional<plan> current;
bool has_struck = false;
sqlite3_vfs our_vfs;

// SQLite has one table of functions for the database file and another for its log. Each gets a copy
// with two functions of ours; the copy comes first, so a file's pMethods leads to the real table.
struct methods {
  sqlite3_io_methods ours;
  const sqlite3_io_methods* real;
};
std::map<const sqlite3_io_methods*, methods> tables;

const sqlite3_io_methods& real(const sqlite3_file* file) {
  return *reinterpret_cast<const methods*>(file->pMethods)->real;
}

int strike(call which) {
  std::lock_guard lock(guard);
  if (!current || current->which != which) return SQLITE_OK;
  if (--current->calls_left > 0) return SQLITE_OK;
  has_struck = true;
  return current->code;
}

int write_or_fail(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  int code = strike(call::write);
  return code == SQLITE_OK ? real(file).xWrite(file, bytes, size, offset) : code;
}

int sync_or_fail(sqlite3_file* file, int flags) {
  int code = strike(call::sync);
  return code == SQLITE_OK ? real(file).xSync(file, flags) : code;
}

// The file stays the usual one; only its table of functions is ours.
int open_with_our_methods(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags,
                          int* out_flags) {
  sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
  std::lock_guard lock(guard);
  int code = usual->xOpen(usual, path, file, flags, out_flags);
  if (code != SQLITE_OK || !file->pMethods) return code;
  auto [at, added] = tables.try_emplace(file->pMethods, methods{*file->pMethods, file->pMethods});
  if (added) {
    at->second.ours.xWrite = write_or_fail;
    at->second.ours.xSync = sync_or_fail;
  }
  file->pMethods = &at->second.ours;
  return SQLITE_OK;
}

}  // namespace

void install() {
  if (sqlite3_vfs_find(name)) return;
  our_vfs = *sqlite3_vfs_find(nullptr);
  our_vfs.zName = name;
  our_vfs.pNext = nullptr;
  our_vfs.xOpen = open_with_our_methods;
  if (sqlite3_vfs_register(&our_vfs, 0) != SQLITE_OK) throw std::runtime_error("no VFS");
}

void fail(call which, int nth, int code) {
  std::lock_guard lock(guard);
  current = {which, nth, code};
  has_struck = false;
}

void heal() {
  std::lock_guard lock(guard);
  current.reset();
}

bool struck() {
  std::lock_guard lock(guard);
  return has_struck;
}

}  // namespace tenure::test::failing_disk
