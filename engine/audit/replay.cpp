#include "engine/audit/replay.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/log_head.hpp"
#include "engine/audit/tile_folder.hpp"

#include <algorithm>

namespace tenure::audit {
namespace {

constexpr std::size_t batch = 1024;  // rows read in one transaction: the lock is not held long

refusal damaged(std::string message, std::uint64_t index) {
  return {"audit.damaged", std::move(message), "entry " + std::to_string(index), "",
          "the database was changed from outside: restore it from a backup, then run "
          "tenure audit verify"};
}

refusal rolled_back(std::uint64_t size, const checkpoint& expected) {
  return {"audit.rolled_back",
          "the database has " + std::to_string(size) + " entries, but " +
              std::to_string(expected.size) + " were published",
          "", "",
          "it was restored from a backup or cut off: restore the newest copy, or let an operator "
          "acknowledge the loss with tenure audit acknowledge"};
}

refusal forked(const checkpoint& expected) {
  return {"audit.forked",
          "the database's first " + std::to_string(expected.size) +
              " entries are not those that were published",
          "", "",
          "restore the database that belongs to this trail, or let an operator acknowledge the "
          "loss with tenure audit acknowledge"};
}

struct stored_head {
  frontier tree;
  std::optional<checkpoint> published;  // as the settings remember them
  std::optional<checkpoint> exported;
};

result<stored_head> read_head(store& from, instant now) {
  auto reading = from.begin(now);
  auto head = parse_head(reading->journal().head());
  std::uint64_t size = reading->journal().size();
  if (!head || head->tree.size() != size) {
    return damaged("the log's head does not belong to its " + std::to_string(size) + " entries",
                   size);
  }
  auto remembered = [&](std::string_view name) {
    return parse_head_text(reading->settings().get(name).value_or(""), {});
  };
  return stored_head{head->tree, remembered(published_setting), remembered(exported_setting)};
}

// Follows the rows and compares the root on the way with every expected head.
class follower {
 public:
  follower(const replay_request& request, std::vector<checkpoint> expected, tile_builder builder)
      : request_(request), expected_(std::move(expected)), builder_(std::move(builder)) {}

  std::optional<refusal> follow(const journal_row& row) {
    if (row.index != builder_.size()) return damaged("the entry is missing", builder_.size());
    digest hash = leaf_hash(row.leaf);
    if (row.leaf_hash != bytes_of(hash)) return damaged("the entry was edited", row.index);
    auto place = scan_leaf(row.leaf);
    if (!place) return damaged(place.error().message, row.index);
    if (place->index != row.index) return damaged("the entry was moved", row.index);
    if (place->committed < committed_) {
      return damaged("the entry is older than the one before it", row.index);
    }
    committed_ = place->committed;
    builder_.append(hash);
    if (request_.on_row) request_.on_row(row);
    return compare();
  }

  std::optional<refusal> compare() const {
    for (const auto& head : expected_) {
      if (head.size == builder_.size() && head.root != builder_.root()) return forked(head);
    }
    return std::nullopt;
  }

  const tile_builder& builder() const { return builder_; }

 private:
  const replay_request& request_;
  std::vector<checkpoint> expected_;
  tile_builder builder_;
  std::string committed_;
};

std::optional<refusal> follow_all(store& from, const replay_request& request, std::uint64_t size,
                                  follower& follow) {
  if (auto wrong = follow.compare()) return wrong;
  while (follow.builder().size() < size) {
    std::uint64_t at = follow.builder().size();
    auto limit = static_cast<std::size_t>(std::min<std::uint64_t>(batch, size - at));
    auto rows = from.begin(request.now)->journal().read(at, limit);
    if (rows.empty()) return damaged("the entry is missing", at);
    for (const auto& row : rows) {
      if (auto wrong = follow.follow(row)) return wrong;
    }
  }
  return std::nullopt;
}

// Where following starts: the last tile that was published, so that at least its last entry is
// compared with the database.
std::uint64_t start_of(const replay_request& request) {
  if (request.whole || !request.published || request.published->size == 0) return 0;
  return (request.published->size - 1) / tile_width * tile_width;
}

result<replayed> replay_from_trail(store& from, const replay_request& request) {
  auto head = read_head(from, request.now);
  if (!head) return head.error();
  std::vector<checkpoint> expected = request.witnessed;
  if (request.published) expected.push_back(*request.published);
  if (head->published) expected.push_back(*head->published);
  if (head->exported) expected.push_back(*head->exported);
  if (head->published && !request.published && request.beside_trail) {
    return refusal{"audit.checkpoint_missing", "the last checkpoint is not in the trail's folder",
                   (request.trail / "checkpoint").string(), "",
                   "put the trail's folder back, or let an operator acknowledge the loss with "
                   "tenure audit acknowledge"};
  }
  std::uint64_t size = head->tree.size(), start = start_of(request);
  for (const auto& claimed : expected) {
    if (claimed.size > size) return rolled_back(size, claimed);
  }
  tile_folder tiles(request.trail, request.published ? request.published->size : 0);
  for (const auto& claimed : expected) {
    if (claimed.size < start && root_of(tiles, claimed.size) != claimed.root) {
      return forked(claimed);
    }
  }
  auto on_tile = request.on_tile ? request.on_tile : [](const tile&, std::string_view) {};
  follower follow(request, expected, tile_builder(start, tiles.edge_at(start), on_tile));
  if (auto wrong = follow_all(from, request, size, follow)) return *wrong;
  if (follow.builder().root() != head->tree.root()) {
    return damaged("the log's head is not that of its entries", size);
  }
  return replayed{start, size, head->tree.root(), follow.builder().edge()};
}

}  // namespace

result<std::optional<checkpoint>> last_checkpoint(const std::filesystem::path& trail,
                                                  const verifier_key& log) {
  auto text = read_file(trail / "checkpoint");
  if (!text) return std::optional<checkpoint>();
  auto opened = open_checkpoint(*text, log);
  if (opened) return std::optional(opened->head);
  refusal why = opened.error();
  why.place = (trail / "checkpoint").string();
  if (why.way_out.empty()) why.way_out = "put the trail's folder back from a copy";
  return why;
}

result<replayed> replay(store& from, const replay_request& request) {
  try {
    return replay_from_trail(from, request);
  } catch (const tile_unreadable& error) {
    return error.why;
  }
}

std::string head_text(std::uint64_t size, const digest& root) {
  return std::to_string(size) + "\n" + base64(bytes_of(root));
}

std::optional<checkpoint> parse_head_text(std::string_view text, std::string origin) {
  std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return std::nullopt;
  auto size = parse_decimal(text.substr(0, line));
  auto root = base64_decode(text.substr(line + 1));
  if (!size || !root || root->size() != 32) return std::nullopt;
  return checkpoint{std::move(origin), *size, digest_of(*root)};
}

}  // namespace tenure::audit
