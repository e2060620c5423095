#pragma once
// The words of a row that are about messages: they come, they are swept, they stand in a folder or
// in the archive.

#include "engine/rows/stage.hpp"

namespace tenure::rows {

void mail(stage& on, const yaml_node& what);
void sweep(stage& on, const yaml_node& what);
void expect_archive(stage& on, const account& of, const yaml_node& node);
void expect_folders(stage& on, const account& of, const yaml_node& node);

}  // namespace tenure::rows
