#pragma once
// A parameter on its way into a prepared statement.

#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tenure::storage {

// Octets that are no text: hashes, salts, leaves. Bound with `cast(:name as blob)`.
struct octets {
  std::string_view bytes;
};

// Refers to text it does not own: lives for the call it is passed to.
class value {
 public:
  value(std::string_view text) : held_(text) {}
  value(const std::string& text) : held_(std::string_view(text)) {}
  value(const char* text) : held_(std::string_view(text)) {}
  value(octets bytes) : held_(bytes) {}
  value(instant at) : held_(std::optional(at.micros)) {}
  value(const std::optional<instant>& at)
      : held_(at ? std::optional(at->micros) : std::nullopt) {}
  value(const std::optional<std::int64_t>& number) : held_(number) {}
  value(const hr_id& person) : held_(std::string_view(person.value)) {}
  template <class Tag>
  value(const id<Tag>& of) : held_(of.bits) {}
  // A number past 63 bits becomes the largest: "no limit" is a limit nobody reaches.
  template <std::integral Number>
  value(Number number)
      : held_(std::optional(std::in_range<std::int64_t>(number)
                                ? static_cast<std::int64_t>(number)
                                : std::numeric_limits<std::int64_t>::max())) {}

  using held = std::variant<std::string_view, octets, std::optional<std::int64_t>,
                            tenure::detail::id_bits>;
  const held& get() const { return held_; }

 private:
  held held_;
};

}  // namespace tenure::storage
