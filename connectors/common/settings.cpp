#include "connectors/common/settings.hpp"

#include <charconv>
#include <utility>

namespace tenure::connectors {

settings::settings(const yaml_node& node, std::string place)
    : node_(node), place_(std::move(place)) {
  if (!node_.map()) refuse("config.not_a_map", "settings are expected here, as `name: value`");
}

void settings::refuse(std::string code, std::string message, std::string_view name) {
  if (first_) return;
  const yaml_node* at = name.empty() ? &node_ : node_.find(name);
  refusal why;
  why.code = std::move(code);
  why.message = std::move(message);
  why.place = place_ + ":" + std::to_string(at ? at->line : node_.line);
  first_ = std::move(why);
}

const yaml_node* settings::scalar(std::string_view name) {
  asked_.emplace(name);
  const yaml_node* found = node_.find(name);
  if (!found) return nullptr;
  if (!found->scalar()) {
    refuse("config.not_text", "`" + std::string(name) + "` is a single value", name);
    return nullptr;
  }
  return found;
}

std::string settings::text(std::string_view name) {
  const yaml_node* found = scalar(name);
  if (!found || found->text.empty()) {
    refuse("config.missing", "`" + std::string(name) + "` is needed", name);
    return {};
  }
  return found->text;
}

std::string settings::text(std::string_view name, std::string_view otherwise) {
  const yaml_node* found = scalar(name);
  return found ? found->text : std::string(otherwise);
}

std::int64_t settings::number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                              std::int64_t most) {
  const yaml_node* found = scalar(name);
  if (!found) return otherwise;
  const std::string& text = found->text;
  std::int64_t value = 0;
  auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool octal = text.size() > 1 && text.front() == '0';
  if (trouble != std::errc() || end != text.data() + text.size() || octal) {
    refuse("config.not_a_number", "`" + std::string(name) + "` is a whole number", name);
    return otherwise;
  }
  if (value < least || value > most) {
    refuse("config.out_of_bounds",
           "`" + std::string(name) + "` lies between " + std::to_string(least) + " and " +
               std::to_string(most),
           name);
    return otherwise;
  }
  return value;
}

bool settings::flag(std::string_view name, bool otherwise) {
  const yaml_node* found = scalar(name);
  if (!found) return otherwise;
  if (found->text == "true") return true;
  if (found->text == "false") return false;
  refuse("config.not_a_flag", "`" + std::string(name) + "` is true or false", name);
  return otherwise;
}

const yaml_node& settings::node(std::string_view name) {
  static const yaml_node nothing;
  asked_.emplace(name);
  const yaml_node* found = node_.find(name);
  if (!found) refuse("config.missing", "`" + std::string(name) + "` is needed", name);
  return found ? *found : nothing;
}

std::optional<refusal> settings::finish() {
  for (const auto& item : node_.items) {
    if (node_.map() && !asked_.contains(item.key)) {
      refuse("config.unknown_key", "`" + item.key + "` is no setting here", item.key);
    }
  }
  return first_;
}

}  // namespace tenure::connectors
