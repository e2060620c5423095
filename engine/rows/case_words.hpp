#pragma once
// The words of `then` that are about cases and the rights that come of them.

#include "engine/rows/stage.hpp"

namespace tenure::rows {

void expect_case(stage& on, const account& of, const yaml_node& node);
void expect_because(stage& on, const account& of, const yaml_node& node);
void expect_cases(stage& on, const account& of, const yaml_node& node);
// `grants` and `certified`.
void expect_rights(stage& on, const account& of, const yaml_node& node);

}  // namespace tenure::rows
