#include "engine/service/cli/session_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

namespace tenure::cli {
namespace {

constexpr std::size_t token_max = 128;

refusal exposed(const std::filesystem::path& what, const char* must) {
  return {"cli.session.exposed",
          std::string("somebody else may know the session: it must be ") + must, what.string(), "",
          "Remove it and sign in again"};
}

refusal unreadable(const std::filesystem::path& what) {
  return {"cli.session.unreadable", "the session cannot be kept or read here", what.string(), "",
          "Look at the rights of its folder"};
}

bool only_mine(const struct stat& of) {
  return of.st_uid == ::geteuid() && (of.st_mode & 077) == 0;
}

// nullopt: sound, or not there.
std::optional<refusal> unsound(const std::filesystem::path& folder) {
  struct stat found {};
  if (::lstat(folder.c_str(), &found) != 0) {
    return errno == ENOENT ? std::nullopt : std::optional(unreadable(folder));
  }
  if (S_ISDIR(found.st_mode) && only_mine(found)) return std::nullopt;
  return exposed(folder, "a folder of your own with mode 0700");
}

struct descriptor {
  explicit descriptor(int from) : fd(from) {}
  ~descriptor() {
    if (fd >= 0) ::close(fd);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int fd;
};

}  // namespace

result<std::string> session_file::read() {
  if (auto why = unsound(folder_)) return *why;
  descriptor in(::open(file_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (in.fd < 0) {
    if (errno == ENOENT) return {boost::system::in_place_value, ""};
    return errno == ELOOP ? exposed(file_, "no link") : unreadable(file_);
  }
  struct stat found {};
  if (::fstat(in.fd, &found) != 0) return unreadable(file_);
  if (!S_ISREG(found.st_mode) || !only_mine(found)) {
    return exposed(file_, "a file of your own with mode 0600");
  }
  std::string out(token_max, '\0');
  auto length = ::read(in.fd, out.data(), out.size());
  if (length < 0) return unreadable(file_);
  out.resize(static_cast<std::size_t>(length));
  return {boost::system::in_place_value, std::move(out)};
}

// Written beside and renamed: another command reads the old token or the new one.
result<void> session_file::write(std::string_view token) {
  if (auto why = unsound(folder_)) return *why;
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return unreadable(folder_);
  auto fresh = file_;
  fresh += "." + std::to_string(::getpid());
  ::unlink(fresh.c_str());
  descriptor out(
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (out.fd < 0) return unreadable(fresh);
  bool whole = ::write(out.fd, token.data(), token.size()) == static_cast<ssize_t>(token.size());
  if (!whole || ::rename(fresh.c_str(), file_.c_str()) != 0) {
    ::unlink(fresh.c_str());
    return unreadable(file_);
  }
  return {};
}

void session_file::forget() { ::unlink(file_.c_str()); }

}  // namespace tenure::cli
