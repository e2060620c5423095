#include "engine/audit/verify_export.hpp"

#include "engine/audit/files.hpp"
#include "engine/audit/personal_file.hpp"
#include "engine/audit/tile.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

namespace tenure::audit {
namespace {

refusal broken(std::string code, std::string message, std::string place) {
  return {std::move(code), std::move(message), std::move(place), "",
          "the export is not what the log's operator signed: ask for it again, and keep this one"};
}

result<std::string> read_whole(const export_files& files, const std::string& name) {
  auto bytes = files.read(name);
  if (!bytes) return broken("audit.export.missing", "the file is missing", name);
  return result<std::string>(boost::system::in_place_value, std::move(*bytes));
}

// What one bundle and its level-0 tile come to.
struct bundle_result {
  std::string hashes;  // the tile, checked against the entries
  std::string first_commit, last_commit;
};

result<bundle_result> check_entries(std::string_view bundle, std::string hashes, const tile& of,
                                    const entry_check& check) {
  std::string place = bundle_path(of);
  if (hashes.size() != 32 * of.width) {
    return broken("audit.export.tile", "the tile has another size", tile_path(of));
  }
  bundle_result out{std::move(hashes), {}, {}};
  for (unsigned i = 0; i < of.width; ++i) {
    std::uint64_t index = of.index * tile_width + i;
    auto entry = take_entry(bundle);
    if (!entry) return broken("audit.export.entry", "the bundle is cut off", place);
    auto found = check(*entry, index, std::string_view(out.hashes).substr(32 * i, 32));
    if (!found) {
      refusal why = found.error();
      why.place = place + ", entry " + std::to_string(index);
      return why;
    }
    if (found->committed < out.last_commit) {
      return broken("audit.export.entry", "the entry is older than the one before it",
                    place + ", entry " + std::to_string(index));
    }
    if (i == 0) out.first_commit = found->committed;
    out.last_commit = found->committed;
  }
  if (!bundle.empty()) return broken("audit.export.entry", "the bundle has more entries", place);
  return out;
}

result<bundle_result> check_bundle(const export_files& files, const tile& of,
                                   const entry_check& check) {
  auto bundle = read_whole(files, bundle_path(of));
  if (!bundle) return bundle.error();
  auto hashes = read_whole(files, tile_path(of));
  if (!hashes) return hashes.error();
  return check_entries(*bundle, std::move(*hashes), of, check);
}

// Bundles are independent of each other until their tiles meet at level 1. They are taken in order,
// and none after a refusal: the first refusal of the result is that of the first broken bundle.
std::vector<result<bundle_result>> check_bundles(const export_files& files, std::uint64_t size,
                                                 unsigned threads, const entry_check& check) {
  std::vector<tile> bundles;
  for (std::uint64_t i = 0; auto found = tile_at(0, i, size); ++i) bundles.push_back(*found);
  std::vector<result<bundle_result>> out(bundles.size(), bundle_result{});
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> refused = false;
  auto work = [&] {
    for (std::size_t i; !refused && (i = next++) < bundles.size();) {
      out[i] = check_bundle(files, bundles[i], check);
      if (!out[i]) refused = true;
    }
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();  // joins
  return out;
}

struct tree_result {
  digest root{};
  std::string first_commit, last_commit;
};

// The hashes of the tiles of `lower` that are full: what the level above consists of.
std::string level_above(const std::string& lower) {
  std::string out;
  for (std::size_t at = 0; at + 32 * tile_width <= lower.size(); at += 32 * tile_width) {
    out += bytes_of(perfect_root(std::string_view(lower).substr(at, 32 * tile_width)));
  }
  return out;
}

std::string unfinished(const std::string& level) {
  return level.substr(level.size() - level.size() % (32 * tile_width));
}

std::optional<refusal> compare_level(const export_files& files, unsigned level,
                                     const std::string& hashes, std::uint64_t size) {
  for (std::uint64_t i = 0; auto of = tile_at(level, i, size); ++i) {
    auto found = read_whole(files, tile_path(*of));
    if (!found) return found.error();
    if (*found != hashes.substr(i * 32 * tile_width, 32 * of->width)) {
      return broken("audit.export.tile", "the tile is not that of the tiles below it",
                    tile_path(*of));
    }
  }
  return std::nullopt;
}

result<tree_result> check_tree(const export_files& files, std::uint64_t size, unsigned threads,
                               const entry_check& check) {
  tree_result out;
  std::string level;
  for (auto& bundle : check_bundles(files, size, threads, check)) {
    if (!bundle) return bundle.error();
    if (bundle->first_commit < out.last_commit) {
      return broken("audit.export.entry", "the bundle is older than the one before it",
                    bundle_path({0, level.size() / 32 / tile_width, tile_width}));
    }
    if (level.empty()) out.first_commit = bundle->first_commit;
    out.last_commit = bundle->last_commit;
    level += bundle->hashes;
  }
  std::vector<std::string> edge{unfinished(level)};
  for (unsigned above = 1; !(level = level_above(level)).empty(); ++above) {
    if (auto wrong = compare_level(files, above, level, size)) return *wrong;
    edge.push_back(unfinished(level));
  }
  out.root = root_of_edge(edge);
  return out;
}

// A trail keeps the parts of its last tiles from earlier checkpoints: each must be how the present
// tile began. Anything else in the folder is nobody's.
std::optional<refusal> check_names(const export_files& files, std::uint64_t size) {
  std::set<std::string> expected{"checkpoint", std::string(personal_name)};
  std::set<std::string> parts;
  for (const tile& of : tiles_of(size)) {
    expected.insert(tile_path(of));
    if (of.level == 0) expected.insert(bundle_path(of));
    for (unsigned width = 1; width < of.width && of.width < tile_width; ++width) {
      parts.insert(tile_path({of.level, of.index, width}));
      if (of.level == 0) parts.insert(bundle_path({0, of.index, width}));
    }
  }
  for (const std::string& name : files.names) {
    if (expected.contains(name)) continue;
    auto whole = parts.contains(name)
                     ? std::find_if(expected.begin(), expected.end(),
                                    [&](const std::string& other) {
                                      return other.starts_with(
                                          name.substr(0, name.rfind('/') + 1));
                                    })
                     : expected.end();
    auto part = files.read(name);
    auto full = whole == expected.end() ? std::nullopt : files.read(*whole);
    if (!part || !full || part->empty() || !full->starts_with(*part)) {
      return broken("audit.export.unexpected_file", "the file does not belong to the export", name);
    }
  }
  return std::nullopt;
}

result<leaf> leaf_at(const export_files& files, std::uint64_t index, std::uint64_t size) {
  auto bundle = read_whole(files, bundle_path(*tile_at(0, index / tile_width, size)));
  if (!bundle) return bundle.error();
  std::string_view rest = *bundle;
  for (std::uint64_t i = 0; i < index % tile_width; ++i) take_entry(rest);
  return read_leaf(*take_entry(rest));
}

result<std::uint64_t> check_personal(const export_files& files, std::uint64_t size) {
  auto text = files.read(std::string(personal_name));
  std::uint64_t count = 0;
  std::pair<std::uint64_t, std::string> previous;
  result<leaf> content = leaf{};
  for (std::string_view rest = text ? std::string_view(*text) : ""; !rest.empty(); ++count) {
    std::string place = std::string(personal_name) + ":" + std::to_string(count + 1);
    std::size_t end = rest.find('\n');
    auto line = parse_personal(rest.substr(0, end));
    if (!line || end == std::string_view::npos) {
      return broken("audit.export.personal", "the line is not in the file's form", place);
    }
    rest.remove_prefix(end + 1);
    std::pair here{line->index, line->value.name};
    if (count > 0 && here <= previous) {
      return broken("audit.export.personal", "the line is not in its place", place);
    }
    if (line->index >= size) return broken("audit.export.personal", "no such entry", place);
    if (count == 0 || line->index != previous.first) content = leaf_at(files, line->index, size);
    if (!content) return content.error();
    if (!committed_to(*content, line->value)) {
      return broken("audit.export.personal", "the entry does not commit to this value", place);
    }
    previous = std::move(here);
  }
  return count;
}

}  // namespace

export_files files_in(const std::filesystem::path& folder) {
  export_files out;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; at != end; ++at) {
    if (!at->is_directory()) out.names.push_back(at->path().lexically_relative(folder).string());
  }
  std::sort(out.names.begin(), out.names.end());
  out.read = [folder](const std::string& name) { return read_file(folder / name); };
  return out;
}

result<leaf_place> check_entry(std::string_view entry, std::uint64_t index,
                               std::string_view expected_hash) {
  if (bytes_of(leaf_hash(entry)) != expected_hash) {
    return broken("audit.export.entry", "the entry is not the one that was logged", "");
  }
  auto place = scan_leaf(entry);
  if (place && place->index != index) {
    return broken("audit.export.entry", "the entry says that it is number " +
                                            std::to_string(place->index), "");
  }
  return place;
}

result<export_report> verify_export(const export_files& files, const verifier_key& log,
                                    const std::vector<verifier_key>& witnesses,
                                    unsigned threads, const entry_check& check) {
  auto note = read_whole(files, "checkpoint");
  if (!note) return note.error();
  auto opened = open_checkpoint(*note, log, witnesses);
  if (!opened) {
    refusal why = opened.error();
    why.place = "checkpoint";
    return why;
  }
  const checkpoint& head = opened->head;
  // A size that the files cannot hold would only make us look for millions of missing files.
  if (head.size / tile_width > files.names.size()) {
    return broken("audit.export.missing", "most of the export is missing", "tile/entries");
  }
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  auto tree = check_tree(files, head.size, threads, check);
  if (!tree) return tree.error();
  if (tree->root != head.root) {
    return broken("audit.export.root", "the entries are not those of the checkpoint", "checkpoint");
  }
  if (auto wrong = check_names(files, head.size)) return *wrong;
  auto personal = check_personal(files, head.size);
  if (!personal) return personal.error();
  return export_report{head, std::move(opened->witnesses), tree->first_commit, tree->last_commit,
                       *personal};
}

}  // namespace tenure::audit
