#pragma once
// The names that workflows may use, and what each means. A chart that uses another name is refused
// when it is loaded; a name that no chart uses is found by unused_names(). The shipped vocabulary
// is workflows/schema/vocabulary.yaml.

#include "engine/model/refusal.hpp"
#include "engine/statechart/chart.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tenure::statechart {

struct vocabulary {
  using section = std::map<std::string, std::string, std::less<>>;  // name -> description
  section guards;
  section actions;
  section actors;   // what `invoke.src` may say
  section delays;   // what `after` may say besides an ISO 8601 duration
  section events;   // what `on` may say; `prefix.*` is allowed when it answers to one of them
  section mailbox;  // keys of `meta.mailbox`
};

// Errors: yaml.* as model/yaml.hpp lists them; chart.vocabulary: a section that does not exist, an
// entry without a description.
result<vocabulary> load_vocabulary(const std::filesystem::path& file);
result<vocabulary> parse_vocabulary(const std::string& yaml, const std::string& file);

// "guards.needsApproval" for each name that none of the charts uses, in the vocabulary's order.
std::vector<std::string> unused_names(const vocabulary& names,
                                      const std::vector<std::shared_ptr<const chart>>& charts);

// The name of `known` that `word` was probably meant to be; empty when none is near.
std::string nearest(std::string_view word, const vocabulary::section& known);

}  // namespace tenure::statechart
