#pragma once
// Who may read. As the configuration has it (`reading:`): whoever may use the socket, or only
// people who signed in and have a role that reads, the auditor's first of all, and everybody their
// own (PAK-5.7, PAK-9). Asked of each request before its handler.

#include "engine/http/message.hpp"
#include "engine/model/refusal.hpp"

namespace tenure::service {

class application;

// Refused, and the attempt entered into the trail: reading.denied, and as who_is() refuses.
result<void> may_read(const http::request& asked, application& app);

}  // namespace tenure::service
