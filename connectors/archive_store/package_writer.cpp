#include "connectors/archive_store/package_writer.hpp"

#include <sodium.h>

#include <algorithm>
#include <iterator>

namespace tenure::archive_store {
namespace {

path part_of(const path& file) {
  path out = file;
  return out += ".part";
}

package_id new_package() {
  package_id out;
  randombytes_buf(&out.bits.high, 8);
  randombytes_buf(&out.bits.low, 8);
  return out;
}

}  // namespace

struct package_writer::open_segment {
  path data_file, index_file;
  sealed_writer data, index;
  segment_trailer trailer;

  open_segment(const path& folder, const file_header& data_header, const file_header& index_header,
               const config& settings, const key_ring& keys)
      : data_file(folder / data_name(data_header.number)),
        index_file(folder / index_name(data_header.number)),
        data(part_of(data_file), data_header, keys, settings.compression),
        index(part_of(index_file), index_header, keys, settings.compression) {}
};

package_writer::package_writer(path folder, account_id account, const config& settings,
                               const key_ring& keys)
    : folder_(std::move(folder)), settings_(settings), keys_(keys) {
  made_.account = account;
  take_up();
}

package_writer::~package_writer() = default;

file_header package_writer::header(file_kind kind, std::size_t number) const {
  return {kind, static_cast<std::uint32_t>(number), made_.account, made_.package, keys_.active()};
}

// Finished segments are taken from 1 on up to the first that is not whole; all else is removed.
void package_writer::take_up() {
  const auto first = peek(folder_ / index_name(1));
  made_.package = first ? first->package : new_package();
  while (auto segment = read_segment(made_.segments.size() + 1)) {
    made_.segments.push_back(std::move(*segment));
  }
  std::vector<path> torn;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const auto name = entry.path().filename().string();
    bool whole = false;
    for (std::size_t i = 1; i <= made_.segments.size() && !whole; ++i) {
      whole = name == data_name(i) || name == index_name(i);
    }
    if (!whole) torn.push_back(entry.path());
  }
  for (const auto& file : torn) remove_tree(file);
  if (made_.segments.empty()) made_.package = new_package();
}

std::optional<segment_entry> package_writer::read_segment(std::size_t number) {
  std::error_code absent;
  const auto data_size = std::filesystem::file_size(folder_ / data_name(number), absent);
  if (absent) return std::nullopt;
  sealed_reader index(folder_ / index_name(number), header(file_kind::index, number), keys_);
  std::vector<message_entry> entries;  // of the newest message per folder only
  std::optional<segment_trailer> trailer;
  std::string line;
  while (!trailer && index.read_line(line)) {
    auto entry = message_from_json(line);
    if (!entry) {
      trailer = trailer_from_json(line);
      if (!trailer) return std::nullopt;
    } else if (!entries.empty() && entries.back().folder == entry->folder) {
      entries.back() = std::move(*entry);
    } else {
      entries.push_back(std::move(*entry));
    }
  }
  // The data file is not read again here: verifying the finished package does that.
  if (!trailer || !index.at_end() || trailer->data.size != data_size) return std::nullopt;
  for (const auto& entry : entries) remember(entry);
  return segment_entry{*trailer, index.digest()};
}

void package_writer::remember(const message_entry& entry) {
  auto& last = last_[entry.folder];
  last = {entry.folder, entry.uid_validity, std::max(last.uid, entry.uid)};
}

std::vector<read_position> package_writer::positions() const {
  std::vector<read_position> out;
  for (const auto& [folder, position] : last_) out.push_back(position);
  return out;
}

void package_writer::add(const stored_message& message) {
  if (!open_) {
    const std::size_t number = made_.segments.size() + 1;
    open_ = std::make_unique<open_segment>(folder_, header(file_kind::data, number),
                                           header(file_kind::index, number), settings_, keys_);
  }
  hash_.add(message.bytes);
  message_entry entry{std::string(message.folder), message.uid_validity, message.uid,
                      message.flags,               message.received,     open_->trailer.bytes,
                      message.bytes.size(),        hash_.hex()};
  open_->data.write(message.bytes);
  open_->index.write(to_json(entry) + '\n');
  open_->trailer.bytes += message.bytes.size();
  ++open_->trailer.messages;
  remember(entry);
  if (open_->trailer.bytes >= settings_.segment_bytes) seal();
}

void package_writer::seal() {
  if (!open_) return;
  close_segment();
  sync_folder(folder_);
}

void package_writer::close_segment() {
  segment_entry done;
  open_->trailer.data = open_->data.finish();
  done.trailer = open_->trailer;
  open_->index.write(to_json(done.trailer) + '\n');
  done.index = open_->index.finish();
  // Both files are on disk. A crash before the second rename leaves an index without data: torn,
  // removed by the next attempt, and its messages are read again.
  move_file(part_of(open_->index_file), open_->index_file);
  move_file(part_of(open_->data_file), open_->data_file);
  open_.reset();
  made_.segments.push_back(std::move(done));
  if (closed_) closed_(made_.segments.back());
}

// One fsync of the folder is enough: should a crash leave the manifest's name and not a segment's,
// the next attempt takes up what is whole and writes another manifest.
void package_writer::finish() {
  if (open_) close_segment();
  const path file = folder_ / manifest_name;
  sealed_writer out(part_of(file), header(file_kind::manifest, 0), keys_, settings_.compression);
  out.write(to_json(made_) + "\n");
  out.finish();
  move_file(part_of(file), file);
  sync_folder(folder_);
}

}  // namespace tenure::archive_store
