#include "engine/audit/files.hpp"

#include "engine/model/refusal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tenure::audit {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void lost(const char* doing, const fs::path& path) {
  throw environment_lost(std::string(doing) + " " + path.string() + ": " + std::strerror(errno));
}

class descriptor {
 public:
  descriptor(const fs::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

void write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) lost("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
}

// Makes missing folders one by one, so that each new name can be made durable in its parent.
void make_folders(const fs::path& folder, bool durable) {
  if (folder.empty() || fs::is_directory(folder)) return;
  make_folders(folder.parent_path(), durable);
  std::error_code error;
  fs::create_directory(folder, error);
  if (error) throw environment_lost("cannot make " + folder.string() + ": " + error.message());
  if (durable) sync_folder(folder.parent_path());
}

}  // namespace

std::optional<std::string> read_file(const fs::path& file) {
  descriptor in(file, O_RDONLY);
  if (in.get() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (in.get() < 0) lost("cannot open", file);
  std::string out;
  off_t size = ::lseek(in.get(), 0, SEEK_END);
  if (size < 0) lost("cannot read", file);
  out.resize(static_cast<std::size_t>(size));
  std::size_t at = 0;
  while (at < out.size()) {
    ssize_t got = ::pread(in.get(), out.data() + at, out.size() - at, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) lost("cannot read", file);
    if (got == 0) break;
    at += static_cast<std::size_t>(got);
  }
  out.resize(at);
  return out;
}

void write_file(const fs::path& file, std::string_view bytes, bool durable) {
  make_folders(file.parent_path(), durable);
  fs::path unfinished = file;
  unfinished += ".new";
  {
    descriptor out(unfinished, O_WRONLY | O_CREAT | O_TRUNC);
    if (out.get() < 0) lost("cannot create", unfinished);
    write_all(out.get(), bytes, unfinished);
    // After a crash before the rename only "*.new" is there; the next writer truncates it.
    if (durable && ::fsync(out.get()) != 0) lost("cannot sync", unfinished);
  }
  if (::rename(unfinished.c_str(), file.c_str()) != 0) lost("cannot rename", unfinished);
  if (durable) sync_folder(file.parent_path());
}

void sync_folder(const fs::path& folder) {
  fs::path path = folder.empty() ? fs::path(".") : folder;
  descriptor in(path, O_RDONLY | O_DIRECTORY);
  if (in.get() < 0 || ::fsync(in.get()) != 0) lost("cannot sync", path);
}

void sync_tree(const fs::path& folder) {
  descriptor in(folder, O_RDONLY | O_DIRECTORY);
  if (in.get() < 0 || ::syncfs(in.get()) != 0) lost("cannot sync", folder);
}

}  // namespace tenure::audit
