#pragma once
// The 64 bytes every file of a package begins with, and the sizes reader and writer share.

#include "connectors/archive_store/sealed_file.hpp"

namespace tenure::archive_store {

inline constexpr std::size_t header_bytes = 64;
inline constexpr std::size_t chunk_bytes = 64 << 10;  // of plain text in a chunk, at most

std::string encode(const file_header& header);
// nullopt unless encode() gives the same bytes again.
std::optional<file_header> decode(std::string_view bytes);

}  // namespace tenure::archive_store
