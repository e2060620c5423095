// tenure audit evidence: the pack of one case; tenure case evidence: what it collected. Answers
// carry the files; whoever asked writes them: the service writes nowhere, and they are theirs.
#include "engine/audit/encoding.hpp"
#include "engine/audit/evidence.hpp"
#include "engine/effects/collecting.hpp"

#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

refusal no_case() {
  return {.code = "case.not_found", .message = "there is no such case",
          .way_out = "See: tenure case list --all"};
}

// Personal values leave the store: who took them is an entry of the case, and so in the pack.
result<case_file> note_reading(application& app, const http::request& asked, const actor& by) {
  return on_engine<result<case_file>>(app, [&](flow::line& on, bool& commit) -> result<case_file> {
    auto id = case_id::parse(value_of(asked.path_parameters, "case"));
    auto of = id ? on.in.cases().load(*id) : std::nullopt;
    if (!of) return no_case();
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

std::string_view part(const case_file& of, const std::string& number, std::string_view name) {
  return value_of(of.context, "evidence." + number + "." + std::string(name));
}

std::uint64_t count_of(const case_file& of) {
  auto count = number_in(of.context, "evidence", 0, 0, 1'000'000);
  return count ? *count : 0;
}

json::object object_json(const case_file& of, const std::string& number) {
  bool gone = of.context.contains("evidence.destroyedAt");
  bool kept = !part(of, number, "digest").empty();
  json::object out{{"object", number}, {"by", part(of, number, "by")},
                   {"stands", gone && kept ? "destroyed" : kept ? "sealed" : "not collected"}};
  for (auto name : {"at", "messages", "bytes", "digest", "package", "trouble"}) {
    if (auto value = part(of, number, name); !value.empty()) out[name] = value;
  }
  return out;
}

answer collected(application& app, const http::request& asked) {
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto id = case_id::parse(value_of(asked.path_parameters, "case"));
    auto of = id ? on.in.cases().load(*id) : std::nullopt;
    if (!of) return no_case();
    json::array objects;
    for (std::uint64_t n = 1; n <= count_of(*of); ++n) {
      objects.push_back(object_json(*of, std::to_string(n)));
    }
    return ok(json::object{{"case", of->id.text()}, {"objects", std::move(objects)}});
  });
}

// Whoever leads the case or was given the access, and nobody else; every reading is an entry.
result<case_file> note_custody(application& app, const http::request& asked, const actor& by,
                               const std::string& number) {
  return on_engine<result<case_file>>(app, [&](flow::line& on, bool& commit) -> result<case_file> {
    auto id = case_id::parse(value_of(asked.path_parameters, "case"));
    auto of = id ? on.in.cases().load(*id) : std::nullopt;
    if (!of) return no_case();
    auto theirs = find_account(on.in, by.who);
    auto who = theirs ? theirs->person.value : by.who;
    bool may = who == of->requester.value || who == value_of(of->context, "recipient");
    bool there = !part(*of, number, "digest").empty() &&
                 !of->context.contains("evidence.destroyedAt");
    attributes facts{{"case", of->id.text()}, {"workflow", of->workflow},
                     {"evidence.object", number}};
    facts[may && there ? "evidence.act" : "refused"] =
        !may ? "case.not_theirs.denied" : !there ? "evidence.not_found" : "read";
    if (may && there) facts["evidence.digest"] = part(*of, number, "digest");
    on.in.journal().append({.at = on.now, .account = of->subject,
                            .cause = new_id<event_id>(app.random), .event = "evidence.read",
                            .from = of->state, .to = of->state, .by = by, .rules = {},
                            .facts = std::move(facts), .personal = {}});
    commit = true;
    if (!may) {
      return refusal{.code = "case.not_theirs.denied", .message = "it is not theirs to read",
                     .place = "case", .way_out = "Who asked may, or who was given the access"};
    }
    if (there) return *of;
    return refusal{.code = "evidence.not_found", .message = "there is no such evidence, or it is "
                                                            "destroyed",
                   .way_out = "See: tenure case evidence " + of->id.text()};
  });
}

answer read_object(application& app, const http::request& asked) {
  auto by = actor_of(asked, app, "investigator");
  if (!by) return by.error();
  auto number = number_in(asked.path_parameters, "object", 0, 1, 1'000'000);
  if (!number) return number.error();
  auto of = note_custody(app, asked, *by, std::to_string(*number));
  if (!of) return of.error();
  json::array files;
  auto package = effects::evidence_package(of->id, static_cast<int>(*number));
  auto how = app.kept->read(package, [&](const stored_message& message) {
    files.push_back({{"name", "message-" + std::to_string(files.size() + 1) + ".eml"},
                     {"folder", message.folder}, {"base64", audit::base64(message.bytes)}});
    return true;
  });
  auto digest = part(*of, std::to_string(*number), "digest");
  if (how.kind != outcome_class::done || value_of(how.facts, "digest") != digest) {
    return refusal{.code = "evidence.conflict",
                   .message = "the package is not the one that was recorded: " + how.detail,
                   .way_out = "Keep the archive's folder as it is and tell the auditor"};
  }
  return ok(json::object{{"case", of->id.text()}, {"object", std::to_string(*number)},
                         {"digest", digest}, {"files", std::move(files)}});
}

}  // namespace

void add_evidence_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("POST", "/v1/audit/evidence/{case}", with(pack), "Make the evidence pack of a case");
  to.add("GET", "/v1/cases/{case}/evidence", with(collected), "List what a case collected");
  to.add("POST", "/v1/cases/{case}/evidence/{object}/reading", with(read_object),
         "Read what a case collected");
}

}  // namespace tenure::service
