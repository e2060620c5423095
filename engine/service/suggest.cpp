#include "engine/service/suggest.hpp"

#include <algorithm>
#include <numeric>

namespace tenure::service {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// Letters to change, add or drop to get from one word to the other (Levenshtein), whatever their
// case.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      auto above = row[j + 1];
      auto changed = lower(a[i]) == lower(b[j]) ? 0U : 1U;
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + changed});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& known) {
  auto nearest = std::ranges::min_element(
      known, {}, [&](std::string_view each) { return distance(given, each); });
  // With half of its letters changed every short word is near some other.
  auto near = std::min<std::size_t>(3, given.size() / 2);
  if (nearest != known.end() && distance(given, *nearest) <= near) {
    return "Did you mean " + std::string(*nearest) + "?";
  }
  std::string all;
  for (auto each : known) all += (all.empty() ? "" : ", ") + std::string(each);
  return "Known here: " + all + ".";
}

}  // namespace tenure::service
