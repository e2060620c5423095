#pragma once
// The command line with a recorder in place of the service.

#include "engine/service/cli/cli.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace tenure::cli {

struct scene {
  http::response answer = http::json_response(200, "{}");
  std::optional<refusal> unreachable;
  std::vector<http::progress> told;
  std::vector<http::request> asked;
  options how;
};

struct recorder final : dispatcher {
  explicit recorder(scene& in) : at(in) {}
  result<http::response> send(const http::request& what) override {
    at.asked.push_back(what);
    for (const auto& each : at.told) what.report(each);
    if (at.unreachable) return *at.unreachable;
    return at.answer;
  }
  scene& at;
};

struct stage final : environment {
  explicit stage(scene& in) : at(in) {
    out = &printed;
    err = &complained;
  }
  result<std::unique_ptr<dispatcher>> open_dispatcher(const options& how) override {
    at.how = how;
    return std::unique_ptr<dispatcher>(std::make_unique<recorder>(at));
  }
  int serve(const options&) override { return 40; }
  int init(const options&, bool demonstration) override { return demonstration ? 42 : 41; }
  scene& at;
  std::ostringstream printed, complained;
};

class the_command_line : public testing::Test {
 protected:
  int call(std::vector<std::string> words) {
    stage.printed.str("");
    stage.complained.str("");
    world.asked.clear();
    words.insert(words.begin(), "tenure");
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    return run(static_cast<int>(argv.size()), argv.data(), stage);
  }
  void answer(std::string body, int status = 200) {
    world.answer = http::json_response(status, std::move(body));
  }
  std::string out() const { return stage.printed.str(); }
  std::string err() const { return stage.complained.str(); }
  scene world;
  struct stage stage{world};
};

}  // namespace tenure::cli
