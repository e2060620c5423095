#pragma once
// The running service: the engine on its threads, the trail published at most a second behind, the
// routes on the Unix socket; until SIGINT or SIGTERM.

#include "engine/service/application.hpp"

#include <iosfwd>

namespace tenure::service {

// Blocks; answers the exit code. Prints "ready" to `out` once it listens.
int serve(application& app, std::ostream& out, std::ostream& err);

}  // namespace tenure::service
