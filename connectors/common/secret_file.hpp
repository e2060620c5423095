#pragma once
// A password or key from a file of its own: a regular file that only its owner may read, at most
// 4 KiB. Refusals: secret.unreadable, secret.too_open (readable by group or others),
// secret.bad (empty, too long, or with a control character inside). No message shows any content.

#include "engine/model/refusal.hpp"

#include <filesystem>
#include <string>

namespace tenure::connectors {

// The content without one line end at its end.
result<std::string> read_secret(const std::filesystem::path& file);

}  // namespace tenure::connectors
