#include "engine/policy/vocabulary.hpp"

#include "engine/model/yaml.hpp"
#include "engine/policy/template_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tenure::policy {
namespace {

constexpr std::array<std::pair<std::string_view, value_type>, 6> types{{
    {"period", value_type::period},
    {"flag", value_type::flag},
    {"number", value_type::number},
    {"choice", value_type::choice},
    {"timeOfDay", value_type::time_of_day},
    {"template", value_type::name_template},
}};

constexpr std::array<std::pair<std::string_view, tightening>, 8> directions{{
    {"longer", tightening::longer},
    {"shorter", tightening::shorter},
    {"higher", tightening::higher},
    {"lower", tightening::lower},
    {"true", tightening::to_true},
    {"false", tightening::to_false},
    {"same", tightening::same},
    {"free", tightening::free},
}};

template <class Table>
auto look_up(const Table& table, std::string_view name)
    -> std::optional<typename Table::value_type::second_type> {
  for (const auto& [text, value] : table) {
    if (text == name) return value;
  }
  return std::nullopt;
}

std::string scalar_of(const yaml_node& node, std::string_view name) {
  const auto* found = node.find(name);
  return found && found->scalar() ? found->text : std::string();
}

std::vector<std::string> list_of(const yaml_node& node, std::string_view name) {
  std::vector<std::string> out;
  if (const auto* found = node.find(name)) {
    for (const auto& item : found->items) out.push_back(item.text);
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::int64_t day_seconds = 86'400;

// The least and most seconds that a period can be on any calendar (28 to 31 days a month, an hour
// either way for daylight saving).
struct seconds_range {
  std::int64_t least, most;
};
seconds_range range_of(period p) {
  std::int64_t daylight = p.months != 0 || p.days != 0 ? 3600 : 0;
  return {p.months * 28 * day_seconds + p.days * day_seconds + p.seconds - daylight,
          p.months * 31 * day_seconds + p.days * day_seconds + p.seconds + daylight};
}

// A year is 365.2425 days: good enough for bounds, which are orders of magnitude.
double nominal_seconds(period p) {
  return (p.months * 30.436875 + p.days) * static_cast<double>(day_seconds) +
         static_cast<double>(p.seconds);
}

bool shown_no_shorter(period longer, period shorter) {
  bool each_part = longer.months >= shorter.months && longer.days >= shorter.days &&
                   longer.seconds >= shorter.seconds;
  return each_part || range_of(longer).least >= range_of(shorter).most;
}

std::optional<value_fault> period_fault(const term& word, std::string_view value,
                                        std::optional<person_kind> kind) {
  auto length = parse_period(value);
  if (!length) return value_fault{"is no ISO 8601 duration", "Write it like P30D, P6M or PT15M"};
  const auto& zero = word.zero_for;
  if (length->zero() && kind && std::find(zero.begin(), zero.end(), *kind) != zero.end()) {
    return std::nullopt;
  }
  double seconds = nominal_seconds(*length);
  if (seconds < nominal_seconds(*parse_period(word.least)) ||
      seconds > nominal_seconds(*parse_period(word.most))) {
    return value_fault{"is out of bounds", "Write " + word.least + " to " + word.most};
  }
  return std::nullopt;
}

std::optional<value_fault> number_fault(const term& word, std::string_view value) {
  auto number = parse_number(value);
  if (!number) {
    return value_fault{"is no whole number", "Write decimal digits without leading zeros"};
  }
  if (*number < *parse_number(word.least) || *number > *parse_number(word.most)) {
    return value_fault{"is out of bounds",
                       "Write " + word.least + " to " + word.most + " " + word.unit};
  }
  return std::nullopt;
}

bool address_literal(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

std::optional<value_fault> template_fault(const term& word, std::string_view value) {
  auto pieces = parse_template(value);
  std::string way_out = "Use " + joined(word.variables) + " in braces, like {givenName}.{surname}";
  if (!pieces) return value_fault{"has a brace that opens or closes nothing", way_out};
  bool any = false;
  for (const auto& piece : *pieces) {
    any = any || piece.variable;
    if (piece.variable && !contains(word.variables, piece.text)) {
      return value_fault{"names the unknown variable {" + piece.text + "}", way_out};
    }
    if (!piece.variable && !std::all_of(piece.text.begin(), piece.text.end(), address_literal)) {
      return value_fault{"holds characters that an address may not",
                         "Between variables use only a-z, 0-9, '.', '-' and '_'"};
    }
  }
  if (!any) return value_fault{"names no variable: everybody would be called the same", way_out};
  return std::nullopt;
}

bool good_bounds(const term& word) {
  if (word.type == value_type::period) return parse_period(word.least) && parse_period(word.most);
  if (word.type == value_type::number) return parse_number(word.least) && parse_number(word.most);
  return word.type != value_type::choice || !word.choices.empty();
}

std::optional<term> read_term(const yaml_node& node) {
  auto type = look_up(types, scalar_of(node, "type"));
  auto tighter = look_up(directions, scalar_of(node, "tighter"));
  if (!type || !tighter) return std::nullopt;
  term word{*type, *tighter, scalar_of(node, "least"), scalar_of(node, "most"), {},
            list_of(node, "choices"), list_of(node, "variables"), scalar_of(node, "unit"),
            scalar_of(node, "perUnit") == "true", scalar_of(node, "description")};
  for (const auto& name : list_of(node, "zeroFor")) {
    auto kind = parse_person_kind(name);
    if (!kind) return std::nullopt;
    word.zero_for.push_back(*kind);
  }
  if (word.description.empty() || !good_bounds(word)) return std::nullopt;
  return word;
}

std::map<std::string, std::string, std::less<>> words_of(const yaml_node& root,
                                                         std::string_view section) {
  std::map<std::string, std::string, std::less<>> out;
  if (const auto* found = root.find(section)) {
    for (const auto& word : found->items) out.emplace(word.key, word.text);
  }
  return out;
}

refusal vocabulary_refusal(const std::filesystem::path& file, int line, std::string message) {
  return {"policy.vocabulary", std::move(message), file.string() + ":" + std::to_string(line), "",
          "Each word needs type, tighter, description, and the bounds of its type"};
}

}  // namespace

result<vocabulary> load_vocabulary(const std::filesystem::path& file) {
  auto root = read_yaml(file);
  if (!root) return root.error();
  const auto* values = root->find("values");
  const auto* notices = root->find("notices");
  if (!values || !values->map() || !notices || !notices->map()) {
    return vocabulary_refusal(file, 1, "values and notices are not both there");
  }
  vocabulary out;
  for (const auto& node : values->items) {
    auto word = read_term(node);
    if (!word) return vocabulary_refusal(file, node.line, "'" + node.key + "' is not well defined");
    out.values.emplace(node.key, std::move(*word));
  }
  for (const auto& node : notices->items) {
    out.notices.emplace(node.key, list_of(node, "variables"));
    if (scalar_of(node, "of") == "cases") out.case_notices.insert(node.key);
  }
  out.cases = {words_of(*root, "authorities"), words_of(*root, "roles"),
               words_of(*root, "fields"), words_of(*root, "attestations")};
  return out;
}

std::optional<value_fault> fault_in(const term& word, std::string_view value,
                                    std::optional<person_kind> kind) {
  switch (word.type) {
    case value_type::period:
      return period_fault(word, value, kind);
    case value_type::number:
      return number_fault(word, value);
    case value_type::name_template:
      return template_fault(word, value);
    case value_type::flag:
      if (value == "true" || value == "false") return std::nullopt;
      return value_fault{"is neither true nor false", "Write true or false"};
    case value_type::choice:
      if (contains(word.choices, value)) return std::nullopt;
      return value_fault{"is no choice here", "Write one of: " + joined(word.choices)};
    case value_type::time_of_day:
      if (parse_time_of_day(value)) return std::nullopt;
      return value_fault{"is no time of day", "Write it like 17:00, from 00:00 to 23:59"};
  }
  throw std::logic_error("value_type");
}

bool at_least_as_tight(const term& word, std::string_view parent, std::string_view child) {
  if (parent == child) return true;
  switch (word.tighter) {
    case tightening::longer:
      return shown_no_shorter(*parse_period(child), *parse_period(parent));
    case tightening::shorter:
      return shown_no_shorter(*parse_period(parent), *parse_period(child));
    case tightening::higher:
      return *parse_number(child) >= *parse_number(parent);
    case tightening::lower:
      return *parse_number(child) <= *parse_number(parent);
    case tightening::to_true:
      return child == "true";
    case tightening::to_false:
      return child == "false";
    case tightening::same:
      return false;
    case tightening::free:
      return true;
  }
  throw std::logic_error("tightening");
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0') || text[0] == '-') return std::nullopt;
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<int> parse_time_of_day(std::string_view text) {
  auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace tenure::policy
