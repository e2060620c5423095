#include "connectors/common/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace tenure::connectors {
namespace {

refusal no(std::string code, std::string message, const std::filesystem::path& file) {
  return {std::move(code), std::move(message), file.string(), "", ""};
}

}  // namespace

result<std::string> read_secret(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return no("secret.unreadable", "the secret cannot be read", file);
  // The open file is judged, not its name: nothing can be swapped in between.
  struct stat what{};
  std::string text(4097, '\0');
  ssize_t got = -1;
  if (::fstat(fd, &what) == 0 && S_ISREG(what.st_mode)) got = ::read(fd, text.data(), text.size());
  ::close(fd);
  if (got < 0) return no("secret.unreadable", "the secret cannot be read", file);
  if (what.st_mode & 077) {
    auto why = no("secret.too_open", "others than its owner may read the secret", file);
    why.way_out = "chmod 0600";
    return why;
  }
  text.resize(static_cast<std::size_t>(got));
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  const bool control =
      std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (text.empty() || text.size() > 4094 || control) {
    return no("secret.bad", "the secret is empty, too long or holds a control character", file);
  }
  // Said explicitly, because a refusal can be made from a string, too.
  return {boost::system::in_place_value, std::move(text)};
}

}  // namespace tenure::connectors
