// tenure hr: preview, apply, release, list.
#include "engine/flow/report.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

json::object list_json(const hr_list& of) {
  json::array by;
  for (const auto& who : of.released_by) by.push_back(json::string(who.who));
  auto report = json::parse(of.report);
  return {{"digest", of.digest}, {"kind", of.kind},          {"status", of.status},
          {"at", to_text(of.at)}, {"counts", report.at("counts")}, {"releasedBy", std::move(by)}};
}

result<http::response> preview(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto kind = text_in(*body, "kind"), path = text_in(*body, "path");
  if (!kind) return kind.error();
  if (!path) return path.error();
  auto list_kind = parse_hr_list_kind(*kind);
  if (!list_kind) {
    return refusal{.code = "hr.kind.malformed", .message = "no kind of list is called " + *kind,
                   .way_out = "joiners, leavers, absences or staff"};
  }
  asked.report({.what = "reading " + *path});
  auto shown = app.lists->show(*list_kind, *path);
  auto out = json::parse(flow::report_of(shown)).as_object();
  json::array reasons;
  for (const auto& why : shown.held) reasons.push_back(json::string(why.message));
  out["heldReasons"] = std::move(reasons);
  out["digest"] = shown.list.digest;
  out["file"] = *path;
  out["held"] = shown.list.status == "held";
  out["status"] = shown.list.status;
  on_engine<bool>(app, [&](flow::line& on, bool& commit) {
    on.in.settings().put("hr.path." + shown.list.digest, *path);
    return commit = true;
  });
  return ok(out);
}

result<http::response> apply(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto digest = text_in(*body, "digest"), path = text_in(*body, "path");
  if (!digest) return digest.error();
  if (!path) return path.error();
  auto by = permitted(asked, app, "list.apply");
  if (!by) return by.error();
  if (path->empty()) {
    *path = on_engine<std::string>(app, [&](flow::line& on, bool&) {
      return on.in.settings().get("hr.path." + *digest).value_or("");
    });
  }
  auto done = app.lists->apply(*digest, *path, *by);
  if (!done) return done.error();
  return ok(on_engine<json::object>(app, [&](flow::line& on, bool&) {
    return list_json(on.in.lists().by_digest(*digest).value());
  }));
}

result<http::response> release(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto reason = text_in(*body, "reason");
  if (!reason) return reason.error();
  auto by = permitted(asked, app, "list.release");
  if (!by) return by.error();
  auto list = app.lists->release(value_of(asked.path_parameters, "digest"), *by, *reason);
  if (!list) return list.error();
  return ok(list_json(*list));
}

result<http::response> lists(application& app, const http::request&) {
  return ok(on_engine<json::object>(app, [&](flow::line& on, bool&) {
    json::array all;
    for (const auto& [name, path] : on.in.settings().with_prefix("hr.path.")) {
      auto list = on.in.lists().by_digest(name.substr(8));
      if (list) all.push_back(list_json(*list));
    }
    return json::object{{"lists", std::move(all)}};
  }));
}

}  // namespace

void add_hr_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("POST", "/v1/hr/previews", with(preview), "Preview an HR list");
  to.add("GET", "/v1/hr/lists", with(lists), "List HR lists");
  to.add("POST", "/v1/hr/lists", with(apply), "Apply a previewed HR list");
  to.add("POST", "/v1/hr/lists/{digest}/release", with(release), "Release a held HR list");
}

}  // namespace tenure::service
