#pragma once
// C2SP signed-note: a text with Ed25519 signatures under it, as Go's sumdb/note reads and writes.

#include "engine/model/refusal.hpp"
#include "engine/ports/entropy.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::audit {

inline constexpr char ed25519_key = 0x01;       // signs the note's text
inline constexpr char cosignature_key = 0x04;   // cosignature/v1: signs a time and the text

struct verifier_key {
  std::string name;  // without blanks and '+'; of a log: its origin
  char type = ed25519_key;
  std::string id;          // 4 bytes: SHA-256(name || LF || type || public key)[:4]
  std::string public_key;  // 32 bytes
  bool operator==(const verifier_key&) const = default;
};

// "name+530d903a+AekyeRrm...": "audit.key.malformed" unless exactly that and the id fits the key.
result<verifier_key> parse_verifier_key(std::string_view text);
std::string to_text(const verifier_key& key);

// The log's own key. It comes from a file, never from the database, and is wiped when destroyed.
class signing_key {
 public:
  // `seed`: 32 bytes (RFC 8032). `name` as in verifier_key; "audit.key.name" otherwise.
  static result<signing_key> from_seed(std::string name, std::string_view seed);
  ~signing_key();
  signing_key(signing_key&& other) noexcept;
  signing_key& operator=(signing_key&&) = delete;

  const verifier_key& verifier() const { return verifier_; }
  std::string sign(std::string_view text) const;  // 64 bytes

 private:
  signing_key() = default;
  friend result<signing_key> load_key_file(const std::filesystem::path& file);
  verifier_key verifier_;
  std::string secret_;  // 64 bytes: seed and public key
};

// Writes a new key to a file that only its owner can read (mode 0600), in the form of Go's
// note.GenerateKey ("PRIVATE+KEY+..."). "audit.key.exists" when there is a file already.
result<verifier_key> create_key_file(const std::filesystem::path& file, std::string name,
                                     entropy& seeds);
// "audit.key.missing"; "audit.key.exposed" when anybody but the owner may read or write it, when it
// is not a plain file, or when it belongs to another user than this process; "audit.key.malformed".
result<signing_key> load_key_file(const std::filesystem::path& file);

struct note_signature {
  std::string name;
  std::string id;    // 4 bytes
  std::string blob;  // what follows the id
};

struct signed_note {
  std::string text;  // with its last LF
  std::vector<note_signature> signatures;
};

// "audit.note.malformed": no empty line, a line that is no signature, control characters, text
// that is not UTF-8, more than 100 signatures.
result<signed_note> parse_note(std::string_view note);

// The note with one signature, ready to be written.
std::string sign_note(std::string_view text, const signing_key& key);

// The keys of `known` that signed. Signatures of other keys are passed over; a signature of a
// known key that does not verify rejects the whole note ("audit.note.signature"). For a
// cosignature key `time` (seconds since 1970) is what the witness signed with.
struct note_signer {
  verifier_key key;
  std::uint64_t time = 0;
};
result<std::vector<note_signer>> check_note(const signed_note& note,
                                            const std::vector<verifier_key>& known);

}  // namespace tenure::audit
