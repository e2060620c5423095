#pragma once
// Secrets have no place in the configuration, only the files that hold them.

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace tenure::service {

// A key that would hold a secret itself: password, bindPassword, secret, token, ... but not
// passwordFile or keyFile, which only say where it is.
inline bool holds_secret(std::string key) {
  std::ranges::transform(key, key.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  if (key.ends_with("file") || key.ends_with("folder") || key.ends_with("path")) return false;
  constexpr std::array words{"password", "passwd", "secret", "token", "privatekey"};
  return std::ranges::any_of(words, [&](const char* w) { return key.find(w) != key.npos; });
}

}  // namespace tenure::service
