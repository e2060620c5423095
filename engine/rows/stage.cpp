#include "engine/rows/stage.hpp"

#include <algorithm>

namespace tenure::rows {
namespace {

std::optional<int> minutes_of(std::string_view clock_time) {
  auto digit = [&](std::size_t at) { return clock_time[at] >= '0' && clock_time[at] <= '9'; };
  if (clock_time.size() != 5 || clock_time[2] != ':') return std::nullopt;
  if (!digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  auto number = [&](std::size_t at) {
    return (clock_time[at] - '0') * 10 + clock_time[at + 1] - '0';
  };
  if (number(0) > 23 || number(3) > 59) return std::nullopt;
  return number(0) * 60 + number(3);
}

}  // namespace

account stage::account_of(const std::string& person) {
  account out;
  world.engine->run([&](flow::line& on) {
    auto all = on.in.accounts().of_person({person});
    if (!all.empty()) out = all.back();
    return false;
  });
  return out;
}

std::optional<case_file> stage::newest_of(const std::string& workflow) {
  std::optional<case_file> found;
  auto about = account_of(subject).id;
  world.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.cases().list(false, 1000)) {
      if (!found && each.subject == about && each.workflow == workflow) found = each;
    }
    return false;
  });
  return found;
}

std::optional<case_file> stage::latest_case() {
  std::optional<case_file> found;
  auto about = account_of(subject).id;
  world.engine->run([&](flow::line& on) {
    if (!last_case.empty()) {
      found = on.in.cases().load(last_case);
      return false;
    }
    for (const auto& each : on.in.cases().list(false, 1000)) {
      if (!found && each.subject == about) found = each;
    }
    return false;
  });
  return found;
}

std::vector<audit::leaf> stage::entries(std::size_t from, const account_id& of) {
  std::vector<audit::leaf> out;
  auto rows = world.trail();
  for (std::size_t i = from; i < rows.size(); ++i) {
    auto entry = audit::read_leaf(rows[i].leaf).value();
    if (of.empty() || entry.account == of.text()) out.push_back(std::move(entry));
  }
  return out;
}

instant moment(const policy::pack& pack, const yaml_node& at, const case_row& row) {
  const auto& text = text_of(at, row);
  if (auto exact = parse_instant(text)) return *exact;
  auto day = parse_date(std::string_view(text).substr(0, std::min<std::size_t>(text.size(), 10)));
  bool timed = text.size() > 11 && text[10] == 'T';
  auto clock_time = timed ? minutes_of(std::string_view(text).substr(11)) : std::nullopt;
  if (!day || (text.size() != 10 && !clock_time)) {
    throw bad_case(row.place(at.line) + ": '" + text + "' is no moment: 2026-12-01, "
                   "2026-12-01T17:00 (local) or 2026-12-01T17:00:00Z");
  }
  policy::calendar local(pack.time_zone, std::chrono::minutes(clock_time.value_or(0)));
  return clock_time ? local.end_of_working_day(*day) : local.start_of(*day);
}

const std::string& text_of(const yaml_node& node, const case_row& row) {
  if (!node.scalar()) throw bad_case(row.place(node.line) + ": a plain text is wanted here");
  return node.text;
}

std::string member(const yaml_node& node, const char* key, const std::string& otherwise) {
  const auto* found = node.find(key);
  return found && found->scalar() ? found->text : otherwise;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "none" : out;
}

std::vector<std::string> texts(stage& on, const yaml_node& node) {
  std::vector<std::string> out;
  if (node.scalar()) return {node.text};
  for (const auto& item : node.items) out.push_back(text_of(item, on.row));
  return out;
}

bool lies_in(std::string state, const std::string& wanted) {
  state += ",";
  for (std::size_t at = 0; at < state.size();) {
    auto end = state.find(',', at);
    auto leaf = state.substr(at, end - at);
    if (leaf == wanted || leaf.starts_with(wanted + ".")) return true;
    at = end + 1;
  }
  return false;
}

void only_keys(const yaml_node& node, std::initializer_list<const char*> keys,
               const case_row& row) {
  if (!node.map()) throw bad_case(row.place(node.line) + ": a map is wanted here");
  for (const auto& item : node.items) {
    if (std::find(keys.begin(), keys.end(), item.key) == keys.end()) {
      throw bad_case(row.place(item.line) + ": '" + item.key + "' means nothing here");
    }
  }
}

person person_of(const yaml_node& node, const case_row& row) {
  only_keys(node, {"id", "kind", "givenName", "surname", "jobTitle", "unit", "manager", "contact",
                   "account"}, row);
  auto kind = parse_person_kind(member(node, "kind", "employee"));
  if (!kind) throw bad_case(row.place(node.line) + ": no such kind of person");
  return {.id = {member(node, "id", "1001")}, .kind = *kind,
          .given_name = member(node, "givenName", "Jane"),
          .surname = member(node, "surname", "Smith"),
          .job_title = member(node, "jobTitle", "Officer"), .unit = member(node, "unit", "U1"),
          .manager = {member(node, "manager", "M1")},
          .contact = member(node, "contact", "jane@home.example")};
}

}  // namespace tenure::rows
