#pragma once
// `tenure coverage`: reads the project's files and a run's reports; no store, no service, no route.

#include "engine/service/cli/cli.hpp"

namespace tenure::cli {

struct coverage_options {
  std::filesystem::path source = ".";
  std::filesystem::path results = "build/dev/results";
  std::filesystem::path to;  // empty: the terminal
};

// The exit code: differs when something that should show a rule failed or did not run.
int show_coverage(const coverage_options& how, bool as_json, environment& around);

}  // namespace tenure::cli
