#pragma once
// One use case asked for and answered, whichever way it travels: over the service's socket or
// straight into the router of the same process. Standard library and model only.

#include "engine/model/actor.hpp"
#include "engine/model/attributes.hpp"
#include "engine/model/refusal.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tenure::http {

// How far a long request is. `total` 0: not known.
struct progress {
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::string what;  // "reading accounts"
};

struct request {
  std::string method;          // "GET", "POST", "DELETE"
  std::string path;            // percent-encoded: "/v1/accounts/jane%40example.org"; see target.hpp
  attributes path_parameters;  // decoded; set by the router
  attributes query;            // decoded
  std::string body;            // JSON, or empty
  actor by;                    // the OS user who asks, as the transport knows it; no person
  std::int64_t uid = -1;       // of that user; -1: not known
  std::string token;           // of a session: proves a person; empty: none. Never logged
  std::string as;  // the name claimed with --as; only a demonstration store honours it
  // Set by the transport; handlers may call both at any time, from their own thread.
  std::function<void(const progress&)> report = [](const progress&) {};
  std::function<bool()> cancelled = [] { return false; };  // nobody waits for the answer any more
};

struct response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  attributes headers;  // beyond the content type: "Allow"
};

response json_response(int status, std::string body);

// The HTTP status of a refusal by the words of its dotted code, last word first:
// not_found 404, changed or conflict 409, denied 403, malformed 400, held 423, environment 503,
// ... (message.cpp has the table); 422 when no word is known.
int status_of(const refusal& why);

// {"code","message","place","rule","wayOut"} as application/problem+json, without empty members.
response problem(int status, const refusal& why);
response problem(const refusal& why);

// `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

}  // namespace tenure::http
