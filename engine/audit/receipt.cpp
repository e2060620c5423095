#include "engine/audit/receipt.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/merkle.hpp"
#include "engine/audit/tile_folder.hpp"

namespace tenure::audit {
namespace {

constexpr std::string_view header = "c2sp.org/tlog-proof@v1\n";
constexpr std::size_t max_hashes = 63;

refusal malformed(std::string message) {
  return {"audit.receipt.malformed", std::move(message), "", "", "use the receipt as it was given"};
}

std::string entry_of(tile_folder& tiles, std::uint64_t index) {
  std::string bundle = tiles.bundle(index / tile_width);
  std::string_view rest = bundle;
  std::optional<std::string_view> entry;
  for (std::uint64_t i = 0; i <= index % tile_width; ++i) entry = take_entry(rest);
  if (!entry) throw tile_unreadable{malformed("the bundle is cut off")};
  return std::string(*entry);
}

std::string write_receipt(tile_folder& tiles, std::uint64_t index, std::uint64_t size,
                          std::string_view note) {
  std::string out(header);
  out += "extra " + base64(entry_of(tiles, index)) + "\n";
  out += "index " + std::to_string(index) + "\n";
  for (const digest& hash : inclusion_proof(tiles, index, size)) {
    out += base64(bytes_of(hash)) + "\n";
  }
  out += "\n";
  out += note;
  return out;
}

// The line with this beginning off `text`, without it.
std::optional<std::string_view> take(std::string_view& text, std::string_view beginning) {
  std::size_t end = text.find('\n');
  if (!text.starts_with(beginning) || end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(beginning.size(), end - beginning.size());
  text.remove_prefix(end + 1);
  return line;
}

result<std::vector<digest>> take_hashes(std::string_view& text) {
  std::vector<digest> out;
  for (;;) {
    auto line = take(text, "");
    if (!line) return malformed("the receipt has no checkpoint");
    if (line->empty()) return out;
    auto hash = base64_decode(*line);
    if (!hash || hash->size() != 32) return malformed("a proof line is not base64 of 32 bytes");
    if (out.size() == max_hashes) return malformed("the proof is too long");
    out.push_back(digest_of(*hash));
  }
}

}  // namespace

result<std::vector<std::string>> prove_entries(const std::filesystem::path& trail,
                                               const std::vector<std::uint64_t>& indexes,
                                               const verifier_key& log) {
  auto note = read_file(trail / "checkpoint");
  if (!note) {
    return refusal{"audit.checkpoint_missing", "there is no checkpoint", trail.string(), "", ""};
  }
  auto opened = open_checkpoint(*note, log);
  if (!opened) return opened.error();
  std::vector<std::string> out;
  try {
    tile_folder tiles(trail, opened->head.size);
    for (auto index : indexes) {
      if (index >= opened->head.size) {
        return refusal{"audit.receipt.no_entry",
                       "the checkpoint has " + std::to_string(opened->head.size) + " entries",
                       "entry " + std::to_string(index), "", "entries are numbered from 0"};
      }
      out.push_back(write_receipt(tiles, index, opened->head.size, *note));
      auto checked = verify_receipt(out.back(), log);
      if (!checked) return checked.error();
    }
  } catch (const tile_unreadable& error) {
    return error.why;
  }
  return out;
}

result<std::string> prove_entry(const std::filesystem::path& trail, std::uint64_t index,
                                const verifier_key& log) {
  auto made = prove_entries(trail, {index}, log);
  if (!made) return made.error();
  return result<std::string>(boost::system::in_place_value, std::move(made->front()));
}

result<receipt> verify_receipt(std::string_view text, const verifier_key& log,
                               const std::vector<verifier_key>& witnesses) {
  if (!text.starts_with(header)) return malformed("this is no tlog-proof of version 1");
  text.remove_prefix(header.size());
  auto extra = take(text, "extra "), index = take(text, "index ");
  auto entry = extra ? base64_decode(*extra) : std::nullopt;
  auto number = index ? parse_decimal(*index) : std::nullopt;
  if (!entry || !number) return malformed("the receipt has no entry or no index");
  auto proof = take_hashes(text);
  if (!proof) return proof.error();
  auto opened = open_checkpoint(text, log, witnesses);
  if (!opened) return opened.error();
  if (!verify_inclusion(*proof, leaf_hash(*entry), *number, opened->head.size,
                        opened->head.root)) {
    return refusal{"audit.receipt.proof", "the entry is not in the log of this checkpoint", "", "",
                   "the receipt was changed, or put together from several"};
  }
  auto content = read_leaf(*entry);
  if (!content) return content.error();
  if (content->index != *number) return malformed("the entry says that it has another number");
  return receipt{*number, std::move(*entry), std::move(*content), opened->head,
                 std::move(opened->witnesses)};
}

}  // namespace tenure::audit
