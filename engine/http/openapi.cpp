#include "engine/http/openapi.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace tenure::http {
namespace {

constexpr std::array methods{"get", "post", "put", "patch", "delete"};

const route* find(const std::vector<route>& in, const route& like) {
  auto found = std::ranges::find_if(in, [&](const route& each) {
    return each.method == like.method && each.pattern == like.pattern;
  });
  return found == in.end() ? nullptr : &*found;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::vector<route> operations_of(const std::filesystem::path& openapi) {
  std::vector<route> out;
  const auto document = YAML::LoadFile(openapi.string());
  for (const auto& path : document["paths"]) {
    for (const auto* method : methods) {
      auto operation = path.second[method];
      if (!operation) continue;
      out.push_back({upper(method), path.first.as<std::string>(),
                     operation["summary"].as<std::string>("")});
    }
  }
  return out;
}

std::vector<std::string> differences(const std::vector<route>& described, const router& real) {
  std::vector<std::string> out;
  const auto routes = real.routes();
  for (const auto& each : routes) {
    const auto* told = find(described, each);
    auto name = each.method + " " + each.pattern;
    if (told == nullptr) {
      out.push_back(name + " is served but not described.");
    } else if (told->summary != each.summary) {
      out.push_back(name + " is \"" + each.summary + "\" but described as \"" + told->summary +
                    "\".");
    }
  }
  for (const auto& each : described) {
    if (find(routes, each) == nullptr) {
      out.push_back(each.method + " " + each.pattern + " is described but not served.");
    }
  }
  return out;
}

}  // namespace tenure::http
