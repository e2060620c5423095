#pragma once
// Turns a journal entry into the bytes of a leaf: see engine/audit/FORMAT.md for the grammar. What
// is personal (the actor and journal_entry::personal) is only committed to.

#include "engine/ports/entropy.hpp"
#include "engine/ports/sealer.hpp"

#include <memory>
#include <string>

namespace tenure::audit {

inline constexpr std::size_t max_leaf_bytes = 65535;  // a bundle's length field has 16 bits

// Commit times never go back: when the clock did, an entry gets the time of the one before it.
// `salts` outlives the sealer. `organisation` stands in every leaf.
// seal() throws std::logic_error when the head is not the head of a tree with `index` leaves (an
// inconsistent head is never extended), and when an entry cannot be made to fit max_leaf_bytes.
std::unique_ptr<sealer> make_sealer(entropy& salts, std::string organisation);

}  // namespace tenure::audit
