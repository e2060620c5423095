#include "connectors/archive_store/files.hpp"

#include "engine/model/refusal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tenure::archive_store {
namespace {

constexpr off_t begin_every = 2 << 20;

}  // namespace

void throw_lost(std::string_view what, const path& file) {
  const auto why = std::error_code(errno, std::generic_category()).message();
  throw environment_lost("archive: " + std::string(what) + " " + file.filename().string() + ": " +
                         why);
}

output_file::output_file(path file)
    : file_(std::move(file)),
      fd_(::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (fd_ < 0) throw_lost("create", file_);
}

output_file::~output_file() { ::close(fd_); }

void output_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) throw_lost("write", file_);
    bytes.remove_prefix(static_cast<std::size_t>(done));
    written_ += done;
  }
  if (written_ - begun_ >= begin_every) begin_writing_out();
}

// Starts the disk on what it would otherwise be given all at once by sync(), and waits for nothing.
// A hint: what fails here shows in fsync.
void output_file::begin_writing_out() {
  ::sync_file_range(fd_, begun_, written_ - begun_, SYNC_FILE_RANGE_WRITE);
  begun_ = written_;
}

void output_file::sync() {
  // A failed fsync is final: the kernel may have dropped the pages, so it is never tried again.
  if (::fsync(fd_) != 0) throw_lost("fsync", file_);
  // What verify() reads next comes from the disk, as far as the kernel can be asked.
  ::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED);
}

folder_lock::folder_lock(const path& folder)
    : fd_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (fd_ < 0) throw_lost("open", folder);
  held_ = ::flock(fd_, LOCK_EX | LOCK_NB) == 0;
}

folder_lock::~folder_lock() { ::close(fd_); }

void make_folder(const path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw_lost("mkdir", folder);
}

void sync_folder(const path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throw_lost("open", folder);
  const int done = ::fsync(fd);
  const int why = errno;
  ::close(fd);
  errno = why;
  if (done != 0) throw_lost("fsync", folder);
}

void move_file(const path& from, const path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) throw_lost("rename", from);
}

void remove_tree(const path& folder) {
  std::error_code trouble;
  std::filesystem::remove_all(folder, trouble);
  if (trouble) {
    errno = trouble.value();
    throw_lost("remove", folder);
  }
}

void replace_file(const path& file, std::string_view content) {
  path part = file;
  part += ".part";
  remove_tree(part);
  {
    output_file out(part);
    out.write(content);
    out.sync();
  }
  move_file(part, file);
  sync_folder(file.parent_path());
}

}  // namespace tenure::archive_store
