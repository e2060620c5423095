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
  std::string token;        // of the session that is kept
  std::string password_of;  // whose password was asked for, and where
  std::optional<refusal> exposed, no_password;
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

// Keeps the token in the scene instead of a file.
struct pocket final : session_keeper {
  explicit pocket(scene& in) : at(in) {}
  result<std::string> read() override {
    if (at.exposed) return *at.exposed;
    return {boost::system::in_place_value, at.token};
  }
  result<void> write(std::string_view token) override {
    at.token = token;
    return {};
  }
  void forget() override { at.token.clear(); }
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
  std::unique_ptr<session_keeper> session_of(const options&) override {
    return std::make_unique<pocket>(at);
  }
  result<std::string> password(const std::string& login, std::optional<int> descriptor) override {
    at.password_of = login + (descriptor ? " from " + std::to_string(*descriptor) : "");
    if (at.no_password) return *at.no_password;
    return {boost::system::in_place_value, "hunter2"};
  }
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
