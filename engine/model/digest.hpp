#pragma once
// SHA-256 (FIPS 180-4) for names of things: a list, a policy pack. The audit trail and the archive,
// which hash in bulk, have their own.

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace tenure {

// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// The same over bytes that arrive piece by piece. Throws std::bad_alloc or std::runtime_error when
// OpenSSL has no SHA-256 to give.
class digester {
 public:
  digester();
  void add(std::string_view bytes);
  // Of everything added; ends it: add() and hex() afterwards throw std::logic_error.
  std::string hex();

 private:
  struct free_context {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, free_context> context_;
};

}  // namespace tenure
