#include "engine/service/sessions.hpp"

#include "engine/model/attributes.hpp"
#include "engine/model/digest.hpp"

#include <sodium.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace tenure::service {
namespace {

constexpr std::string_view prefix = "session.";
constexpr std::size_t token_bytes = 32;

std::string hex(std::span<const std::byte> bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  out.pop_back();
  return out;
}

std::string text_of(const session& of, const std::string& hash) {
  return to_json({{"hash", hash},
                  {"directoryId", of.directory_id},
                  {"login", of.login},
                  {"how", of.how},
                  {"uid", std::to_string(of.uid)},
                  {"begun", to_text(of.begun)},
                  {"used", to_text(of.used)}});
}

struct stored {
  std::string hash;
  session is;
};

// nullopt: an empty place, or one that cannot be read, which is nobody's session.
std::optional<stored> read(const std::string& text) {
  auto said = attributes_from_json(text);
  if (!said) return std::nullopt;
  auto begun = parse_instant(value_of(*said, "begun"));
  auto used = parse_instant(value_of(*said, "used"));
  if (!begun || !used) return std::nullopt;
  stored out;
  out.hash = value_of(*said, "hash");
  out.is.directory_id = value_of(*said, "directoryId");
  out.is.login = value_of(*said, "login");
  out.is.how = value_of(*said, "how");
  auto uid = value_of(*said, "uid");
  auto [stop, error] = std::from_chars(uid.data(), uid.data() + uid.size(), out.is.uid);
  if (error != std::errc() || stop != uid.data() + uid.size()) return std::nullopt;
  out.is.begun = *begun;
  out.is.used = *used;
  return out;
}

bool idle(const session& of, instant now) {
  return now < of.used || now - of.used >= session_idle_max;
}
bool alive(const session& of, instant now) {
  return !idle(of, now) && now >= of.begun && now - of.begun < session_length_max;
}

refusal not_signed_in() {
  return {"session.denied", "You are not signed in", "", "", "Sign in: tenure sign-in LOGIN"};
}

refusal over(const session& of, instant now) {
  std::string why = idle(of, now) ? "was not used for 15 minutes" : "is 8 hours old";
  return {"session.ended.denied", "Your session " + why, "", "", "Sign in: tenure sign-in LOGIN"};
}

}  // namespace

// Every place is looked at and every comparison takes the same time, so that how long an answer
// takes says nothing about a hash.
session_book::place session_book::find(std::string_view token, std::int64_t uid) {
  place out;
  auto hash = sha256_hex(token);
  for (auto& [name, text] : in_.with_prefix(prefix)) {
    auto found = read(text);
    if (!found || found->hash.size() != hash.size()) continue;
    bool same = sodium_memcmp(found->hash.data(), hash.data(), hash.size()) == 0;
    if (same && found->is.uid == uid && uid >= 0) out = {name, found->is};
  }
  return out;
}

// Places are used again, so that the store does not grow with every sign-in.
result<std::string> session_book::begin(session of, entropy& random) {
  std::string free;
  std::size_t places = 0;
  for (auto& [name, text] : in_.with_prefix(prefix)) {
    ++places;
    auto found = read(text);
    bool same = found && found->is.uid == of.uid && found->is.directory_id == of.directory_id;
    if (same) in_.put(name, "");
    if (same || !found || !alive(found->is, now_)) free = name;
  }
  if (free.empty() && places >= sessions_max) {
    return refusal{"session.busy", "Too many people are signed in", "", "", "Try again later."};
  }
  if (free.empty()) free = std::string(prefix) + std::to_string(places);
  std::array<std::byte, token_bytes> secret{};
  random.fill(secret);
  auto token = hex(secret);
  sodium_memzero(secret.data(), secret.size());
  of.begun = of.used = now_;
  in_.put(free, text_of(of, sha256_hex(token)));
  return {boost::system::in_place_value, std::move(token)};
}

result<session> session_book::use(std::string_view token, std::int64_t uid) {
  auto found = find(token, uid);
  if (found.setting.empty()) return not_signed_in();
  if (!alive(found.is, now_)) {
    in_.put(found.setting, "");
    return over(found.is, now_);
  }
  found.is.used = now_;
  in_.put(found.setting, text_of(found.is, sha256_hex(token)));
  return found.is;
}

bool session_book::end(std::string_view token, std::int64_t uid) {
  auto found = find(token, uid);
  if (found.setting.empty()) return false;
  in_.put(found.setting, "");
  return true;
}

}  // namespace tenure::service
