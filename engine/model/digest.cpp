// OpenSSL stays in this file.
#include "engine/model/digest.hpp"

#include <openssl/evp.h>

#include <new>
#include <stdexcept>

namespace tenure {
namespace {

void must(int one) {
  if (one != 1) throw std::runtime_error("SHA-256 is not available");
}

}  // namespace

void digester::free_context::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

digester::digester() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  must(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void digester::add(std::string_view bytes) {
  if (!context_) throw std::logic_error("the digest is finished");
  must(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string digester::hex() {
  if (!context_) throw std::logic_error("the digest is finished");
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  must(EVP_DigestFinal_ex(context_.get(), hash, &size));
  context_.reset();
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    constexpr char digits[] = "0123456789abcdef";
    out += digits[hash[i] >> 4];
    out += digits[hash[i] & 15];
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  digester of;
  of.add(bytes);
  return of.hex();
}

}  // namespace tenure
