// tenure case offered: what may be asked for, by whom, who must agree, what must be said.
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

std::string form_of(const policy::question& asked) {
  std::string out(to_text(asked.kind));
  const char* before = ": ";
  for (const auto& each : asked.choices) out += before + each, before = ", ";
  return asked.required ? out : out + "; if wanted";
}

json::array questions_of(const policy::case_rule& rule) {
  json::array out;
  for (const auto& asked : rule.questions) {
    out.push_back({{"id", asked.id}, {"text", asked.text}, {"form", form_of(asked)},
                   {"clause", asked.clause}});
  }
  return out;
}

answer offered(application& app, const http::request&) {
  json::array out;
  for (const auto& [name, rule] : app.pack.cases) {
    json::array stages, fields, attested;
    for (const auto& stage : rule.agree) stages.emplace_back(decide::in_words(stage));
    for (const auto& each : rule.attested) attested.emplace_back(each.kind + " of the " + each.of);
    for (const auto& field : rule.require) fields.emplace_back(field);
    auto chart = app.case_charts.find(name);
    const bool known = chart != app.case_charts.end();
    out.push_back({{"workflow", name}, {"clause", rule.clause},
                   {"description", known ? chart->second->description : ""},
                   {"ask", decide::in_words(rule.ask)}, {"agree", std::move(stages)},
                   {"require", std::move(fields)}, {"attested", std::move(attested)},
                   {"questions", questions_of(rule)}, {"longest", rule.longest.value}});
  }
  return ok(json::object{{"offered", std::move(out)}});
}

}  // namespace

void add_offered_routes(http::router& to, application& app) {
  to.add("GET", "/v1/workflows",
         [&app](const http::request& asked) { return offered(app, asked); },
         "List what may be asked for");
}

}  // namespace tenure::service
