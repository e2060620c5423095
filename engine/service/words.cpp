#include "engine/service/words.hpp"

#include "engine/model/event.hpp"

namespace tenure::service {

std::string event_in_words(std::string_view name) {
  constexpr std::string_view after = "xstate.after.";
  if (auto invoke = invoke_of(name); !invoke.empty()) {
    return std::string(invoke) + (name.starts_with("xstate.done") ? " done" : " failed");
  }
  if (!name.starts_with(after)) return std::string(name);
  name.remove_prefix(after.size());
  return std::string(name.substr(0, name.find('.'))) + " was over";
}

}  // namespace tenure::service
