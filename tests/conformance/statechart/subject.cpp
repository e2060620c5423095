#include "tests/conformance/statechart/subject.hpp"

#include "engine/statechart/load.hpp"
#include "engine/statechart/step.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tenure::statechart {
namespace {

namespace json = boost::json;

// The child's ends are its standard input and output.
class node_process {
 public:
  explicit node_process(const std::string& script) {
    std::array<int, 2> to{}, from{};
    if (::pipe2(to.data(), O_CLOEXEC) != 0 || ::pipe2(from.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    std::string program = "node", argument = script;
    std::array<char*, 3> words{program.data(), argument.data(), nullptr};
    int error = ::posix_spawnp(&pid_, "node", &actions, nullptr, words.data(), ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to[0]);
    ::close(from[1]);
    if (error != 0) throw std::runtime_error("node cannot be started; install Node.js 18 or newer");
    write_ = ::fdopen(to[1], "w");
    read_ = ::fdopen(from[0], "r");
  }
  ~node_process() { wait(); }
  node_process(const node_process&) = delete;
  node_process& operator=(const node_process&) = delete;

  void say(const json::object& message) {
    auto text = json::serialize(message) + "\n";
    std::fwrite(text.data(), 1, text.size(), write_);
  }

  // nullopt at the end of the script.
  std::optional<json::object> hear() {
    std::fflush(write_);
    char* line = nullptr;
    std::size_t room = 0;
    auto length = ::getline(&line, &room, read_);
    std::string text(length > 0 ? line : "");
    std::free(line);
    if (text.empty()) return std::nullopt;
    return json::parse(text).as_object();
  }

  int wait() {
    if (pid_ < 0) return exit_;
    std::fclose(write_);
    std::fclose(read_);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return exit_;
  }

 private:
  pid_t pid_ = -1;
  int exit_ = -1;
  FILE* write_ = nullptr;
  FILE* read_ = nullptr;
};

json::object to_json(const attributes& values) {
  json::object all;
  for (const auto& [name, value] : values) all[name] = value;
  return all;
}

// Guards and actions are the script's.
class remote_environment final : public environment {
 public:
  explicit remote_environment(node_process& node) : node_(node) {}

  bool guard(const named& guard, std::string_view event) override {
    return ask({{"guard", guard.type}, {"params", to_json(guard.params)}, {"event", event}});
  }
  void action(const named& action) override {
    node_.say({{"action", action.type}, {"params", to_json(action.params)}});
  }

 private:
  node_process& node_;

  bool ask(const json::object& question) {
    node_.say(question);
    auto answer = node_.hear();
    return answer && answer->at("answer").as_bool();
  }
};

// random.mjs' hash(): the low 32 bits of FNV-1a, mixed.
std::uint32_t hash(std::string_view text) {
  std::uint32_t h = 0x811c9dc5;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x01000193u;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

// Guards answer from a table that both interpreters can compute: see differential.mjs.
class table_environment final : public environment {
 public:
  table_environment(std::string table, std::int64_t first) : nth(first), table_(std::move(table)) {}
  std::int64_t nth;  // of the step

  bool guard(const named& guard, std::string_view) override {
    json::array params;
    for (const auto& [name, value] : guard.params) params.push_back(json::array{name, value});
    auto key = table_ + " " + std::to_string(nth) + " " + guard.type + " " +
               json::serialize(params) + " " + std::to_string(actions_);
    return hash(key) % 100 < 45;
  }
  void action(const named&) override { ++actions_; }

 private:
  std::string table_;
  int actions_ = 0;
};

class subject {
 public:
  explicit subject(node_process& node) : node_(node) {}

  void answer(const json::object& request) {
    auto op = request.at("op").as_string();
    if (op == "load") return load_chart(request);
    auto& in = *charts_.at(json::value_to<std::size_t>(request.at("chart")));
    if (op == "run") return run(in, request);
    remote_environment env(node_);
    if (op == "initial") return tell(in, initial(in, env));
    auto from = parse(in, text(request, "from"));
    if (!from) return refuse(from.error());
    tell(in, step(in, *from, text(request, "event"), env));
  }

 private:
  node_process& node_;
  std::vector<std::shared_ptr<const chart>> charts_;

  static std::string text(const json::object& in, std::string_view key) {
    return std::string(in.at(key).as_string());
  }

  static json::object refused(const refusal& why) {
    return {{"refused", why.text()}, {"code", why.code}};
  }
  void refuse(const refusal& why) { node_.say(refused(why)); }

  // Between two steps the configuration goes through its text, as it does when it is stored.
  void run(const chart& in, const json::object& request) {
    table_environment env(text(request, "table"), request.at("nth").to_number<std::int64_t>());
    json::array steps;
    auto taken = initial(in, env);
    steps.push_back(taken ? describe(in, *taken) : refused(taken.error()));
    for (const auto& event : request.at("events").as_array()) {
      if (!taken || taken->done) break;
      ++env.nth;
      auto from = parse(in, to_text(in, taken->next));
      if (!from) return refuse(from.error());
      taken = step(in, *from, std::string(event.as_string()), env);
      steps.push_back(taken ? describe(in, *taken) : refused(taken.error()));
    }
    node_.say({{"steps", std::move(steps)}});
  }

  void load_chart(const json::object& request) {
    vocabulary names;
    auto take = [&](std::string_view key, vocabulary::section& section) {
      for (const auto& name : request.at("names").at(key).as_array()) {
        section.emplace(std::string(name.as_string()), "of the test");
      }
    };
    take("guards", names.guards);
    take("actions", names.actions);
    take("actors", names.actors);
    take("delays", names.delays);
    take("events", names.events);
    take("mailbox", names.mailbox);
    auto loaded = load(text(request, "yaml"), "chart.yaml", names);
    if (!loaded) return refuse(loaded.error());
    charts_.push_back(*loaded);
    node_.say({{"chart", charts_.size() - 1}});
  }

  static json::object to_json(const consequence& of) {
    using enum consequence::kind;
    switch (of.is) {
      case action:
        return {{"is", "action"}, {"type", of.action->type},
                {"params", statechart::to_json(of.action->params)}};
      case invoke_started:
        return {{"is", "start"}, {"id", of.invoke->id}, {"src", of.invoke->src},
                {"input", statechart::to_json(of.invoke->input)}};
      case invoke_stopped: return {{"is", "stop"}, {"id", of.invoke->id}};
      case deadline_set: return {{"is", "set"}, {"event", of.deadline->event}};
      case deadline_cleared: return {{"is", "clear"}, {"event", of.deadline->event}};
    }
    return {};
  }

  static json::object describe(const chart& in, const macrostep& taken) {
    json::array consequences;
    for (const auto& each : taken.consequences) consequences.push_back(to_json(each));
    return {{"state", to_text(in, taken.next)},
            {"taken", taken.taken},
            {"done", taken.done},
            {"consequences", std::move(consequences)}};
  }

  void tell(const chart& in, const result<macrostep>& taken) {
    if (!taken) return refuse(taken.error());
    node_.say({{"step", describe(in, *taken)}});
  }
};

}  // namespace

int serve(const std::string& script) {
  node_process node(script);
  subject under_test(node);
  while (auto request = node.hear()) under_test.answer(*request);
  return node.wait();
}

}  // namespace tenure::statechart
