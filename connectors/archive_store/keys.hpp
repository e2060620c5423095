#pragma once
// The keys packages are sealed with. Key bytes stand in guarded pages that are kept out of swap and
// core dumps (libsodium) and are wiped when released.

#include "connectors/archive_store/config.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tenure::archive_store {

class secret_key {
 public:
  secret_key();
  const unsigned char* data() const { return bytes_.get(); }
  unsigned char* data() { return bytes_.get(); }
  static constexpr std::size_t size = 32;

 private:
  struct wipe {
    void operator()(unsigned char* bytes) const;
  };
  std::unique_ptr<unsigned char[], wipe> bytes_;
};

class key_ring {
 public:
  // Refusals: secret.* (see connectors/common/secret_file.hpp), archive.key_bad,
  // archive.no_cipher (OpenSSL is set up without what secret_stream needs).
  static result<key_ring> load(const config& settings);

  const std::string& active() const { return active_; }
  bool has(std::string_view name) const { return keys_.contains(name); }

  // The key of one file: BLAKE2b-256 of its header, keyed with the named key. A file put in another
  // one's place (number, account, package) therefore does not open. The key must be there.
  secret_key derive(std::string_view name, std::string_view file_header) const;

 private:
  std::string active_;
  std::map<std::string, secret_key, std::less<>> keys_;
};

}  // namespace tenure::archive_store
