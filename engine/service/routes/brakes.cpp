// tenure brake: list, release.
#include "engine/flow/brake.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

json::object brake_json(const flow::brake_status& of) {
  return {{"id", of.id}, {"verb", of.verb}, {"counted", of.counted}, {"limit", of.limit},
          {"pulled", of.pulled}, {"reason", of.since.empty() ? "" : "on since " + of.since},
          {"releasedBy", json::array(of.released_by.begin(), of.released_by.end())}};
}

answer list(application& app, const http::request&) {
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    json::array all;
    for (const auto& each : flow::brakes(on)) all.push_back(brake_json(each));
    return ok(json::object{{"brakes", std::move(all)}});
  });
}

answer release(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto reason = text_in(*body, "reason");
  if (!reason) return reason.error();
  auto by = permitted(asked, app, "brake.release");
  if (!by) return by.error();
  std::string id(value_of(asked.path_parameters, "brake"));
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto done = flow::release_brake(on, id, *by, *reason, new_id<event_id>(app.random));
    if (!done) return done.error();
    commit = true;
    return ok(brake_json(*done));
  });
}

}  // namespace

void add_brake_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/brakes", with(list), "List brakes");
  to.add("POST", "/v1/brakes/{brake}/release", with(release), "Release a brake");
}

}  // namespace tenure::service
