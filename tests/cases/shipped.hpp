#pragma once
// Every row of every pack and workflow in this source.

#include "engine/rows/case_file.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace tenure::test {

struct shipped_case {
  std::string pack;
  rows::case_row row;
};

void PrintTo(const shipped_case& of, std::ostream* out);  // "file:line", for GoogleTest

std::vector<std::string> pack_names();
// Every workflow but the account's own, whose rows stand with the packs.
std::vector<std::string> workflow_names();
std::filesystem::path rows_of_pack(const std::string& name);
std::filesystem::path rows_of_workflow(const std::string& name);

// A file with faults gives no rows here; the test of the files says why.
std::vector<shipped_case> shipped_cases();
// A name of a test: letters, digits and '_'.
std::string test_name(const shipped_case& of);
// The row's file in the source, as `tenure coverage` names it.
std::string source_name(const rows::case_row& of);

}  // namespace tenure::test
