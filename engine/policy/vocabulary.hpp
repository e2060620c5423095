#pragma once
// The words that packs give values for (workflows/schema/policy-vocabulary.yaml) and what makes a
// value good. Private to loading and checking packs.

#include "engine/model/person.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/case_rule.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::policy {

enum class value_type { period, flag, number, choice, time_of_day, name_template };

// Which way a pack that extends another may go.
enum class tightening { longer, shorter, higher, lower, to_true, to_false, same, free };

struct term {
  value_type type = value_type::flag;
  tightening tighter = tightening::free;
  std::string least, most;               // of periods and numbers, as written
  std::vector<person_kind> zero_for;     // kinds for whom a period may be zero
  std::vector<std::string> choices;      // of a choice
  std::vector<std::string> variables;    // of a template
  std::string unit;                      // of a number
  bool per_unit = false;                 // a unit may have a value of its own
  std::string description;
};

struct vocabulary {
  std::map<std::string, term, std::less<>> values;
  std::map<std::string, std::vector<std::string>, std::less<>> notices;  // name -> variables
  std::set<std::string, std::less<>> case_notices;  // of those, needed only by who offers cases
  case_words cases;
};

// What is wrong with a value, and what to write instead.
struct value_fault {
  std::string what;
  std::string way_out;
};

// Refused (policy.vocabulary, yaml.*): a word without type or description, an unknown type.
result<vocabulary> load_vocabulary(const std::filesystem::path& file);

// nullopt: the value is good for this kind of person (nullopt: for everybody).
std::optional<value_fault> fault_in(const term& word, std::string_view value,
                                    std::optional<person_kind> kind);

// True when `child` is shown to be at least as tight as `parent`. Periods of months and days are
// only comparable where no calendar can turn the order round: P2M is not shown to be longer than
// P60D. Both values must be good.
bool at_least_as_tight(const term& word, std::string_view parent, std::string_view child);

// Whole decimal number without sign, leading zero or blanks ("010" is refused: YAML 1.1 reads 8).
std::optional<std::int64_t> parse_number(std::string_view text);
// Minutes after midnight of "17:00".
std::optional<int> parse_time_of_day(std::string_view text);

}  // namespace tenure::policy
