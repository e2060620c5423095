#pragma once
// 128-bit identifiers, one type per thing, so that a task's id never stands where an account's is
// expected. New ids come from the entropy port; ids of what a decision creates are derived from the
// event's id, so that deciding stays pure and the same event always creates the same things.

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tenure {

namespace detail {
struct id_bits {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const id_bits&) const = default;
};
std::string id_text(id_bits bits);
std::optional<id_bits> id_parse(std::string_view text);
id_bits id_derive(id_bits seed, std::string_view purpose);
}  // namespace detail

template <class Tag>
struct id {
  detail::id_bits bits;

  auto operator<=>(const id&) const = default;
  bool empty() const { return bits == detail::id_bits{}; }

  // 32 lower-case hexadecimal digits; the form stored, exported and shown.
  std::string text() const { return detail::id_text(bits); }

  // nullopt unless `text` is exactly 32 hexadecimal digits.
  static std::optional<id> parse(std::string_view text) {
    auto bits = detail::id_parse(text);
    return bits ? std::optional<id>(id{*bits}) : std::nullopt;
  }

  // An id of another kind that follows from this one; the same seed and purpose give the same id.
  // `purpose` keeps several ids derived from one seed apart ("task:extractBusinessMail").
  template <class Other>
  Other derive(std::string_view purpose) const {
    return Other{detail::id_derive(bits, purpose)};
  }
};

using account_id = id<struct account_tag>;
using event_id = id<struct event_tag>;
using effect_id = id<struct effect_tag>;
using task_id = id<struct task_tag>;
using hold_id = id<struct hold_tag>;
using list_id = id<struct list_tag>;
using case_id = id<struct case_tag>;
using grant_id = id<struct grant_tag>;
using designation_id = id<struct designation_tag>;
using attestation_id = id<struct attestation_tag>;

// The number HR gives a person. People are matched by it and by nothing else, never by name.
struct hr_id {
  std::string value;
  auto operator<=>(const hr_id&) const = default;
  bool empty() const { return value.empty(); }
};

}  // namespace tenure

template <class Tag>
struct std::hash<tenure::id<Tag>> {
  std::size_t operator()(const tenure::id<Tag>& id) const noexcept {
    return static_cast<std::size_t>(id.bits.high ^ (id.bits.low * 0x9e3779b97f4a7c15ULL));
  }
};
template <>
struct std::hash<tenure::hr_id> {
  std::size_t operator()(const tenure::hr_id& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
