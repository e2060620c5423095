#include "engine/flow/report.hpp"

#include "engine/model/digest.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>

namespace tenure::flow {
namespace {

namespace json = boost::json;

std::string outcome_text(const previewed_row& row) {
  return row.person.value + "\x1f" + std::to_string(row.line) + "\x1f" + row.verb + "\x1f" +
         row.account + "\x1f" + row.from + "\x1f" + row.to;
}

// Each part with its length, so that no two lists of parts look alike.
void add_part(digester& to, std::string_view part) {
  to.add(std::to_string(part.size()) + ":");
  to.add(part);
}

json::array rows_json(const preview& of) {
  json::array out;
  for (const auto& row : of.rows) {
    out.push_back({{"line", row.line}, {"person", row.person.value}, {"account", row.account},
                   {"what", row.verb}, {"why", row.why}, {"from", row.from}, {"to", row.to},
                   {"rule", row.rules.empty() ? "" : row.rules.front()}});
  }
  return out;
}

json::array refused_json(const preview& of) {
  json::array out;
  for (const auto& row : of.refused) {
    out.push_back({{"line", row.line}, {"person", row.id.value}, {"field", row.field},
                   {"code", row.reason.code}, {"message", row.reason.text()}});
  }
  return out;
}

}  // namespace

std::string report_of(const preview& of) {
  json::object counts;
  for (const auto& [verb, count] : of.counts) counts[verb] = count;
  json::array held;
  for (const auto& why : of.held) {
    held.push_back({{"code", why.code}, {"message", why.message}, {"releasable", why.releasable}});
  }
  json::object out{{"kind", of.list.kind},
                   {"lines", of.rows.size() + of.refused.size()},
                   {"counts", std::move(counts)},
                   {"heldReasons", std::move(held)},
                   {"warnings", json::array(of.warnings.begin(), of.warnings.end())},
                   {"rows", rows_json(of)},
                   {"refused", refused_json(of)}};
  return json::serialize(out);
}

std::string digest_of(const preview& of, std::string_view pack_digest, int applied_before) {
  digester hash;
  add_part(hash, of.list.kind);
  add_part(hash, of.list.file_digest);
  add_part(hash, pack_digest);
  for (const auto& row : of.rows) add_part(hash, outcome_text(row));
  for (const auto& row : of.refused) {
    add_part(hash, std::to_string(row.line) + row.id.value + row.reason.code);
  }
  if (applied_before > 0) add_part(hash, "again " + std::to_string(applied_before));
  return hash.hex();
}

std::int64_t rows_of(std::string_view report) {
  return json::parse(report).at("lines").to_number<std::int64_t>();
}

bool releasable(std::string_view report) {
  const auto parsed = json::parse(report);  // outlives the loop over its parts
  for (const auto& why : parsed.at("heldReasons").as_array()) {
    if (!why.at("releasable").as_bool()) return false;
  }
  return true;
}

std::vector<std::string> outcomes_of(std::string_view report) {
  std::vector<std::string> out;
  const auto parsed = json::parse(report);
  for (const auto& row : parsed.at("rows").as_array()) {
    auto text = [&](const char* name) { return std::string(row.at(name).as_string()); };
    out.push_back(text("person") + ": " + text("what") + " " + text("account") + " -> " +
                  text("to"));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string without_rows(std::string_view report) {
  auto parsed = json::parse(report);
  for (auto name : {"rows", "refused", "warnings"}) parsed.as_object()[name] = json::array();
  return json::serialize(parsed);
}

std::string without(std::string_view report, const hr_id& person) {
  auto number = json::serialize(json::value(person.value));  // as it stands in JSON, in quotes
  number = number.substr(1, number.size() - 2);
  if (number.empty() || report.find(number) == report.npos) return std::string(report);
  auto parsed = json::parse(report);
  auto& of = parsed.as_object();
  auto drop = [&](std::string_view list, const std::function<bool(const json::value&)>& theirs) {
    json::array kept;
    for (auto& each : of.at(list).as_array()) {
      if (!theirs(each)) kept.push_back(std::move(each));
    }
    of[list] = std::move(kept);
  };
  auto row = [&](const json::value& each) { return each.at("person").as_string() == person.value; };
  drop("rows", row);
  drop("refused", row);
  drop("warnings", [&](const json::value& each) {
    return std::string_view(each.as_string()).find(person.value) != std::string_view::npos;
  });
  return json::serialize(parsed);
}

}  // namespace tenure::flow
