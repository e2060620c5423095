#pragma once
// The few file operations a package needs, each of which either happened or throws
// environment_lost (disk full, I/O error, no permission). Messages name the operation and the
// file's own name, which is made of hexadecimal digits only.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace tenure::archive_store {

using path = std::filesystem::path;

[[noreturn]] void throw_lost(std::string_view what, const path& file);

// A new file, mode 0600; an existing one is refused.
class output_file {
 public:
  explicit output_file(path file);
  ~output_file();
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  void write(std::string_view bytes);  // all of them
  void sync();                         // on disk when it returns, and out of the page cache

 private:
  void begin_writing_out();

  path file_;
  int fd_;
  off_t written_ = 0;
  off_t begun_ = 0;  // up to here the disk was told to begin
};

// An advisory lock on a folder: held by one attempt at a time, gone with its process.
class folder_lock {
 public:
  explicit folder_lock(const path& folder);
  ~folder_lock();
  folder_lock(const folder_lock&) = delete;
  folder_lock& operator=(const folder_lock&) = delete;
  bool held() const { return held_; }

 private:
  int fd_;
  bool held_;
};

void make_folder(const path& folder);  // mode 0700; may exist
void sync_folder(const path& folder);
void move_file(const path& from, const path& to);
void remove_tree(const path& folder);  // may be absent

// Writes a small file beside, fsyncs, renames over `file`, fsyncs the folder.
void replace_file(const path& file, std::string_view content);

}  // namespace tenure::archive_store
