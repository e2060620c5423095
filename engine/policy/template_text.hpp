#pragma once
// Text with `{variables}`: notices and name templates. A brace that opens no variable is refused.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::policy {

struct template_piece {
  bool variable = false;
  std::string text;  // the variable's name, or literal text
};

// nullopt: a brace without its partner, an empty name, or a name that is not letters only.
std::optional<std::vector<template_piece>> parse_template(std::string_view text);

}  // namespace tenure::policy
