#include "tests/cases/runner.hpp"

#include "tests/cases/stage.hpp"

namespace tenure::test {
namespace {

const std::filesystem::path source = TENURE_SOURCE_DIR;
constexpr const char* usual_start = "2026-11-02T09:00";

world_options options_of(const case_row& row, const std::string& pack) {
  auto rules = policy::load_pack(source / "config/policies" / pack,
                                 source / "workflows/schema/policy-vocabulary.yaml")
                   .value();
  yaml_node start{.is = yaml_node::kind::scalar, .line = row.line, .text = usual_start};
  if (const auto* given = row.given.find("start")) start = *given;
  return {.pack = pack, .start = to_text(moment(rules, start, row))};
}

void save_units(stage& on, const yaml_node& units) {
  on.world.engine->run([&](flow::line& line) {
    for (const auto& node : units.items) {
      only_keys(node, {"id", "name", "parent", "head"}, on.row);
      line.in.people().save_unit({member(node, "id"), member(node, "name", "Unit"),
                                  member(node, "parent"), {member(node, "head")}});
    }
    return true;
  });
}

// Somebody has an account in use unless the row says `account: none`.
void bring_in(stage& on, const yaml_node& node) {
  auto who = person_of(node, on.row);
  if (member(node, "account") != "none") {
    on.world.hire(who);
    return;
  }
  on.world.engine->run([&](flow::line& line) {
    line.in.people().save(who);
    return true;
  });
}

void set_up(stage& on) {
  const auto& given = on.row.given;
  if (given.is != yaml_node::kind::nothing) {
    only_keys(given, {"start", "units", "people", "person"}, on.row);
  }
  if (const auto* units = given.find("units")) save_units(on, *units);
  if (const auto* people = given.find("people")) {
    for (const auto& node : people->items) bring_in(on, node);
  }
  const auto* person = given.find("person");
  yaml_node usual{.is = yaml_node::kind::map, .line = on.row.line};
  on.subject = person ? member(*person, "id", "1001") : "1001";
  bring_in(on, person ? *person : usual);
  on.world.settle();
}

}  // namespace

std::vector<std::string> run_case(const case_row& row, const std::string& pack) {
  try {
    stage on{.row = row, .world = world(options_of(row, pack)), .holds = {}, .refused = {},
             .failures = {}};
    set_up(on);
    for (const auto& step : row.when) take_step(on, step);
    expect(on, row.then);
    return on.failures;
  } catch (const bad_case& why) {
    return {why.what()};
  }
}

}  // namespace tenure::test
