#include "engine/service/cli/csv.hpp"

#include "engine/service/cli/fields.hpp"

#include <fstream>
#include <initializer_list>

namespace tenure::cli {
namespace {

void put(std::ostream& out, std::initializer_list<std::string> cells) {
  std::string_view separator;
  for (const auto& cell : cells) {
    out << separator << csv_cell(cell);
    separator = ",";
  }
  out << "\r\n";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    out += '\'';
  }
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

bool write_preview_csv(const json::value& preview, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  put(out, {"line", "person", "account", "what", "why", "rule"});
  for (const auto& row : list(preview, "rows")) {
    put(out, {text(row, "line"), text(row, "person"), text(row, "account"), text(row, "what"),
              text(row, "why"), text(row, "rule")});
  }
  for (const auto& row : list(preview, "refused")) {
    put(out, {text(row, "line"), text(row, "person"), "", "refused",
              text(row, "field") + ": " + text(row, "message"), text(row, "code")});
  }
  out.close();
  return !out.fail();
}

}  // namespace tenure::cli
