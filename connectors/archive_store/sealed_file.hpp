#pragma once
// One file of a package: a header, then a zstd frame sealed in chunks (libsodium secretstream,
// XChaCha20-Poly1305). FORMAT.md has the grammar. Memory: about 5 MB, whatever the length. Of a
// data file the sealed side (seal, digest, disk) has a thread of its own beside the compression.

#include "connectors/archive_store/files.hpp"
#include "connectors/archive_store/keys.hpp"
#include "engine/model/id.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tenure::archive_store {

using package_id = id<struct package_tag>;  // random; tells two packages of one account apart

enum class file_kind : char { manifest = 'M', index = 'I', data = 'D' };

// What a file is, bound to its key: a file that says anything else does not open.
struct file_header {
  file_kind kind = file_kind::data;
  std::uint32_t number = 0;  // of the segment, from 1; 0 for the manifest
  account_id account;
  package_id package;
  std::string key;  // name of the key

  bool operator==(const file_header&) const = default;
};

struct file_digest {
  std::uint64_t size = 0;  // bytes on disk
  std::string sha256;      // of them, hexadecimal
  bool operator==(const file_digest&) const = default;
};

// The header of a file, unproven; nullopt when it has none. Throws environment_lost on I/O errors.
std::optional<file_header> peek(const path& file);

class sealed_writer {
 public:
  sealed_writer(const path& file, const file_header& header, const key_ring& keys, int compression);
  ~sealed_writer();
  void write(std::string_view bytes);
  file_digest finish();  // the last chunk is marked, the file is on disk

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// Whether a file is hashed while it is read. Not hashed, it is as safe from damage: each of its
// bytes is under a seal, in order, up to the end.
enum class hashing { yes, no };

class sealed_reader {
 public:
  // `expected`: what the file must be; its `key` is ignored, the file names it itself.
  sealed_reader(const path& file, const file_header& expected, const key_ring& keys,
                hashing how = hashing::yes);
  ~sealed_reader();

  // Fills `into` as far as the file goes: fewer bytes only at the end or at damage.
  std::size_t read(char* into, std::size_t length);
  // Without its LF; false at the end or at damage. At most 1 MiB.
  bool read_line(std::string& line);
  // True when everything was read, the last chunk said so, and nothing follows it.
  bool at_end();

  bool missing() const;                // there is no such file
  bool key_unknown() const;            // its key is not in the ring
  const std::string& damage() const;   // empty while all is well
  // Of the whole file; valid once at_end() was true, and only when it was hashed.
  file_digest digest() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace tenure::archive_store
