// The signing key at rest: a file in the form of Go's note.GenerateKey that only its owner reads.
#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/note.hpp"

#include <sodium.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace tenure::audit {
namespace {

constexpr std::string_view marker = "PRIVATE+KEY+";

refusal exposed(const std::filesystem::path& file, std::string message) {
  return {"audit.key.exposed", std::move(message), file.string(), "",
          "make it a plain file of the service's user with mode 0600; if others could read it, "
          "make a new key"};
}

std::string read_all(int fd) {
  std::string out;
  char buffer[512];
  for (ssize_t got; (got = ::read(fd, buffer, sizeof buffer)) > 0;) {
    out.append(buffer, static_cast<std::size_t>(got));
    if (out.size() > 4096) break;
  }
  sodium_memzero(buffer, sizeof buffer);
  return out;
}

// PRIVATE+KEY+<name>+<hex id>+<base64 of 0x01 and the seed>
result<signing_key> parse_private(std::string_view text, const std::filesystem::path& file) {
  refusal malformed{"audit.key.malformed", "the file holds no signing key", file.string(), "", ""};
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (!text.starts_with(marker)) return malformed;
  text.remove_prefix(marker.size());
  std::size_t first = text.find('+'), second = text.find('+', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return malformed;
  auto material = base64_decode(text.substr(second + 1));
  if (!material || material->size() != 33 || material->front() != ed25519_key) return malformed;
  auto key = signing_key::from_seed(std::string(text.substr(0, first)),
                                    std::string_view(*material).substr(1));
  sodium_memzero(material->data(), material->size());
  if (!key) return key.error();
  if (hex(key->verifier().id) != text.substr(first + 1, second - first - 1)) return malformed;
  return key;
}

}  // namespace

result<verifier_key> create_key_file(const std::filesystem::path& file, std::string name,
                                     entropy& seeds) {
  std::string seed(32, '\0');
  seeds.fill(std::as_writable_bytes(std::span(seed)));
  auto key = signing_key::from_seed(std::move(name), seed);
  if (!key) return key.error();
  int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 && errno == EEXIST) {
    return refusal{"audit.key.exists", "there is a key already", file.string(), "",
                   "keep it: a new key cannot continue the old trail"};
  }
  if (fd < 0) throw environment_lost("cannot create the key file " + file.string());
  const verifier_key& verifier = key->verifier();
  std::string text = std::string(marker) + verifier.name + "+" + hex(verifier.id) + "+" +
                     base64(ed25519_key + seed) + "\n";
  bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                 ::fsync(fd) == 0;
  ::close(fd);
  sodium_memzero(text.data(), text.size());
  sodium_memzero(seed.data(), seed.size());
  if (!written) throw environment_lost("cannot write the key file " + file.string());
  sync_folder(file.parent_path());  // the file's name survives a power cut too
  return verifier;
}

result<signing_key> load_key_file(const std::filesystem::path& file) {
  int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ELOOP) return exposed(file, "the key is a symbolic link");
  if (fd < 0) {
    return refusal{"audit.key.missing", "the signing key cannot be opened", file.string(), "",
                   "create one with: tenure audit key, or give the service's user access"};
  }
  struct stat about {};
  ::fstat(fd, &about);
  bool plain = S_ISREG(about.st_mode), alone = (about.st_mode & 077) == 0;
  bool ours = about.st_uid == ::geteuid();
  std::string text = plain && alone && ours ? read_all(fd) : std::string();
  ::close(fd);
  if (!plain) return exposed(file, "the key is not a plain file");
  if (!alone) return exposed(file, "others than its owner may use the key file");
  if (!ours) return exposed(file, "the key file belongs to another user");
  auto key = parse_private(text, file);
  sodium_memzero(text.data(), text.size());
  return key;
}

}  // namespace tenure::audit
