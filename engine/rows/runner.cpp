#include "engine/rows/runner.hpp"

#include "engine/rows/stage.hpp"

#include <algorithm>

namespace tenure::rows {
namespace {

constexpr const char* usual_start = "2026-11-02T09:00";

world_options options_of(const case_row& row, const policy::pack& pack, const played_in& where) {
  yaml_node start{.is = yaml_node::kind::scalar, .line = row.line, .text = usual_start};
  if (const auto* given = row.given.find("start")) start = *given;
  return {.start = to_text(moment(pack, start, row)), .seed = where.seed, .house = where.house};
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

void give_roles(stage& on, const yaml_node& roles) {
  for (const auto& role : roles.items) {
    for (const auto& who : role.items) {
      on.world.organisation->roles[role.key].push_back({text_of(who, on.row)});
    }
  }
}

void designate(stage& on, const yaml_node& designations) {
  on.world.engine->run([&](flow::line& line) {
    for (const auto& node : designations.items) {
      only_keys(node, {"of", "to", "deputy", "from", "until"}, on.row);
      hr_id of{member(node, "of")};
      designation made{.id = new_id<designation_id>(on.world.random), .principal = of,
                       .designee = {member(node, "to")},
                       .deputy = member(node, "deputy") == "true", .from = line.now,
                       .until = line.now + std::chrono::hours(24 * 365),
                       .made_by = {of.value, "principal", "row"}, .ended = {}};
      if (const auto* at = node.find("from")) made.from = moment(on.world.pack, *at, on.row);
      if (const auto* at = node.find("until")) made.until = moment(on.world.pack, *at, on.row);
      line.in.designations().save(made);
    }
    return true;
  });
}

bool asks_what_was_refused(const case_row& row) {
  return row.then.find("refused") || std::ranges::any_of(row.when, [](const yaml_node& step) {
           const auto* wanted = step.find("expect");
           return wanted && wanted->find("refused");
         });
}

// Without days it stands for a year from the start.
void put_on_record(stage& on, const yaml_node& attestations) {
  on.world.engine->run([&](flow::line& line) {
    for (const auto& node : attestations.items) {
      only_keys(node, {"of", "kind", "from", "until"}, on.row);
      attestation made{.id = new_id<attestation_id>(on.world.random), .about = member(node, "of"),
                       .kind = member(node, "kind"), .evidence = "seen", .from = line.now,
                       .until = line.now + std::chrono::hours(24 * 365),
                       .recorded_by = {"hr.officer", "hrOfficer", "row"}, .withdrawn = {}};
      if (const auto* at = node.find("from")) made.from = moment(on.world.pack, *at, on.row);
      if (const auto* at = node.find("until")) made.until = moment(on.world.pack, *at, on.row);
      line.in.attestations().save(made);
    }
    return true;
  });
}

void set_up(stage& on) {
  const auto& given = on.row.given;
  if (given.is != yaml_node::kind::nothing) {
    only_keys(given,
              {"start", "units", "people", "person", "roles", "designations", "attestations"},
              on.row);
  }
  if (const auto* units = given.find("units")) save_units(on, *units);
  if (const auto* people = given.find("people")) {
    for (const auto& node : people->items) bring_in(on, node);
  }
  if (const auto* roles = given.find("roles")) give_roles(on, *roles);
  if (const auto* made = given.find("designations")) designate(on, *made);
  if (const auto* made = given.find("attestations")) put_on_record(on, *made);
  const auto* person = given.find("person");
  yaml_node usual{.is = yaml_node::kind::map, .line = on.row.line};
  on.subject = person ? member(*person, "id", "1001") : "1001";
  bring_in(on, person ? *person : usual);
  on.world.settle();
}

}  // namespace

std::vector<std::string> run_case(const case_row& row, const rulebook& by,
                                  const played_in& where) {
  std::vector<std::string> failures;
  try {
    stage on{.row = row, .world = world(by, options_of(row, by.pack, where)), .holds = {},
             .last_case = {}, .refused = {}, .looks_before = asks_what_was_refused(row),
             .before = {}, .failures = failures};
    set_up(on);
    for (const auto& step : row.when) take_step(on, step);
    expect(on, row.then);
    if (!where.at_the_end) return failures;
    for (const auto& each : where.at_the_end(on.world)) {
      failures.push_back(row.place(row.line) + ": " + each);
    }
  } catch (const bad_case& why) {
    failures.push_back(why.what());
  }
  return failures;
}

}  // namespace tenure::rows
