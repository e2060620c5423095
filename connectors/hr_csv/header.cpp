#include "connectors/hr_csv/mapping.hpp"
#include "connectors/hr_csv/text.hpp"

#include <algorithm>

namespace tenure::hr_csv {
namespace {

refusal fault(const char* code, std::string message, std::string way_out) {
  return {code, std::move(message), "", "", std::move(way_out)};
}

std::string name_of(char delimiter) {
  return delimiter == '\t' ? std::string("a tab") : "'" + std::string(1, delimiter) + "'";
}

// One heading for a whole line: another delimiter is in use. The one that stands in it most often.
std::optional<refusal> other_delimiter(const table_row& header, char expected) {
  if (header.cells.size() != 1) return std::nullopt;
  const auto& text = header.cells[0];
  char best = 0;
  std::ptrdiff_t most = 0;
  for (char candidate : {',', ';', '\t', '|'}) {
    auto count = std::count(text.begin(), text.end(), candidate);
    if (candidate != expected && count > most) {
      best = candidate;
      most = count;
    }
  }
  if (most == 0) return std::nullopt;
  return fault("hr.list.delimiter",
               "the header is one column; its delimiter seems to be " + name_of(best) + ", not " +
                   name_of(expected),
               "Export with " + name_of(expected) + ", or set delimiter in the configuration");
}

bool ignored(const std::string& heading, const config& how) {
  return std::any_of(how.ignored_columns.begin(), how.ignored_columns.end(),
                     [&](const auto& name) { return lower(name) == heading; });
}

}  // namespace

header_reading read_header(const table_row& header, hr_list_kind kind, const config& how) {
  header_reading out;
  if (auto why = other_delimiter(header, how.delimiter)) {
    out.faults.push_back(*why);
    return out;
  }
  const auto& layout = how.layout(kind);
  std::map<std::string, field> wanted;
  for (const auto& [name, heading] : layout.columns) wanted[lower(heading)] = name;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    std::string shown(trimmed(header.cells[i]));
    auto found = wanted.find(lower(shown));
    if (found == wanted.end()) {
      if (!ignored(lower(shown), how)) {
        out.faults.push_back(fault("hr.list.column_unknown", "unknown column '" + shown + "'",
                                   "Map it, or list it under ignoredColumns"));
      }
      continue;
    }
    auto& place = out.places[static_cast<std::size_t>(found->second)];
    if (place) {
      out.faults.push_back(fault("hr.list.column_twice", "column '" + shown + "' stands twice",
                                 "Remove one of the two"));
    }
    place = i;
  }
  for (const auto& [name, heading] : layout.columns) {
    bool optional = std::count(layout.optional.begin(), layout.optional.end(), name) != 0;
    if (optional || out.places[static_cast<std::size_t>(name)]) continue;
    out.faults.push_back(fault("hr.list.column_missing", "column '" + heading + "' is missing",
                               "The first line must be the header; export it with this column"));
  }
  return out;
}

}  // namespace tenure::hr_csv
