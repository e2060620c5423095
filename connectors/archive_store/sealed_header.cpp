#include "connectors/archive_store/sealed_header.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tenure::archive_store {
namespace {

constexpr std::string_view magic = "TENUREA1";

void put(std::string& out, std::uint64_t value, int bytes) {  // big-endian, as id texts read
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
}

std::uint64_t get(std::string_view from, std::size_t at, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) {
    value = value << 8 | static_cast<unsigned char>(from[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

}  // namespace

std::string encode(const file_header& header) {
  std::string out(magic);
  out += static_cast<char>(header.kind);
  out.append(3, '\0');
  put(out, header.number, 4);
  put(out, header.account.bits.high, 8);
  put(out, header.account.bits.low, 8);
  put(out, header.package.bits.high, 8);
  put(out, header.package.bits.low, 8);
  out += header.key;
  out.resize(header_bytes, '\0');
  return out;
}

std::optional<file_header> decode(std::string_view bytes) {
  if (bytes.size() != header_bytes || !bytes.starts_with(magic)) return std::nullopt;
  file_header out;
  out.kind = static_cast<file_kind>(bytes[8]);
  out.number = static_cast<std::uint32_t>(get(bytes, 12, 4));
  out.account.bits = {get(bytes, 16, 8), get(bytes, 24, 8)};
  out.package.bits = {get(bytes, 32, 8), get(bytes, 40, 8)};
  const auto name = bytes.substr(48, 16);
  out.key = name.substr(0, name.find('\0'));
  return encode(out) == bytes ? std::optional(out) : std::nullopt;
}

std::optional<file_header> peek(const path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) {
    if (errno == ENOENT) return std::nullopt;
    throw_lost("open", file);
  }
  char bytes[header_bytes];
  const ssize_t got = ::read(fd, bytes, sizeof bytes);
  ::close(fd);
  if (got < 0) throw_lost("read", file);
  return decode({bytes, static_cast<std::size_t>(got)});
}

}  // namespace tenure::archive_store
