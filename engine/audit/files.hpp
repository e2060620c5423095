#pragma once
// Files of the trail. Writing is all or nothing: a reader, also one after a power cut, sees the old
// file or the new one. A disk that fails throws environment_lost.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tenure::audit {

// nullopt when there is no such file.
std::optional<std::string> read_file(const std::filesystem::path& file);

// `durable`: on disk, with its name, before returning. Otherwise call sync_tree() at the end.
void write_file(const std::filesystem::path& file, std::string_view bytes, bool durable);

void sync_folder(const std::filesystem::path& folder);
// Everything written to the file system that holds `folder` (syncfs).
void sync_tree(const std::filesystem::path& folder);

}  // namespace tenure::audit
