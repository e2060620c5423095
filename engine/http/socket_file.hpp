#pragma once
// The file of a Unix socket: made with its final rights from the first moment, replaced only when
// nobody listens, removed only when it is still ours.

#include "engine/model/refusal.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace tenure::http {

class socket_file {
 public:
  // A listening, non-blocking descriptor; codes as server::start.
  static result<socket_file> listen(const std::filesystem::path& path, std::optional<gid_t> group);

  int release_descriptor();  // the caller closes it
  void remove();             // unless another socket took the name since

  ~socket_file();
  socket_file(socket_file&& other) noexcept;
  socket_file& operator=(socket_file&&) = delete;

 private:
  explicit socket_file(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
  int descriptor_ = -1;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace tenure::http
