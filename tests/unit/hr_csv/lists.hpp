#pragma once
// Lists for these tests, read with the configuration that is shipped.

#include "connectors/hr_csv/connector.hpp"

#include <fstream>
#include <sstream>

namespace tenure::hr_csv {

inline std::string shipped_yaml() {
  std::ostringstream out;
  out << std::ifstream(std::string(TENURE_SOURCE_DIR) + "/config/hr-lists.yaml").rdbuf();
  return out.str();
}

// The shipped configuration with the first `from` in it replaced.
inline config shipped(const std::string& from = "", const std::string& to = "") {
  auto yaml = shipped_yaml();
  auto at = yaml.find(from);
  if (at == yaml.npos) throw std::logic_error("hr-lists.yaml no longer says " + from);
  return parse_config(yaml.replace(at, from.size(), to), "hr-lists.yaml").value();
}

inline hr_list_file read(hr_list_kind kind, const std::string& bytes, config how = shipped()) {
  return connector(std::move(how)).read_bytes(kind, bytes, "list.csv");
}

inline std::string leavers(const std::string& rows) {
  return "Employee No,First Name,Surname,Leaving Date,Reason\r\n" + rows;
}

}  // namespace tenure::hr_csv
