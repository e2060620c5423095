#include "engine/service/coverage/page.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tenure::coverage {
namespace {

constexpr const char* head =
    "# What is kept\n\n"
    "Written by `tenure coverage` from a run of the tests; do not edit. Every rule stands in\n"
    "`rules.yaml`. Renew this page with `tests/coverage`.\n\n"
    "| word | means |\n|---|---|\n"
    "| kept | rows or tests drive it end to end on real servers (directory, mail, SMTP, archive), "
    "look there for what came of it and verify the trail; all of them hold, none in memory "
    "only |\n"
    "| shown | rows drive it through the real store, trail, workflow and pack; one of them with "
    "the mail system in memory only |\n"
    "| in part | kept or shown, but for what the table says is lacking |\n"
    "| open | nothing shows it |\n"
    "| out of reach | this software cannot keep it |\n"
    "| not run, failed | something that should show it did not run in this run, or failed |\n";

constexpr standing all_standings[] = {standing::kept, standing::shown, standing::in_part,
                                      standing::open, standing::out_of_reach, standing::not_run,
                                      standing::failed};

standing standing_of(const rule& what, const std::vector<const claim*>& by, const results& run) {
  if (by.empty()) return what.out_of_reach.empty() ? standing::open : standing::out_of_reach;
  auto any = [&](ending how) {
    return std::ranges::any_of(by, [&](const claim* each) { return run.of(*each) == how; });
  };
  if (any(ending::failed)) return standing::failed;
  if (any(ending::not_run)) return standing::not_run;
  if (!what.lacks.empty()) return standing::in_part;
  bool real = std::ranges::any_of(by, [](const claim* each) { return each->real_servers; });
  bool all = std::ranges::all_of(by, [](const claim* each) { return each->memory_only.empty(); });
  return real && all ? standing::kept : standing::shown;
}

// A bar would end the cell.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != text.npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string workflows_of(const judged& of) {
  std::set<std::string> names;
  for (const auto* each : of.by) names.insert(each->workflow);
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::string link_to(const claim& to) {
  auto name = to.file.substr(to.file.rfind('/') + 1) + ":" + std::to_string(to.line);
  auto folder = to.file.substr(0, to.file.rfind('/'));
  folder = folder.substr(folder.rfind('/') + 1);
  return "[" + folder + "/" + name + "](../../" + to.file + "#L" + std::to_string(to.line) + ")";
}

std::string where(const claim& of) {
  if (!of.row) return of.real_servers ? "servers" : "memory";
  return of.real_servers ? "servers, memory" : cell("memory: " + of.memory_only);
}

const char* word_of(ending how) {
  return how == ending::passed ? "passed" : how == ending::failed ? "FAILED" : "not run";
}

std::string summary(const catalogue& of, const std::vector<judged>& all) {
  std::string out = "\n| organisation |";
  for (auto each : all_standings) out += " " + std::string(to_text(each)) + " |";
  out += " all |\n|---|";
  for (std::size_t i = 0; i <= std::size(all_standings); ++i) out += "---|";
  out += '\n';
  for (const auto& each : of.organisations) {
    std::map<standing, int> count;
    int sum = 0;
    for (const auto& rule : all) {
      if (rule.what->organisation() == each.prefix) ++count[rule.is], ++sum;
    }
    out += "| " + cell(each.name) + " |";
    for (auto is : all_standings) out += " " + std::to_string(count[is]) + " |";
    out += " " + std::to_string(sum) + " |\n";
  }
  return out;
}

std::string rules_table(const std::string& prefix, const std::vector<judged>& all) {
  std::string out = "\n| rule | asks for | workflow | is | but |\n|---|---|---|---|---|\n";
  for (const auto& each : all) {
    if (each.what->organisation() != prefix) continue;
    const auto& but = each.what->lacks.empty() ? each.what->out_of_reach : each.what->lacks;
    out += "| " + each.what->id + " | " + cell(each.what->means) + " | " + workflows_of(each) +
           " | " + std::string(to_text(each.is)) + " | " + cell(but) + " |\n";
  }
  return out;
}

std::string claims_table(const std::string& prefix, const std::vector<judged>& all,
                         const results& run) {
  std::string rows;
  for (const auto& each : all) {
    if (each.what->organisation() != prefix) continue;
    for (const auto* by : each.by) {
      rows += "| " + each.what->id + " | " + link_to(*by) + " | " + cell(by->title) + " | " +
              where(*by) + " | " + word_of(run.of(*by)) + " |\n";
    }
  }
  return rows.empty() ? rows : "\n| rule | where | what it shows | mail system | this run |\n"
                               "|---|---|---|---|---|\n" + rows;
}

}  // namespace

std::string_view to_text(standing of) {
  constexpr std::string_view words[] = {"failed", "not run", "open",        "in part",
                                        "shown",  "kept",    "out of reach"};
  return words[static_cast<std::size_t>(of)];
}

std::vector<judged> judge(const catalogue& of, const std::vector<claim>& claims,
                          const results& run) {
  std::vector<judged> out;
  for (const auto& each : of.rules) {
    std::vector<const claim*> by;
    for (const auto& claim : claims) {
      if (std::ranges::find(claim.rules, each.id) != claim.rules.end()) by.push_back(&claim);
    }
    auto is = standing_of(each, by, run);
    out.push_back({&each, is, std::move(by)});
  }
  return out;
}

std::string page(const catalogue& of, const std::vector<claim>& claims, const results& run) {
  auto all = judge(of, claims, run);
  auto out = head + summary(of, all);
  for (const auto& each : of.organisations) {
    out += "\n## " + each.name + "\n" + rules_table(each.prefix, all) +
           claims_table(each.prefix, all, run);
  }
  return out;
}

}  // namespace tenure::coverage
