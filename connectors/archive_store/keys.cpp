#include "connectors/archive_store/keys.hpp"

#include "connectors/archive_store/secret_stream.hpp"
#include "connectors/common/secret_file.hpp"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace tenure::archive_store {

void secret_key::wipe::operator()(unsigned char* bytes) const { sodium_free(bytes); }

secret_key::secret_key() : bytes_(static_cast<unsigned char*>(sodium_malloc(size))) {
  if (!bytes_) throw std::bad_alloc();
}

result<key_ring> key_ring::load(const config& settings) {
  if (sodium_init() < 0) throw environment_lost("libsodium does not start");
  if (!secret_stream::available()) {
    return refusal{"archive.no_cipher", "OpenSSL is set up without ChaCha20 or Poly1305", "", "",
                   "activate its default provider for this program (OPENSSL_CONF)"};
  }
  key_ring out;
  out.active_ = settings.key;
  for (const auto& [name, file] : settings.keys) {
    auto text = connectors::read_secret(file);
    if (!text) return text.error();
    secret_key key;
    std::size_t length = 0;
    const char* end = nullptr;
    const bool hex = sodium_hex2bin(key.data(), secret_key::size, text->data(), text->size(),
                                    nullptr, &length, &end) == 0;
    const bool whole = hex && length == secret_key::size && end == text->data() + text->size();
    sodium_memzero(text->data(), text->size());
    if (!whole) {
      return refusal{"archive.key_bad", "an archive key is 64 hexadecimal digits", file.string(),
                     "", "openssl rand -hex 32"};
    }
    out.keys_.emplace(name, std::move(key));
  }
  if (!out.has(out.active_)) {
    return refusal{"archive.key_bad", "the key for new packages has no file", "", "", ""};
  }
  return out;
}

secret_key key_ring::derive(std::string_view name, std::string_view file_header) const {
  auto found = keys_.find(name);
  if (found == keys_.end()) throw std::logic_error("archive_store: unknown key");
  secret_key out;
  crypto_generichash(out.data(), secret_key::size,
                     reinterpret_cast<const unsigned char*>(file_header.data()),
                     file_header.size(), found->second.data(), secret_key::size);
  return out;
}

}  // namespace tenure::archive_store
