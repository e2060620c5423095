#pragma once
// Notices by mail, through a submission server (RFC 6409). libcurl speaks SMTP and TLS.

#include "connectors/smtp/config.hpp"
#include "engine/ports/notifier.hpp"

#include <memory>

namespace tenure::smtp {

// Reads the password file at once; connects per notice. Refusals: secret.*
// send(): `done` when the server answered 2xx after the data; `invalid` for CR, LF or NUL in a
// header field, for what is no address, and for 5xx; `denied` when the server refuses our sign-in
// or sender; `transient` for 4xx and when it cannot be reached; `unknown_outcome` when the answer
// after the data was lost: sent again it may arrive twice, under the same Message-ID.
// Several threads may send at once.
result<std::unique_ptr<notifier>> open(const config& settings);

}  // namespace tenure::smtp
