#include "engine/service/cli/password.hpp"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

namespace tenure::cli {
namespace {

constexpr std::size_t bytes_max = 1024;

refusal no(std::string what, std::string message, std::string way_out) {
  return {"cli.password." + what, std::move(message), "", "", std::move(way_out)};
}

// Echo, line editing and signals off: a Ctrl-C comes as a character, so that whatever ends the
// question, the terminal is as it was before.
class quiet_terminal {
 public:
  explicit quiet_terminal(int fd) : fd_(fd) {
    ::tcgetattr(fd_, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  ~quiet_terminal() {
    ::tcsetattr(fd_, TCSAFLUSH, &before_);
    (void)!::write(fd_, "\n", 1);
  }
  quiet_terminal(const quiet_terminal&) = delete;
  quiet_terminal& operator=(const quiet_terminal&) = delete;

 private:
  int fd_;
  termios before_{};
};

void wipe(std::string& text) {
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

// One character of UTF-8 less.
void rub_out(std::string& text) {
  auto follows = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; };
  while (!text.empty() && follows(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
}

result<std::string> typed(int fd) {
  constexpr char interrupt = 3, end = 4, kill_line = 21, backspace = 8, rubout = 127;
  std::string out;
  out.reserve(bytes_max);  // so that no part of it is left behind by growing
  for (char c = 0; ::read(fd, &c, 1) == 1;) {
    if (c == '\n' || c == '\r') return {boost::system::in_place_value, std::move(out)};
    if (c == interrupt || c == end) break;
    if (c == kill_line) {
      wipe(out);
    } else if (c == backspace || c == rubout) {
      rub_out(out);
    } else if (out.size() < bytes_max) {
      out += c;
    }
  }
  wipe(out);
  return no("cancelled", "Not signed in", "");
}

}  // namespace

result<std::string> password_from(int descriptor) {
  std::string out;
  out.reserve(bytes_max);
  for (;;) {
    char c = 0;
    auto got = ::read(descriptor, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return no("unreadable", "The password cannot be read from --password-fd",
                "Open it: tenure sign-in LOGIN --password-fd 3 3< FILE");
    }
    if (got == 0 || c == '\n') return {boost::system::in_place_value, std::move(out)};
    if (out.size() == bytes_max) {
      wipe(out);
      return no("malformed", "The password has more than 1024 bytes", "");
    }
    out += c;
  }
}

result<std::string> password_from_terminal(const std::string& prompt) {
  int fd = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) {
    return no("missing", "Nobody can be asked for the password here",
              "Give an open file: --password-fd N");
  }
  auto out = [&] {
    quiet_terminal quiet(fd);  // before the prompt: whoever sees it can type
    (void)!::write(fd, prompt.data(), prompt.size());
    return typed(fd);
  }();
  ::close(fd);
  return out;
}

}  // namespace tenure::cli
