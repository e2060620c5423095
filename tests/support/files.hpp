#pragma once
// Whole files in and out.

#include <filesystem>
#include <string>
#include <string_view>

namespace tenure::support {

// The whole file; throws std::runtime_error when it cannot be read.
std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view content);

// The last `lines` lines of a log, or a note that there is none. Never throws.
std::string tail(const std::filesystem::path& path, int lines = 40);

}  // namespace tenure::support
