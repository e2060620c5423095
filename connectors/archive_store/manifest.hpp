#pragma once
// What a package says about itself: one line per message in the index of its segment, one trailer
// line per segment, one manifest per package. All JSON; FORMAT.md shows them.

#include "connectors/archive_store/sealed_file.hpp"
#include "engine/ports/connector.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::archive_store {

struct message_entry {
  std::string folder;
  std::uint64_t uid_validity = 0;
  std::uint64_t uid = 0;
  std::vector<std::string> flags;
  instant received;
  std::uint64_t offset = 0;  // in the segment's data, before compression
  std::uint64_t size = 0;
  std::string sha256;  // of the message's bytes, hexadecimal
};

// The last line of an index: the segment is complete.
struct segment_trailer {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;  // of messages
  file_digest data;
  bool operator==(const segment_trailer&) const = default;
};

struct segment_entry {
  segment_trailer trailer;
  file_digest index;
  bool operator==(const segment_entry&) const = default;
};

struct manifest {
  account_id account;
  package_id package;
  std::vector<segment_entry> segments;  // segment 1 first

  std::uint64_t messages() const;
  std::uint64_t bytes() const;
};

std::string to_json(const message_entry& entry);  // one line, without LF
std::string to_json(const segment_trailer& trailer);
std::string to_json(const manifest& whole);

// nullopt when a field is missing or has the wrong type.
std::optional<message_entry> message_from_json(std::string_view line);
std::optional<segment_trailer> trailer_from_json(std::string_view line);
std::optional<manifest> manifest_from_json(std::string_view text);

// Names inside a package's folder: "000001.data", "000001.index", "manifest".
std::string data_name(std::size_t segment);
std::string index_name(std::size_t segment);
inline constexpr std::string_view manifest_name = "manifest";

}  // namespace tenure::archive_store
