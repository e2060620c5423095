#pragma once
// Cells to typed rows, by the columns that the configuration names.

#include "connectors/hr_csv/config.hpp"
#include "connectors/hr_csv/table.hpp"
#include "engine/ports/hr_feed.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tenure::hr_csv {

// Where each field's cell stands in a row; nullopt: the file lacks this optional column.
using column_places = std::array<std::optional<std::size_t>, field_count>;

struct header_reading {
  column_places places;
  std::vector<refusal> faults;  // hr.list.delimiter, hr.list.column_*
};
header_reading read_header(const table_row& header, hr_list_kind kind, const config& how);

// Takes every row after the header: good ones into `to.rows`, the others into `to.refused`.
// `name` is the file's, for places.
void read_rows(const std::vector<table_row>& table, const column_places& places, const config& how,
               const std::string& name, hr_list_file& to);

}  // namespace tenure::hr_csv
