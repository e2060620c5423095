#pragma once
// Names of the engine in words for people.

#include <string>
#include <string_view>

namespace tenure::service {

// "xstate.done.actor.archive" -> "archive done"; "xstate.after.retentionTime.account.retained" ->
// "retentionTime was over"; others stay as they are.
std::string event_in_words(std::string_view name);

}  // namespace tenure::service
