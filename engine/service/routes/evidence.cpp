// tenure audit evidence: the pack of one case. The answer carries its files; whoever asked writes
// them, so that the service writes nowhere and the files are theirs.
#include "engine/audit/evidence.hpp"

#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

// Personal values leave the store: who took them is an entry of the case, and so in the pack.
result<case_file> note_reading(application& app, const http::request& asked, const actor& by) {
  return on_engine<result<case_file>>(app, [&](flow::line& on, bool& commit) -> result<case_file> {
    auto id = case_id::parse(value_of(asked.path_parameters, "case"));
    auto of = id ? on.in.cases().load(*id) : std::nullopt;
    if (!of) {
      return refusal{.code = "case.not_found", .message = "there is no such case",
                     .way_out = "See: tenure case list --all"};
    }
    on.in.journal().append({.at = on.now, .account = of->subject,
                            .cause = new_id<event_id>(app.random), .event = "evidence.packed",
                            .from = of->state, .to = of->state, .by = by, .rules = {},
                            .facts = {{"case", of->id.text()}, {"workflow", of->workflow}},
                            .personal = {}});
    commit = true;
    return *of;
  });
}

answer pack(application& app, const http::request& asked) {
  auto by = permitted(asked, app, "evidence.read");
  if (!by) return by.error();
  auto of = note_reading(app, asked, *by);
  if (!of) return of.error();
  if (auto done = app.publish(); !done) return done.error();
  result<std::map<std::string, std::string>> made = refusal{};
  app.engine->with_store([&](store& in) {
    made = audit::make_evidence(*in.begin(app.clock.now()), app.config.trail.folder, of->id,
                                of->subject, *app.key);
  });
  if (!made) return made.error();
  json::array files;
  for (const auto& [name, text] : *made) files.push_back({{"name", name}, {"text", text}});
  return ok(json::object{{"case", of->id.text()},
                         {"key", audit::to_text(app.key->verifier())},
                         {"files", std::move(files)}});
}

}  // namespace

void add_evidence_routes(http::router& to, application& app) {
  to.add("POST", "/v1/cases/{case}/evidence",
         [&app](const http::request& asked) { return pack(app, asked); },
         "Make the evidence pack of a case");
}

}  // namespace tenure::service
