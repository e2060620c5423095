#pragma once
// A loaded statechart: what a workflow file says, checked, with every name resolved to an index.
// Immutable once loaded and shared by all who step it. The words are XState v5's and SCXML's.

#include "engine/model/attributes.hpp"
#include "engine/model/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::statechart {

// Index into chart::states, which stand in document order; 0 is the root.
using state_index = std::uint16_t;
inline constexpr state_index no_state = 0xffff;
inline constexpr std::size_t states_max = 512;

// A guard or an action: a name of the vocabulary and what is said to it. Never an expression.
struct named {
  std::string type;
  attributes params;
  bool operator==(const named&) const = default;
};

// A task or effect that runs while its state is active.
struct invocation {
  std::string id;   // unique in the chart
  std::string src;  // actor name of the vocabulary
  attributes input;
  state_index state = 0;
  int line = 0;
};

// A deadline that runs while its state is active.
struct delay {
  std::string name;                // as written: a name of the vocabulary, or a duration
  std::optional<period> duration;  // set when it was written as an ISO 8601 duration
  std::string event;               // "xstate.after.retentionTime.account.retained"
  state_index state = 0;
  int line = 0;
};

enum class trigger { event, always, after, invoke_done, invoke_error, state_done };

struct transition {
  trigger by = trigger::event;
  std::string event;  // descriptor: "leaver.notified", "hold.*", "*", "xstate.done.actor.x"
  std::optional<named> guard;
  std::vector<named> actions;
  std::vector<state_index> targets;  // empty: only the actions run
  bool reenter = false;
  std::string description;
  state_index source = 0;
  int line = 0;
};

enum class state_type { atomic, compound, parallel, final };

struct state_node {
  std::string key;   // "waiting"
  std::string path;  // from the root, "leaving.waiting"; empty for the root
  std::string id;    // "account.leaving.waiting", or what its `id` says
  std::string description;
  state_type type = state_type::atomic;
  std::vector<std::string> tags;
  attributes mailbox;  // meta.mailbox
  std::vector<named> entry, exit;

  state_index index = 0;
  state_index parent = no_state;
  state_index end = 0;  // descendants are the indexes in (index, end)
  state_index initial = no_state;
  std::vector<state_index> children;
  // Indexes into the chart's vectors. `handlers` holds what answers to an event, in the order in
  // which they are tried: exact descriptors as written, then wildcards, the longest first.
  std::vector<std::uint16_t> handlers, always, invokes, delays;
  std::string done_event;  // "xstate.done.state.<id>"
  int line = 0;

  bool tagged(std::string_view tag) const;
};

struct chart {
  std::string id;
  std::string version;
  std::string description;
  std::string file;
  attributes context;
  std::vector<state_node> states;
  std::vector<transition> transitions;  // in file order
  std::vector<invocation> invokes;
  std::vector<delay> delays;

  const state_node& root() const { return states.front(); }
  // Whether the root carries `tag`: what holds of the whole workflow, in each of its states
  // ("keepsMail"), for whoever has to know it without knowing the workflow.
  bool tagged(std::string_view tag) const { return root().tagged(tag); }
  // By path from the root ("leaving.waiting"); nullptr when there is none.
  const state_node* find(std::string_view path) const;
  const invocation* find_invoke(std::string_view invoke_id) const;
  const delay* find_delay(std::string_view event) const;

  // Strictly below `ancestor`; everything is below no_state.
  bool below(state_index state, state_index ancestor) const {
    return ancestor == no_state || (state > ancestor && state < states[ancestor].end);
  }
};

// `descriptor` as XState reads it: equal, `*`, or `prefix.*` (whole tokens; `a.*` answers to `a`
// itself too).
bool answers(std::string_view descriptor, std::string_view event);

// The state that a transition leaves untouched while everything active below it is exited;
// no_state when the root itself is exited. Only for transitions with targets.
state_index domain_of(const chart& in, const transition& of);

std::string_view to_text(state_type type);

}  // namespace tenure::statechart
