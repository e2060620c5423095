#pragma once
// Writes a package into its folder, segment by segment, and takes up one that a crash left behind.
// What survives a crash: every segment whose two files carry their final names. Throws
// environment_lost when the disk refuses; then nothing but finished segments counts.

#include "connectors/archive_store/config.hpp"
#include "connectors/archive_store/manifest.hpp"
#include "connectors/archive_store/sha256.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tenure::archive_store {

class package_writer {
 public:
  // `folder` exists. Finished segments in it are taken up, anything torn is removed.
  package_writer(path folder, account_id account, const config& settings, const key_ring& keys);
  ~package_writer();

  // Where the source goes on: the last message of each folder kept by earlier attempts.
  std::vector<read_position> positions() const;
  bool resumed() const { return !made_.segments.empty(); }
  const manifest& made() const { return made_; }  // with the closed segments
  // Called for each segment from now on, once its files are on disk and have their names.
  void on_closed(std::function<void(const segment_entry&)> tell) { closed_ = std::move(tell); }

  void add(const stored_message& message);
  // Makes what was added so far durable: the open segment, if there is one, is finished.
  void seal();
  // Seals, and writes the manifest. The package is complete in its folder.
  void finish();

 private:
  struct open_segment;

  void take_up();
  void close_segment();  // its names last once the folder was fsynced
  std::optional<segment_entry> read_segment(std::size_t number);
  void remember(const message_entry& entry);
  file_header header(file_kind kind, std::size_t number) const;

  path folder_;
  const config& settings_;
  const key_ring& keys_;
  manifest made_;
  std::map<std::string, read_position> last_;
  std::unique_ptr<open_segment> open_;
  std::function<void(const segment_entry&)> closed_;
  sha256 hash_;
};

}  // namespace tenure::archive_store
