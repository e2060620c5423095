#pragma once
// Compares openapi.yaml with the routes a service really has.

#include "engine/http/router.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tenure::http {

// The operations an OpenAPI 3 file describes, in its order. Throws std::runtime_error when the
// file cannot be read.
std::vector<route> operations_of(const std::filesystem::path& openapi);

// One sentence per difference: a route without description, a description without route, another
// summary. Empty: they agree.
std::vector<std::string> differences(const std::vector<route>& described, const router& real);

}  // namespace tenure::http
