#pragma once
// Which verb is carried out by which system, how many at once.

#include "engine/flow/engine.hpp"

#include <vector>

namespace tenure::service {

class application;

// From the systems that are open; their performers are kept in `app`. A verb that no system can
// carry out has no lane.
std::vector<flow::lane> make_lanes(application& app);

}  // namespace tenure::service
