#include "engine/audit/publisher.hpp"

#include "engine/audit/acknowledge.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/personal_file.hpp"
#include "engine/audit/replay.hpp"

namespace tenure::audit {
namespace {

namespace fs = std::filesystem;

// Collects rows into bundles and writes bundles and tiles as they become full.
class trail_writer {
 public:
  trail_writer(fs::path folder, bool durable) : folder_(std::move(folder)), durable_(durable) {}

  void row(const journal_row& row) {
    append_entry(bundle_, row.leaf);
    if ((row.index + 1) % tile_width != 0) return;
    write_file(folder_ / bundle_path({0, row.index / tile_width, tile_width}), bundle_, durable_);
    bundle_.clear();
  }

  void full(const tile& of, std::string_view hashes) {
    write_file(folder_ / tile_path(of), hashes, durable_);
    finished_.push_back(of);
  }

  // The unfinished bundle and tiles at the log's end.
  void rest(const replayed& end) {
    auto part = static_cast<unsigned>(end.size % tile_width);
    if (part != 0) {
      write_file(folder_ / bundle_path({0, end.size / tile_width, part}), bundle_, durable_);
    }
    for (unsigned level = 0; level < end.edge.size(); ++level) {
      auto width = static_cast<unsigned>(end.edge[level].size() / 32);
      if (width == 0) continue;
      tile last{level, end.size >> (8 * (level + 1)), width};
      write_file(folder_ / tile_path(last), end.edge[level], durable_);
    }
  }

  // Parts of tiles that are now full serve nobody any more: readers turn to the full ones.
  void remove_parts() const {
    for (const tile& done : finished_) {
      fs::remove_all(folder_ / (tile_path(done) + ".p"));
      if (done.level == 0) fs::remove_all(folder_ / (bundle_path(done) + ".p"));
    }
  }

 private:
  fs::path folder_;
  bool durable_;
  std::string bundle_;
  std::vector<tile> finished_;
};

result<replayed> write_entries(store& from, replay_request request, trail_writer& writer) {
  request.on_row = [&](const journal_row& row) { writer.row(row); };
  request.on_tile = [&](const tile& of, std::string_view hashes) { writer.full(of, hashes); };
  auto end = replay(from, request);
  if (end) writer.rest(*end);
  return end;
}

void remember(store& in, instant now, std::string_view setting, const replayed& end) {
  auto writing = in.begin(now);
  writing->settings().put(setting, head_text(end.size, end.root));
  writing->commit();
}

}  // namespace

result<published> publish(store& from, instant now, const signing_key& key, const fs::path& trail) {
  set_aside_acknowledged(from, now, key.verifier(), trail);
  auto last = last_checkpoint(trail, key.verifier());
  if (!last) return last.error();
  replay_request request{now, trail, *last};
  if (*last) {
    // Looked at before anything is written: a wrong database must not overwrite the right trail.
    auto end = replay(from, request);
    if (!end) return end.error();
    if ((*last)->size == end->size) return published{end->size, end->root, false};
  }
  trail_writer writer(trail, true);
  auto end = write_entries(from, request, writer);
  if (!end) return end.error();
  // Every tile is on disk; the checkpoint still names the old size. A crash here is a crash before
  // publishing: the next call writes the same tiles again.
  remember(from, now, published_setting, *end);
  // The database knows what may be signed. A crash here leaves it ahead of the checkpoint, which
  // replay() accepts as long as both belong to one history.
  write_file(trail / "checkpoint", sign_checkpoint(end->size, end->root, key), true);
  writer.remove_parts();
  return published{end->size, end->root, true};
}

result<exported> export_trail(store& from, instant now, const signing_key& key,
                              const fs::path& folder, bool with_personal) {
  if (fs::exists(folder) && !fs::is_empty(folder)) {
    return refusal{"audit.export.not_empty", "the folder is not empty", folder.string(), "",
                   "name a new folder"};
  }
  trail_writer writer(folder, false);
  replay_request request{now, folder, std::nullopt};
  request.whole = true;
  request.beside_trail = false;
  auto end = write_entries(from, request, writer);
  if (!end) return end.error();
  remember(from, now, exported_setting, *end);  // before it is signed, as in publish()
  exported out{end->size, end->root, 0};
  fs::create_directories(folder);
  if (with_personal) out.personal_values = write_personal(from, now, end->size, folder);
  write_file(folder / "checkpoint", sign_checkpoint(end->size, end->root, key), false);
  sync_tree(folder);  // the export is all there once this returns
  return out;
}

}  // namespace tenure::audit
