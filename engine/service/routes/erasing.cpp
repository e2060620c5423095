// tenure account erase: what would go, and the deed.
#include "engine/service/acting.hpp"
#include "engine/service/erasing.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::string_view act = "personal.erase";

json::object preview_json(const erasure_preview& of) {
  json::object kinds;
  for (const auto& [name, count] : of.kinds) kinds[name] = count;
  return {{"account", of.of.id.text()},
          {"entries", of.entries},
          {"values", of.values},
          {"kinds", std::move(kinds)},
          {"goes", json::array(of.goes.begin(), of.goes.end())},
          {"stays", json::array(of.stays.begin(), of.stays.end())},
          {"digest", of.digest}};
}

answer preview(application& app, const http::request& asked) {
  auto name = value_of(asked.path_parameters, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto of = find_account(on.in, name);
    if (!of) return no_account(name);
    auto seen = preview_erasure(on, *of);
    if (!seen) return seen.error();
    return ok(preview_json(*seen));
  });
}

refusal another_digest() {
  return {"erasure.changed", "This is not what was previewed: something has changed since", "", "",
          "Preview again: tenure account erase ACCOUNT"};
}

// Asked anew in the transaction that erases: a hold that was just placed forbids it.
answer erase_now(application& app, flow::line& on, const actor& by, std::string_view name,
                 std::string_view digest, std::string_view reason) {
  auto of = find_account(on.in, name);
  if (!of) return no_account(name);
  if (auto fine = refuse_own_erasure(on, *of, by.who); !fine) return fine.error();
  auto seen = preview_erasure(on, *of);
  if (!seen) return seen.error();
  if (seen->digest != digest) return another_digest();
  if (auto fine = refuse_reason(on, *seen, reason); !fine) return fine.error();
  auto done = erase(on, *seen, by, reason, new_id<event_id>(app.random));
  return ok(json::object{{"account", of->id.text()}, {"entry", done.entry},
                         {"entries", done.entries}, {"values", done.values}},
            201);
}

answer erase_asked(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto digest = text_in(*body, "digest"), reason = text_in(*body, "reason");
  if (!digest) return digest.error();
  if (!reason) return reason.error();
  auto by = permitted(asked, app, act);
  if (!by) return by.error();
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto made = erase_now(app, on, *by, value_of(asked.path_parameters, "account"), *digest,
                          *reason);
    commit = made.has_value();
    return made;
  });
  if (!out) note_refusal(app, *by, act, out.error());
  return out;
}

}  // namespace

void add_erasing_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/accounts/{account}/erasure", with(preview),
         "Say what erasing an account's personal values would take away");
  to.add("POST", "/v1/accounts/{account}/erasure", with(erase_asked),
         "Erase an account's personal values");
}

}  // namespace tenure::service
