#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

std::string plain(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  return json::serialize(value);
}

}  // namespace

const json::value& member(const json::value& of, std::string_view name) {
  static const json::value none;
  if (!of.is_object()) return none;
  const auto* found = of.get_object().if_contains(name);
  return found ? *found : none;
}

std::string text(const json::value& of, std::string_view name) { return plain(member(of, name)); }

bool flag(const json::value& of, std::string_view name) {
  const auto& value = member(of, name);
  return value.is_bool() && value.get_bool();
}

const json::array& list(const json::value& of, std::string_view name) {
  static const json::array none;
  const auto& value = member(of, name);
  return value.is_array() ? value.get_array() : none;
}

std::string joined(const json::value& of, std::string_view name) {
  std::string out;
  for (const auto& each : list(of, name)) out += (out.empty() ? "" : ", ") + plain(each);
  return out;
}

std::string sentence(const json::value& of) {
  if (!of.is_object()) return plain(of);
  if (auto message = text(of, "message"); !message.empty()) return message;
  std::string out;
  for (const auto& [name, value] : of.get_object()) {
    out += (out.empty() ? "" : ", ") + std::string(name) + " " + plain(value);
  }
  return out;
}

std::string counts(const json::value& of, std::string_view name) {
  std::string out;
  const auto& value = member(of, name);
  if (!value.is_object()) return out;
  for (const auto& [what, number] : value.get_object()) {
    out += (out.empty() ? "" : ", ") + std::string(what) + " " + plain(number);
  }
  return out;
}

}  // namespace tenure::cli
