#include "connectors/hr_csv/connector.hpp"

#include "connectors/hr_csv/decode.hpp"
#include "connectors/hr_csv/mapping.hpp"
#include "connectors/hr_csv/table.hpp"
#include "engine/model/digest.hpp"

#include <fstream>
#include <stdexcept>

namespace tenure::hr_csv {
namespace {

refusal whole(std::string code, std::string message, const std::string& place,
              std::string way_out) {
  return {std::move(code), std::move(message), place, "", std::move(way_out)};
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

// A last row that is short was being written when the export stopped.
bool cut_short(const std::vector<table_row>& table) {
  return table.size() > 1 && table.back().cells.size() < table.front().cells.size();
}

std::vector<refusal> at_place(std::vector<refusal> faults, const std::string& place) {
  for (auto& why : faults) why.place = place;
  return faults;
}

}  // namespace

hr_list_file connector::read(hr_list_kind kind, const std::filesystem::path& file) {
  auto name = file.filename().string();
  hr_list_file held;
  held.kind = kind;
  std::error_code error;
  auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in) {
    held.whole.push_back(whole("hr.list.unreadable", "the list cannot be read", name,
                               "Check the path and its permissions"));
    return held;
  }
  if (size > file_bytes_max) {
    held.whole.push_back(whole("hr.list.too_long", "the list is longer than 128 MiB", name,
                               "Check that it is the right file"));
    return held;
  }
  std::string bytes(size, '\0');
  // A file that grows or shrinks while it is read is being written: neither half is a list.
  bool whole_file = in.read(bytes.data(), static_cast<std::streamsize>(size)) &&
                    in.peek() == std::ifstream::traits_type::eof();
  if (!whole_file) {
    held.whole.push_back(whole("hr.list.unreadable", "the list changed while it was read", name,
                               "Wait until it is written, then read it again"));
    return held;
  }
  return read_bytes(kind, bytes, name);
}

hr_list_file connector::read_bytes(hr_list_kind kind, const std::string& bytes,
                                   const std::string& name) {
  hr_list_file out;
  out.kind = kind;
  out.file_digest = sha256_hex(bytes);
  auto hold = [&](refusal why) {
    why.place = why.place.empty() ? name : name + ":" + why.place;
    out.whole.push_back(std::move(why));
    return std::move(out);
  };
  auto text = decode(bytes, how_.text);
  if (!text) return hold(text.error());
  if (blank(*text)) {
    return hold(whole("hr.list.empty", "the list is empty", "", "Export it again"));
  }
  auto table = parse_table(*text, how_.delimiter);
  if (!table) return hold(table.error());
  auto header = read_header(table->front(), kind, how_);
  if (!header.faults.empty()) {
    auto place = name + ":" + std::to_string(table->front().line);
    out.whole = at_place(std::move(header.faults), place);
    return out;
  }
  if (cut_short(*table)) {
    return hold(whole("hr.list.truncated", "the last row has fewer cells than the header",
                      std::to_string(table->back().line), "Export it again; it was cut off"));
  }
  if (table->size() == 1) {
    return hold(whole("hr.list.no_rows", "the list has a header and no rows", "",
                      "If nobody is on it, say so to the helpdesk instead"));
  }
  read_rows(*table, header.places, how_, name, out);
  return out;
}

}  // namespace tenure::hr_csv
