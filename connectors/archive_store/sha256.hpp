#pragma once
// SHA-256 of what is fed in pieces. OpenSSL, because it uses the processor's instructions.

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace tenure::archive_store {

class sha256 {
 public:
  sha256();
  void add(std::string_view bytes);
  std::string hex();  // and begins anew

  static std::string hex_of(std::string_view bytes);

 private:
  struct release {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, release> context_;
};

}  // namespace tenure::archive_store
