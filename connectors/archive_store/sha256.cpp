#include "connectors/archive_store/sha256.hpp"

#include <openssl/evp.h>

#include <new>

namespace tenure::archive_store {
namespace {

// Fetched once: looking the algorithm up costs more than hashing a short message.
EVP_MD* algorithm() {
  static EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (!found) throw std::bad_alloc();
  return found;
}

}  // namespace

void sha256::release::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

sha256::sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr);
}

void sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

std::string sha256::hex() {
  unsigned char digest[32];
  EVP_DigestFinal_ex(context_.get(), digest, nullptr);
  EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr);
  std::string out;
  for (unsigned char byte : digest) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

std::string sha256::hex_of(std::string_view bytes) {
  sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace tenure::archive_store
