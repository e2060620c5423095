#pragma once
// Private to engine/statechart: collects what is wrong with a document, so that its author sees
// everything at once.

#include "engine/model/refusal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure::statechart {

class findings {
 public:
  explicit findings(std::string file) : file_(std::move(file)) {}

  // `place`: "account.leaving.waiting.after"; `message`: what is wrong, no full stop.
  void add(int line, std::string_view place, std::string_view message, std::string_view way_out);
  bool empty() const { return found_.empty(); }
  // One line for each finding, in file order, no full stop at its end:
  // "file:12: place: message. way out".
  refusal as_refusal(std::string code) const;

 private:
  struct finding {
    int line;
    std::size_t nth;  // in the order of finding
    std::string text;
  };
  std::string file_;
  std::vector<finding> found_;
};

// The one of `known` that `word` was probably meant to be; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);
// "Did you mean 'x'?", or `otherwise` when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known,
                         std::string otherwise);

}  // namespace tenure::statechart
