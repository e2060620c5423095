#pragma once
// Request targets (RFC 3986, origin form): written by clients, read by the server, split by the
// router. Boost.URL stays in the .cpp.

#include "engine/http/message.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::http {

// "/v1/accounts/a%2Fb" from {"v1", "accounts", "a/b"}.
std::string path_of(std::initializer_list<std::string_view> segments);

// Path and query of `what` as sent on the wire.
std::string target_of(const request& what);

// Sets path and query of `to`. Refused (request.target.malformed): not an origin form, bad percent
// encoding, control characters, a query name given twice.
result<void> read_target(std::string_view target, request& to);

// Decoded segments of an encoded path: "/v1/a%2Fb" is {"v1", "a/b"}. Refused
// (request.target.malformed): no leading slash, bad encoding, control characters.
result<std::vector<std::string>> split_path(std::string_view path);

}  // namespace tenure::http
