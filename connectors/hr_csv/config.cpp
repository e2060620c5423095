#include "connectors/hr_csv/config.hpp"

#include "connectors/common/settings.hpp"
#include "connectors/hr_csv/dates.hpp"
#include "connectors/hr_csv/text.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tenure::hr_csv {
namespace {

constexpr std::array<std::string_view, field_count> field_names = {
    "hrId",       "givenName", "surname", "personType", "jobTitle",  "unit",
    "unitName",   "parentUnit", "headOfUnit", "manager", "contact",   "startDate",
    "leavingDate", "reason",   "absentFrom", "expectedReturn"};

std::optional<field> parse_field(std::string_view text) {
  for (std::size_t i = 0; i < field_count; ++i) {
    if (field_names[i] == text) return static_cast<field>(i);
  }
  return std::nullopt;
}

std::optional<encoding> parse_encoding(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, encoding>, 6> known{{
      {"auto", encoding::automatic},
      {"UTF-8", encoding::utf8},
      {"UTF-16LE", encoding::utf16le},
      {"UTF-16BE", encoding::utf16be},
      {"windows-1252", encoding::windows1252},
      {"ISO-8859-1", encoding::latin1},
  }};
  for (const auto& [name, how] : known) {
    if (name == text) return how;
  }
  return std::nullopt;
}

// Collects the first fault; everything after it is read and forgotten.
class reader {
 public:
  reader(const yaml_node& root, const std::string& place) : root_(root), place_(place) {}

  result<config> read() {
    connectors::settings top(root_, place_);
    read_head(top);
    read_types(top.node("personTypes"));
    out_.ignored_columns = texts(top.node("ignoredColumns"));
    read_lists(top.node("lists"));
    if (auto why = top.finish()) return *why;
    if (why_) return *why_;
    return std::move(out_);
  }

 private:
  const yaml_node& root_;
  const std::string& place_;
  config out_;
  std::optional<refusal> why_;

  void fault(const yaml_node& at, std::string message, std::string way_out) {
    if (why_) return;
    why_ = refusal{"hr.config", std::move(message), place_ + ":" + std::to_string(at.line), "",
                   std::move(way_out)};
  }

  std::vector<std::string> texts(const yaml_node& list) {
    std::vector<std::string> out;
    if (!list.list()) fault(list, list.key + " is no list", "Write [one, two]; [] for none");
    for (const auto& item : list.items) {
      if (!item.scalar()) fault(item, "is no text", "Write [one, two]");
      out.push_back(item.text);
    }
    return out;
  }

  void read_head(connectors::settings& top) {
    auto how = parse_encoding(top.text("encoding"));
    if (!how) {
      fault(root_, "unknown encoding",
            "Use auto, UTF-8, UTF-16LE, UTF-16BE, windows-1252 or ISO-8859-1");
    }
    out_.text = how.value_or(encoding::automatic);
    auto delimiter = top.text("delimiter");
    if (delimiter == "tab") delimiter = "\t";
    if (delimiter.size() != 1 || std::string_view(",;|\t").find(delimiter) == std::string::npos) {
      fault(root_, "unknown delimiter", "Use \",\" \";\" \"|\" or tab");
    }
    out_.delimiter = delimiter.empty() ? ',' : delimiter[0];
    const auto& formats = top.node("dateFormats");
    out_.date_formats = texts(formats);
    if (out_.date_formats.empty()) fault(formats, "no date format", "Write [DD/MM/YYYY]");
    for (const auto& format : out_.date_formats) {
      if (good_date_format(format)) continue;
      fault(formats, "'" + format + "' is no date format",
            "Use D or DD, M, MM or MMM, YYYY, each once, with / - . , or a blank between");
    }
  }

  void read_types(const yaml_node& types) {
    if (!types.map() || types.items.empty()) {
      fault(types, "personTypes is no map", "Write `Employee: employee`");
    }
    for (const auto& item : types.items) {
      auto kind = parse_person_kind(item.text);
      bool known = kind && *kind != person_kind::shared;  // HR's lists are about people
      bool fresh = known && out_.person_types.emplace(lower(item.key), *kind).second;
      if (!fresh) {
        fault(item, "'" + item.key + "' stands twice or maps to no kind of person",
              "Use employee, agencyWorker, member, nonEmployee or temporary");
      }
    }
  }

  void read_lists(const yaml_node& lists) {
    for (const auto& item : lists.items) {
      auto kind = parse_hr_list_kind(item.key);
      if (!kind) {
        fault(item, "'" + item.key + "' is no list", "Use joiners, leavers, absences and staff");
        continue;
      }
      out_.lists[static_cast<std::size_t>(*kind)] = read_list(item);
    }
    for (auto name : hr_list_kinds) {
      if (!lists.find(name)) fault(lists, "list " + std::string(name) + " is missing", "Add it");
    }
  }

  list_layout read_list(const yaml_node& list) {
    list_layout out;
    connectors::settings keys(list, place_);
    const auto& columns = keys.node("columns");
    std::set<std::string> headings;
    for (const auto& item : columns.items) {
      auto name = parse_field(item.key);
      if (!name || item.text.empty() || !headings.insert(lower(item.text)).second) {
        fault(item, "'" + item.key + "' is no field, or its heading is used twice",
              "The fields are listed in connectors/hr_csv/README.md");
        continue;
      }
      out.columns[*name] = item.text;
    }
    if (!out.columns.contains(field::hr_id)) {
      fault(list, list.key + " has no hrId", "People are matched by it: map its column");
    }
    out.optional = fields(keys.node("optional"), out);
    out.required = fields(keys.node("required"), out);
    if (auto why = keys.finish(); why && !why_) why_ = why;
    return out;
  }

  std::vector<field> fields(const yaml_node& names, const list_layout& of) {
    std::vector<field> out;
    for (const auto& text : texts(names)) {
      auto name = parse_field(text);
      if (!name || !of.columns.contains(*name)) {
        fault(names, "'" + text + "' has no column in this list", "Name a field of `columns`");
      } else {
        out.push_back(*name);
      }
    }
    return out;
  }
};

}  // namespace

std::string_view to_text(field name) { return field_names[static_cast<std::size_t>(name)]; }

result<config> parse_config(std::string_view yaml, const std::string& place) {
  auto root = parse_yaml(std::string(yaml), place);
  if (!root) return root.error();
  return reader(*root, place).read();
}

}  // namespace tenure::hr_csv
