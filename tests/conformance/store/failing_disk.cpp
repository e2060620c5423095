#include "tests/conformance/store/failing_disk.hpp"

#include <sqlite3.h>

#include <optional>
#include <stdexcept>

namespace tenure::test::failing_disk {
namespace {

struct plan {
  call which;
  int calls_left;
  int code;
};

std::optional<plan> current;
bool has_struck = false;
const sqlite3_io_methods* real_methods = nullptr;
sqlite3_io_methods our_methods;
sqlite3_vfs our_vfs;

int strike(call which) {
  if (!current || current->which != which) return SQLITE_OK;
  if (--current->calls_left > 0) return SQLITE_OK;
  has_struck = true;
  return current->code;
}

int write_or_fail(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  int code = strike(call::write);
  return code == SQLITE_OK ? real_methods->xWrite(file, bytes, size, offset) : code;
}

int sync_or_fail(sqlite3_file* file, int flags) {
  int code = strike(call::sync);
  return code == SQLITE_OK ? real_methods->xSync(file, flags) : code;
}

// The file stays the usual one; only its table of functions is ours.
int open_with_our_methods(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags,
                          int* out_flags) {
  sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
  int code = usual->xOpen(usual, path, file, flags, out_flags);
  if (code != SQLITE_OK || !file->pMethods) return code;
  if (!real_methods) {
    real_methods = file->pMethods;
    our_methods = *real_methods;
    our_methods.xWrite = write_or_fail;
    our_methods.xSync = sync_or_fail;
  }
  if (file->pMethods != real_methods) return SQLITE_CANTOPEN;
  file->pMethods = &our_methods;
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
  current = {which, nth, code};
  has_struck = false;
}

void heal() { current.reset(); }
bool struck() { return has_struck; }

}  // namespace tenure::test::failing_disk
