#include "engine/policy/template_text.hpp"

#include <algorithm>

namespace tenure::policy {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::optional<std::vector<template_piece>> parse_template(std::string_view text) {
  std::vector<template_piece> pieces;
  while (!text.empty()) {
    std::size_t brace = text.find_first_of("{}");
    if (brace != 0) pieces.push_back({false, std::string(text.substr(0, brace))});
    if (brace == std::string_view::npos) break;
    std::size_t end = text.find('}', brace);
    if (text[brace] == '}' || end == std::string_view::npos) return std::nullopt;
    std::string_view name = text.substr(brace + 1, end - brace - 1);
    if (name.empty() || !std::all_of(name.begin(), name.end(), letter)) return std::nullopt;
    pieces.push_back({true, std::string(name)});
    text.remove_prefix(end + 1);
  }
  return pieces;
}

}  // namespace tenure::policy
