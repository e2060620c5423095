#pragma once
// What has to be right before the engine can work, and what to do where it is not.

#include <string>
#include <vector>

namespace tenure::service {

class application;

struct check {
  std::string what;
  bool ok = false;
  std::string detail;
  std::string what_to_do;
};

// Configuration, files and their rights, the trail, and each mail and directory system by asking
// it. Changes nothing.
std::vector<check> doctor(application& app);

}  // namespace tenure::service
