#include "engine/service/cli/screen.hpp"

#include <algorithm>
#include <numeric>

namespace tenure::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// Bytes of the first `columns` columns of `text`.
std::size_t bytes_of(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  while (end < text.size() && columns_of(text.substr(0, end + 1)) <= columns) ++end;
  while (end < text.size() && end > 0 && continues(text[end])) --end;
  return std::max<std::size_t>(end, 1);
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.append(width - std::min(width, columns_of(text)), ' ');
  return out;
}

using row = std::vector<std::string>;

void drop_empty_columns(row& head, std::vector<row>& rows) {
  for (auto column = head.size(); column-- > 0;) {
    auto empty = [&](const row& r) { return r[column].empty(); };
    if (rows.empty() || !std::ranges::all_of(rows, empty)) continue;
    head.erase(head.begin() + static_cast<std::ptrdiff_t>(column));
    for (auto& r : rows) r.erase(r.begin() + static_cast<std::ptrdiff_t>(column));
  }
}

std::vector<std::size_t> natural_widths(const row& head, const std::vector<row>& rows) {
  std::vector<std::size_t> out;
  for (const auto& title : head) out.push_back(columns_of(title));
  for (const auto& r : rows) {
    for (std::size_t i = 0; i < r.size(); ++i) out[i] = std::max(out[i], columns_of(r[i]));
  }
  return out;
}

// Takes from the widest column until the table fits or every column is narrow.
void shrink(std::vector<std::size_t>& widths, std::size_t room) {
  auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(), gap * (widths.size() - 1));
  };
  while (total() > room) {
    auto widest = std::ranges::max_element(widths);
    if (*widest <= narrowest) return;
    --*widest;
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    out += byte < 0x20 || byte == 0x7F || c1 ? '?' : text[i];
    if (c1) ++i;
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (continues(text[i])) continue;
    auto byte = static_cast<unsigned char>(text[i]);
    auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    bool combining = byte == 0xCC || (byte == 0xCD && next < 0xB0);  // U+0300 to U+036F
    if (!combining) ++out;
  }
  return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  if (width == 0 || columns_of(text) <= width) return {std::string(text)};
  std::vector<std::string> out;
  while (columns_of(text) > width) {
    auto end = bytes_of(text, width);
    auto blank = text.substr(0, end + 1).rfind(' ');
    bool whole_word = blank != std::string_view::npos && blank > 0;
    out.emplace_back(text.substr(0, whole_word ? blank : end));
    text.remove_prefix(whole_word ? blank + 1 : end);
  }
  if (!text.empty()) out.emplace_back(text);
  return out;
}

void screen::put(std::string_view text, tone how) {
  static constexpr std::string_view codes[] = {"", "\x1b[32m", "\x1b[33m", "\x1b[31m"};
  bool painted = colour_ && how != tone::plain && !text.empty();
  if (painted) out_ << codes[static_cast<int>(how)];
  out_ << text;
  if (painted) out_ << "\x1b[0m";
  out_ << '\n';
}

void screen::line(std::string_view text, tone how) {
  for (const auto& each : wrap(printable(text), width_)) put(each, how);
}

void screen::item(std::string_view text, tone how) {
  auto room = width_ > narrowest ? width_ - 2 : width_;
  std::string_view lead = "- ";
  for (const auto& each : wrap(printable(text), room)) {
    put(std::string(lead) + each, how);
    lead = "  ";
  }
}

void screen::fields(const std::vector<std::pair<std::string_view, std::string>>& what) {
  std::size_t names = 0;
  for (const auto& [name, value] : what) {
    if (!value.empty()) names = std::max(names, columns_of(name));
  }
  auto room = width_ > names + gap + narrowest ? width_ - names - gap : 0;
  for (const auto& [name, value] : what) {
    if (value.empty()) continue;
    std::string lead = padded(name, names + gap);
    for (const auto& each : wrap(printable(value), room)) {
      put(lead + each, tone::plain);
      lead.assign(names + gap, ' ');
    }
  }
}

void screen::table(const row& titles, const std::vector<row>& given) {
  row head = titles;
  std::vector<row> rows = given;
  for (auto& r : rows) {
    r.resize(head.size());
    for (auto& cell : r) cell = printable(cell);
  }
  drop_empty_columns(head, rows);
  if (head.empty()) return;
  auto widths = natural_widths(head, rows);
  if (width_ > 0) shrink(widths, width_);
  rows.insert(rows.begin(), head);
  for (const auto& r : rows) {
    std::vector<row> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < r.size(); ++i) {
      cells.push_back(wrap(r[i], widths[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t at = 0; at < height; ++at) {
      std::string out;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        out += padded(at < cells[i].size() ? cells[i][at] : "", widths[i] + gap);
      }
      out.erase(out.find_last_not_of(' ') + 1);
      put(out, tone::plain);
    }
  }
}

}  // namespace tenure::cli
