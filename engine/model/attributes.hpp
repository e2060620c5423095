#pragma once
// Flat name/value pairs: what an event brings, what an account's life remembers, what an effect is
// given. Values are UTF-8 text; dates and instants in their ISO 8601 form.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tenure {

using attributes = std::map<std::string, std::string, std::less<>>;

// The value, or an empty view when the name is absent. Valid as long as `from` is unchanged.
inline std::string_view value_of(const attributes& from, std::string_view name) {
  auto found = from.find(name);
  return found == from.end() ? std::string_view() : std::string_view(found->second);
}

// A JSON object of strings, keys in byte order, no blanks: the stored form.
std::string to_json(const attributes& values);
// nullopt unless `json` is an object whose values are all strings. Of two values for one name the
// last one counts.
std::optional<attributes> attributes_from_json(std::string_view json);

}  // namespace tenure
