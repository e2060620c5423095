#include "engine/service/cli/coverage.hpp"

#include "engine/service/coverage/page.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>

namespace tenure::cli {
namespace {

namespace json = boost::json;
using coverage::ending;
using coverage::standing;

json::object json_of(const coverage::judged& of, const coverage::results& run) {
  json::array by;
  for (const auto* each : of.by) {
    auto how = run.of(*each);
    by.push_back({{"file", each->file}, {"line", each->line}, {"shows", each->title},
                  {"workflow", each->workflow},
                  {"mailSystem", each->real_servers ? "servers" : "memory"},
                  {"ended", how == ending::passed   ? "passed"
                            : how == ending::failed ? "failed"
                                                    : "not run"}});
  }
  json::object out{{"id", of.what->id}, {"organisation", of.what->organisation()},
                   {"means", of.what->means}, {"is", coverage::to_text(of.is)},
                   {"shownBy", std::move(by)}};
  if (!of.what->lacks.empty()) out["lacks"] = of.what->lacks;
  if (!of.what->out_of_reach.empty()) out["outOfReach"] = of.what->out_of_reach;
  return out;
}

std::string json_page(const std::vector<coverage::judged>& all, const coverage::results& run) {
  json::array rules;
  for (const auto& each : all) rules.push_back(json_of(each, run));
  return json::serialize(json::object{{"rules", std::move(rules)}}) + "\n";
}

int complain(environment& around, const refusal& why, int code) {
  *around.err << "tenure: " << why.text() << '\n';
  return code;
}

bool write(const std::string& text, const coverage_options& how, environment& around) {
  if (how.to.empty()) return static_cast<bool>(*around.out << text << std::flush);
  std::ofstream out(how.to, std::ios::binary);
  return static_cast<bool>(out << text << std::flush);
}

}  // namespace

int show_coverage(const coverage_options& how, bool as_json, environment& around) {
  auto rules = coverage::read_catalogue(how.source);
  if (!rules) return complain(around, rules.error(), environment_gone);
  auto claims = coverage::read_claims(how.source, *rules);
  if (!claims) return complain(around, claims.error(), refused);
  auto run = coverage::read_results(how.results);
  if (!run) return complain(around, run.error(), environment_gone);
  auto all = coverage::judge(*rules, *claims, *run);
  if (!write(as_json ? json_page(all, *run) : coverage::page(*rules, *claims, *run), how, around)) {
    *around.err << "tenure: " << how.to.string() << " could not be written\n";
    return environment_gone;
  }
  auto bad = std::ranges::count_if(all, [](const auto& each) {
    return each.is == standing::failed || each.is == standing::not_run;
  });
  if (bad == 0) return done;
  *around.err << "tenure: " << bad << " rule(s) with something that failed or did not run\n";
  return differs;
}

}  // namespace tenure::cli
