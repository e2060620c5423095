#include "engine/statechart/findings.hpp"

#include <algorithm>
#include <cctype>

namespace tenure::statechart {
namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

// Levenshtein distance, letter case aside.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t changed = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

void findings::add(int line, std::string_view place, std::string_view message,
                   std::string_view way_out) {
  std::string text = file_ + ":" + std::to_string(line) + ": ";
  text.append(place).append(": ").append(message).append(". ").append(way_out);
  found_.push_back({line, found_.size(), std::move(text)});
}

refusal findings::as_refusal(std::string code) const {
  auto ordered = found_;
  std::ranges::sort(ordered, {},
                    [](const finding& each) { return std::pair(each.line, each.nth); });
  std::string message =
      ordered.size() == 1 ? "1 error" : std::to_string(ordered.size()) + " errors";
  for (const auto& each : ordered) message += "\n" + each.text;
  return {std::move(code), std::move(message), file_, {}, "Correct the file; nothing was loaded"};
}

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t longest = 100;  // nobody mistypes more; bounds the work
  std::string_view best;
  std::size_t least = word.size() / 3 + 1;
  if (word.size() > longest) return {};
  for (auto candidate : known) {
    if (candidate.size() > longest) continue;
    std::size_t far = distance(word, candidate);
    if (far > least || (far == least && !best.empty())) continue;
    best = candidate;
    least = far;
  }
  return std::string(best);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known,
                         std::string otherwise) {
  auto near = nearest(word, known);
  return near.empty() ? std::move(otherwise) : "Did you mean '" + near + "'?";
}

}  // namespace tenure::statechart
