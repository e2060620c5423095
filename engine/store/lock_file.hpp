#pragma once
// Keeps a second engine off an SQLite store: an advisory lock (flock) on a file beside it, held for
// life and given up by the kernel however the process ends. The file holds the holder's process
// number, so that the refusal can name it.

#include "engine/model/refusal.hpp"

#include <string>

namespace tenure::storage {

class lock_file {
 public:
  // Refusals: store.in_use, store.unreachable.
  static result<lock_file> take(const std::string& path);

  lock_file(lock_file&& other) noexcept;
  lock_file& operator=(lock_file&&) = delete;
  ~lock_file();

 private:
  explicit lock_file(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  // -1: moved from
};

}  // namespace tenure::storage
