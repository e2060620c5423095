#pragma once
// Reading answer bodies for showing. A member that is missing reads as empty: an older service
// shows less, it does not break. Field names are those of engine/http/openapi.yaml.

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace tenure::cli {

namespace json = boost::json;

const json::value& member(const json::value& of, std::string_view name);  // null when missing
std::string text(const json::value& of, std::string_view name);  // numbers and booleans too
bool flag(const json::value& of, std::string_view name);
const json::array& list(const json::value& of, std::string_view name);
std::string joined(const json::value& of, std::string_view name);  // "a, b"
// A string as it is; an object's "message", or else its members as "name value, name value".
std::string sentence(const json::value& of);
// {"create": 3, "close": 1} as "create 3, close 1"
std::string counts(const json::value& of, std::string_view name);

}  // namespace tenure::cli
