#include "engine/policy/pack.hpp"

#include "engine/policy/vocabulary.hpp"

#include <stdexcept>

namespace tenure::policy {

const setting& pack::get(std::string_view word, person_kind kind) const {
  auto found = settings.find(word);
  if (found == settings.end()) {
    throw std::logic_error("policy value '" + std::string(word) + "' is not in the vocabulary");
  }
  auto special = found->second.by_kind.find(kind);
  return special == found->second.by_kind.end() ? found->second.common : special->second;
}

const setting& pack::get(std::string_view word, person_kind kind,
                         const std::vector<std::string>& units) const {
  auto found = settings.find(word);
  if (found != settings.end() && !found->second.by_unit.empty()) {
    for (const auto& unit : units) {
      auto own = found->second.by_unit.find(unit);
      if (own != found->second.by_unit.end()) return own->second;
    }
  }
  return get(word, kind);
}

bool pack::has(std::string_view word) const { return settings.find(word) != settings.end(); }

period pack::period_of(std::string_view word, person_kind kind,
                       const std::vector<std::string>& units) const {
  auto value = parse_period(get(word, kind, units).value);
  if (!value) throw std::logic_error("policy value '" + std::string(word) + "' is no period");
  return *value;
}

bool pack::flag(std::string_view word, person_kind kind) const {
  const auto& value = get(word, kind).value;
  if (value != "true" && value != "false") {
    throw std::logic_error("policy value '" + std::string(word) + "' is no flag");
  }
  return value == "true";
}

std::int64_t pack::number(std::string_view word, person_kind kind) const {
  auto value = parse_number(get(word, kind).value);
  if (!value) throw std::logic_error("policy value '" + std::string(word) + "' is no number");
  return *value;
}

const notice_template* pack::notice(std::string_view word) const {
  auto found = notices.find(word);
  return found == notices.end() ? nullptr : &found->second;
}

}  // namespace tenure::policy
