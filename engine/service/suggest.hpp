#pragma once
// For whoever misspelt a word.

#include <string>
#include <string_view>
#include <vector>

namespace tenure::service {

// "Did you mean socket?", or all known words when none is near.
std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& known);

}  // namespace tenure::service
