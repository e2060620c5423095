#include "engine/audit/note.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/sha256.hpp"
#include "engine/audit/utf8.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace tenure::audit {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014, blank
constexpr std::size_t max_signatures = 100;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

refusal bad_key(std::string message) {
  return {"audit.key.malformed", std::move(message), "", "",
          "copy the whole verifier key: name+id+key"};
}

refusal bad_note(std::string message) {
  return {"audit.note.malformed", std::move(message), "", "", ""};
}

bool usable_name(std::string_view name) {
  return !name.empty() && name.find_first_of(" \t\r\n+") == std::string_view::npos &&
         is_utf8(name);
}

std::string key_id(std::string_view name, char type, std::string_view public_key) {
  std::string input(name);
  input += '\n';
  input += type;
  input += public_key;
  return std::string(bytes_of(sha256(input)).substr(0, 4));
}

bool verifies(std::string_view signature, std::string_view text, std::string_view public_key) {
  return crypto_sign_verify_detached(raw(signature), raw(text), text.size(), raw(public_key)) == 0;
}

// The time signed with, or nullopt when the signature is not the key's.
std::optional<std::uint64_t> verified_time(const note_signature& signature,
                                           const verifier_key& key, std::string_view text) {
  std::string_view blob = signature.blob;
  if (key.type == ed25519_key) {
    if (blob.size() != 64 || !verifies(blob, text, key.public_key)) return std::nullopt;
    return 0;
  }
  if (blob.size() != 72) return std::nullopt;
  std::uint64_t time = from_big_endian(blob);
  std::string message = "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(text);
  if (time >> 63 || !verifies(blob.substr(8), message, key.public_key)) return std::nullopt;
  return time;
}

std::optional<note_signature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return std::nullopt;
  line.remove_prefix(dash.size());
  std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !usable_name(line.substr(0, blank))) return std::nullopt;
  auto bytes = base64_decode(line.substr(blank + 1));
  if (!bytes || bytes->size() < 5) return std::nullopt;
  return note_signature{std::string(line.substr(0, blank)), bytes->substr(0, 4), bytes->substr(4)};
}

bool printable(std::string_view note) {
  return is_utf8(note) && std::none_of(note.begin(), note.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n';
         });
}

}  // namespace

result<verifier_key> parse_verifier_key(std::string_view text) {
  std::size_t first = text.find('+'), second = text.find('+', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) {
    return bad_key("a verifier key has three parts joined by '+'");
  }
  verifier_key key;
  key.name = text.substr(0, first);
  auto material = base64_decode(text.substr(second + 1));
  if (!usable_name(key.name)) return bad_key("the key's name is empty or has a blank in it");
  if (!material || material->size() != 33) return bad_key("the key is not base64 of 33 bytes");
  key.type = material->front();
  if (key.type != ed25519_key && key.type != cosignature_key) {
    return bad_key("the key is of another kind than Ed25519 or cosignature/v1");
  }
  key.public_key = material->substr(1);
  key.id = key_id(key.name, key.type, key.public_key);
  if (text.substr(first + 1, second - first - 1) != hex(key.id)) {
    return bad_key("the key's id does not belong to the key");
  }
  return key;
}

std::string to_text(const verifier_key& key) {
  return key.name + "+" + hex(key.id) + "+" + base64(key.type + key.public_key);
}

result<signing_key> signing_key::from_seed(std::string name, std::string_view seed) {
  if (seed.size() != crypto_sign_SEEDBYTES) throw std::logic_error("a seed has 32 bytes");
  if (!usable_name(name)) {
    return refusal{"audit.key.name", "a key's name is not empty and has no blank and no '+'", name,
                   "", "name it like a URL without its scheme: example.org/tenure"};
  }
  signing_key out;
  out.secret_.resize(crypto_sign_SECRETKEYBYTES);
  out.verifier_.public_key.resize(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(out.verifier_.public_key.data()),
                           reinterpret_cast<unsigned char*>(out.secret_.data()), raw(seed));
  out.verifier_.name = std::move(name);
  out.verifier_.id = key_id(out.verifier_.name, ed25519_key, out.verifier_.public_key);
  return out;
}

signing_key::signing_key(signing_key&& other) noexcept
    : verifier_(std::move(other.verifier_)), secret_(std::move(other.secret_)) {}

signing_key::~signing_key() { sodium_memzero(secret_.data(), secret_.size()); }

std::string signing_key::sign(std::string_view text) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, raw(text),
                       text.size(), raw(secret_));
  return signature;
}

result<signed_note> parse_note(std::string_view note) {
  if (!printable(note)) return bad_note("the note is not plain UTF-8 text");
  std::size_t end = note.rfind("\n\n");
  if (end == std::string_view::npos || !note.ends_with('\n')) {
    return bad_note("the note has no empty line before its signatures, or no last line end");
  }
  signed_note out{std::string(note.substr(0, end + 1)), {}};
  for (std::string_view rest = note.substr(end + 2); !rest.empty();) {
    std::size_t line = rest.find('\n');
    auto signature = parse_signature(rest.substr(0, line));
    if (!signature) return bad_note("a line under the note is not a signature");
    if (out.signatures.size() == max_signatures) return bad_note("more than 100 signatures");
    out.signatures.push_back(std::move(*signature));
    rest.remove_prefix(line + 1);
  }
  if (out.signatures.empty()) return bad_note("the note is not signed");
  return out;
}

std::string sign_note(std::string_view text, const signing_key& key) {
  std::string out(text);
  out += '\n';
  out += dash;
  out += key.verifier().name + " " + base64(key.verifier().id + key.sign(text)) + "\n";
  return out;
}

result<std::vector<note_signer>> check_note(const signed_note& note,
                                            const std::vector<verifier_key>& known) {
  std::vector<note_signer> out;
  for (const auto& signature : note.signatures) {
    auto key = std::find_if(known.begin(), known.end(), [&](const verifier_key& k) {
      return k.name == signature.name && k.id == signature.id;
    });
    if (key == known.end()) continue;
    auto time = verified_time(signature, *key, note.text);
    if (!time) {
      return refusal{"audit.note.signature", "the signature of " + key->name + " is not valid", "",
                     "", "the text was changed after it was signed, or the signature was"};
    }
    out.push_back({*key, *time});
  }
  return out;
}

}  // namespace tenure::audit
