#pragma once
// Checks an export, or a published trail, with nothing but its files and the log's verifier key.
// Every bit of every file has a meaning that is checked: a file that belongs to nothing is refused.

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/leaf.hpp"

#include <filesystem>
#include <functional>
#include <optional>

namespace tenure::audit {

struct export_files {
  std::vector<std::string> names;  // relative, with '/'; sorted
  std::function<std::optional<std::string>(const std::string&)> read;
};
export_files files_in(const std::filesystem::path& folder);

struct export_report {
  checkpoint head;
  std::vector<note_signer> witnesses;  // known witnesses that cosigned
  std::string first_commit, last_commit;
  std::uint64_t personal_values = 0;  // checked against their commitments
};

// One entry against the hash that its tile has for it.
result<leaf_place> check_entry(std::string_view entry, std::uint64_t index,
                               std::string_view expected_hash);

// What verify_export() does with each entry; a test puts itself in between to see that it is each.
using entry_check = std::function<result<leaf_place>(std::string_view entry, std::uint64_t index,
                                                     std::string_view expected_hash)>;

// Recomputes every leaf, tile and the root, and checks the signature and what the entries say of
// themselves: their form, their numbers, that commit times never go back. The refusal names the
// file and the entry:
//   audit.export.entry   an entry is not the one whose hash stands in its tile
//   audit.export.tile    a tile is not that of the tiles below it
//   audit.export.root    the tiles are not those of the checkpoint
//   audit.export.missing, audit.export.unexpected_file, audit.export.personal
// and those of open_checkpoint() and read_leaf(). `threads`: 0 takes one per processor.
result<export_report> verify_export(const export_files& files, const verifier_key& log,
                                    const std::vector<verifier_key>& witnesses = {},
                                    unsigned threads = 0, const entry_check& check = check_entry);

}  // namespace tenure::audit
