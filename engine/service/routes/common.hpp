#pragma once
// What the routes share: reading a request's body, finding an account by any of its names, the JSON
// of what is shown often. Field names as in engine/http/openapi.yaml.

#include "engine/service/application.hpp"

#include <boost/json.hpp>

namespace tenure::service {

namespace json = boost::json;

inline http::response ok(const json::value& body, int status = 200) {
  return http::json_response(status, json::serialize(body));
}

// The body as an object; request.body.malformed when it is none. An empty body is an empty object.
result<json::object> body_of(const http::request& asked);
// A text member, empty when it is missing. request.field.malformed when it is no text.
result<std::string> text_in(const json::object& body, std::string_view name);

// A whole number from `least` to `most`, `otherwise` when it is missing;
// request.number.malformed for anything else.
result<std::uint64_t> number_in(const attributes& from, std::string_view name,
                                std::uint64_t otherwise, std::uint64_t least, std::uint64_t most);

// The account with this id, sign-in name, address or HR id (the latest account of the person).
std::optional<account> find_account(transaction& in, std::string_view name);
// A person of the staff list by HR id, sign-in name or address; else the name itself.
hr_id person_named(transaction& in, std::string_view name);
refusal no_account(std::string_view name);

// Who acts, in a capacity that takes no role: a proven person (engine/service/acting.hpp).
result<actor> actor_of(const http::request& asked, application& app, std::string capacity);

json::object account_json(const account& of, application& app);
json::object hold_json(const hold& of);
json::object task_json(const task& of);

// Tells the account of an event, in the caller's transaction, and decides it at once.
result<decision> tell(flow::line& on, application& app, const account& to, std::string name,
                      attributes data, const actor& by);

// Runs `request` on the engine and gives back what it made.
template <class T>
T on_engine(application& app, const std::function<T(flow::line&, bool& commit)>& request) {
  std::optional<T> out;
  app.engine->run([&](flow::line& on) {
    bool commit = false;
    out.emplace(request(on, commit));
    return commit;
  });
  return std::move(*out);
}

}  // namespace tenure::service
