#pragma once
// One command from its arguments to the exit code: ask, send, show.

#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"

namespace tenure::cli {

int perform(const command& what, const attributes& given, const options& common,
            environment& around);

// The exit code for an answer's status: 403, 413, 422 refused; 400, 405 usage; 404 nothing;
// 409 differs; 423 held; 503 environment_gone; 500 and all others internal.
int exit_code_of(int status);

}  // namespace tenure::cli
