#pragma once
// Stored text forms beyond those of engine/model: lists, actors, octets as hexadecimal digits.

#include "engine/model/actor.hpp"
#include "engine/model/attributes.hpp"
#include "engine/model/id.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::storage {

// UTF-8 without NUL: what both databases keep unchanged.
bool storable_text(std::string_view text);

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view digits);

// One item a line. An item with a line feed throws std::logic_error.
std::string join_lines(const std::vector<std::string>& items);
std::vector<std::string> split_lines(std::string_view text);

// One actor a line, each a JSON object {"capacity":..,"proof":..,"who":..}.
std::string actors_text(const std::vector<actor>& actors);
std::vector<actor> actors_from(std::string_view text);

// JSON of engine/model that the store itself wrote; unreadable throws environment_lost.
attributes attributes_from(std::string_view json);

using pending_map = std::map<std::string, effect_id>;
std::string pending_text(const pending_map& pending);
pending_map pending_from(std::string_view json);

}  // namespace tenure::storage
