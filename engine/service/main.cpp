// The program `tenure`: the command line around the service's parts.
#include "engine/http/client.hpp"
#include "engine/model/digest.hpp"
#include "engine/service/application.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/screen.hpp"
#include "engine/service/cli/session_file.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/serve.hpp"
#include "engine/store/store.hpp"

#include <pwd.h>
#include <sodium.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace tenure::service {
namespace {

std::filesystem::path config_file(const cli::options& how) {
  if (!how.config.empty()) return how.config;
  if (std::filesystem::exists("tenure.yaml")) return "tenure.yaml";
  return "/etc/tenure/tenure.yaml";
}

result<server_config> config_of(const cli::options& how) {
  auto config = read_config(config_file(how));
  if (!config) return config.error();
  if (!how.store.empty()) config->store = how.store;
  if (!how.socket.empty()) config->socket = how.socket;
  return config;
}

std::string user_name() {
  const passwd* found = ::getpwuid(::getuid());
  return found != nullptr ? found->pw_name : "uid " + std::to_string(::getuid());
}

// A running service answers over its socket.
class over_socket final : public cli::dispatcher {
 public:
  explicit over_socket(std::filesystem::path socket) : client_({.socket = std::move(socket)}) {}
  result<http::response> send(const http::request& what) override { return client_.send(what); }

 private:
  http::client client_;
};

// What a handler threw goes to the log under a number; whoever asked is told the number only.
void log_incidents(application& app, std::ostream& log) {
  app.routes.log_incidents_with([&](const http::request& asked, std::string_view what) {
    auto number = new_id<event_id>(app.random).text().substr(0, 8);
    auto line = "incident " + number + ": " + asked.method + " " + asked.path + ": ";
    log << "tenure: " + cli::printable(line + std::string(what)) + "\n" << std::flush;
    return number;
  });
}

result<http::response> ask(application& app, http::request asked) {
  asked.by = {user_name(), "none", "operating system user " + std::to_string(::getuid())};
  asked.uid = ::getuid();
  return app.routes.handle(std::move(asked));
}

// Nothing but the request happens: for signing in, and for a store that was opened in spite of its
// trail.
class at_rest final : public cli::dispatcher {
 public:
  explicit at_rest(std::unique_ptr<application> app) : app_(std::move(app)) {}
  ~at_rest() override {
    if (app_->continues_trail) (void)app_->publish();
  }
  result<http::response> send(const http::request& what) override { return ask(*app_, what); }

 private:
  std::unique_ptr<application> app_;
};

// No service runs: this process holds the store's lock and does the work itself. What the request
// set in motion is carried out before the command ends.
class in_process final : public cli::dispatcher {
 public:
  in_process(std::unique_ptr<application> app, std::ostream& err)
      : app_(std::move(app)), err_(err) {
    app_->start();
  }
  ~in_process() override {
    (void)app_->engine->wait_until_settled();
    app_->stop();
    (void)app_->publish();
  }
  result<http::response> send(const http::request& what) override {
    auto answered = ask(*app_, what);
    // The answer stands: what is still to be done is durable, and done once the engine gets on.
    auto settled = app_->engine->wait_until_settled();
    if (!settled) err_ << "tenure: " << settled.error().text() << '\n';
    return answered;
  }

 private:
  std::unique_ptr<application> app_;
  std::ostream& err_;
};

class without_store final : public cli::dispatcher {
 public:
  without_store() {
    add_verification_route(routes_);
    add_policy_check_route(routes_);
  }
  result<http::response> send(const http::request& what) override { return routes_.handle(what); }

 private:
  http::router routes_;
};

bool somebody_listens(const std::filesystem::path& socket) {
  return http::client({.socket = socket}).send({.method = "GET", .path = "/v1/clock"}).has_value();
}

// A new archive key: 64 hexadecimal digits that only the owner can read.
void make_archive_key(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return;
  std::filesystem::create_directories(file.parent_path());
  unsigned char key[32];
  char text[65];
  randombytes_buf(key, sizeof key);
  sodium_bin2hex(text, sizeof text, key, sizeof key);
  auto before = ::umask(077);
  std::ofstream(file) << text << '\n';
  ::umask(before);
  sodium_memzero(key, sizeof key);
  sodium_memzero(text, sizeof text);
}

std::optional<refusal> not_new(const std::string& store) {
  auto there = store_exists(store);
  if (!there) return there.error();
  if (!*there) return std::nullopt;
  return refusal{.code = "store.exists",
                 .message = "There is a store already; nothing was changed",
                 .place = store.starts_with("sqlite:") ? store : "postgresql",
                 .way_out = "Use it: tenure serve. For another one give another place, `store:` in "
                            "the configuration or --store"};
}

class process final : public cli::environment {
 public:
  process() {
    in = &std::cin;
    out = &std::cout;
    err = &std::cerr;
    winsize size{};
    if (::isatty(1) != 0 && ::ioctl(1, TIOCGWINSZ, &size) == 0) width = size.ws_col;
    err_is_tty = ::isatty(2) != 0;
    colour = width > 0 && std::getenv("NO_COLOR") == nullptr;
  }

  result<std::unique_ptr<cli::dispatcher>> open_dispatcher(const cli::options& how) override {
    bool files_only = how.does_without_store && how.config.empty() &&
                      !std::filesystem::exists(config_file(how));
    if (!how.needs_store || files_only) {
      return std::unique_ptr<cli::dispatcher>(new without_store);
    }
    auto config = config_of(how);
    if (!config) return config.error();
    if (somebody_listens(config->socket)) {
      return std::unique_ptr<cli::dispatcher>(new over_socket(config->socket));
    }
    auto app = application::open({.config = *config, .check_trail = !how.despite_trail});
    if (!app) return app.error();
    log_incidents(**app, *err);
    if (how.despite_trail) return std::unique_ptr<cli::dispatcher>(new at_rest(std::move(*app)));
    return std::unique_ptr<cli::dispatcher>(new in_process(std::move(*app), *err));
  }

  // One session a service, in the folder that the system empties after the login, or at home.
  std::unique_ptr<cli::session_keeper> session_of(const cli::options& how) override {
    auto config = config_of(how);
    if (!config) return nullptr;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const char* home = std::getenv("HOME");
    bool has = runtime != nullptr && *runtime == '/';
    if (!has && (home == nullptr || *home != '/')) return nullptr;
    auto folder = has ? std::filesystem::path(runtime) / "tenure"
                      : std::filesystem::path(home) / ".tenure";
    auto name = "session-" + sha256_hex(config->socket.string()).substr(0, 16);
    return std::make_unique<cli::session_file>(folder, name);
  }

  int serve(const cli::options& how) override {
    auto config = config_of(how);
    if (!config) return complain(config.error());
    auto app = application::open({.config = *config});
    if (!app) return complain(app.error());
    log_incidents(**app, *err);
    return service::serve(**app, *out, *err);
  }

  int init(const cli::options& how, bool demonstration) override {
    auto config = config_of(how);
    if (!config) return complain(config.error());
    // Before any key is made: one that is missing beside an old store is not replaced in passing.
    if (auto why = not_new(config->store)) return complain(*why);
    make_archive_key(config->archive.key_file);
    std::filesystem::create_directories(config->archive.folder);
    std::filesystem::permissions(config->archive.folder, std::filesystem::perms::owner_all);
    auto app = application::open(
        {.config = *config, .create = true, .demonstration = demonstration});
    if (!app) return complain(app.error());
    *out << "The store of " << (*app)->pack.name << " is ready"
         << ((*app)->demonstration() ? ", for demonstration." : ".") << '\n';
    return cli::done;
  }

 private:
  int complain(const refusal& why) {
    *err << "tenure: " << why.text() << '\n';
    return cli::environment_gone;
  }
};

}  // namespace
}  // namespace tenure::service

int main(int argc, char** argv) {
  tenure::service::process here;
  return tenure::cli::run(argc, argv, here);
}
