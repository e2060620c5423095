#pragma once
// The command line `tenure`. Every command but `serve`, `init` and `help` is one request to one
// route: asked of the running service, or, when none runs, of the same router in this process.
// Which of the two is the environment's business. CLI11 and Boost.JSON stay in the .cpp files.

#include "engine/http/message.hpp"

#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace tenure::cli {

// Documented by `tenure help exit-codes`; scripts rely on them.
enum exit_code {
  done = 0,
  refused = 1,      // a rule or a brake said no
  usage = 2,        // the command line is wrong
  nothing = 3,      // what was named does not exist
  differs = 4,      // the world is not as expected: a list changed, drift, a broken trail
  environment_gone = 5,  // store, service, files
  held = 6,         // waits for other people
  internal = 70     // a mistake in Tenure
};

// Where the commands' requests go.
class dispatcher {
 public:
  virtual ~dispatcher() = default;
  // As http::client::send: an answer of any status, or a refusal when there was none.
  virtual result<http::response> send(const http::request& what) = 0;
};

// The options that stand before or after every command.
struct options {
  std::filesystem::path config;  // empty: ./tenure.yaml, then /etc/tenure/tenure.yaml
  std::string store;             // overrides the configuration
  std::filesystem::path socket;  // overrides the configuration
  std::string as;                // --as: demonstration stores only
  bool json = false;
  bool yes = false;
  bool needs_store = true;  // false: the command reads files only (`audit verify`)
  bool does_without_store = false;  // where there is no configuration it reads files only
  bool despite_trail = false;  // does only what is asked, also on a store that does not continue
                               // its trail
};

// Where the token of a session waits between two commands.
class session_keeper {
 public:
  virtual ~session_keeper() = default;
  virtual result<std::string> read() = 0;  // empty: there is none
  virtual result<void> write(std::string_view token) = 0;
  virtual void forget() = 0;
};

// What the command line needs from the process it runs in.
struct environment {
  virtual ~environment() = default;
  virtual result<std::unique_ptr<dispatcher>> open_dispatcher(const options& how) = 0;
  virtual int serve(const options& how) = 0;
  virtual int init(const options& how, bool demonstration) = 0;
  // Of the service that `how` names; null: none is kept.
  virtual std::unique_ptr<session_keeper> session_of(const options&) { return nullptr; }
  // From a file descriptor, or (nullopt) asked on the terminal.
  virtual result<std::string> password(const std::string& login, std::optional<int> descriptor);

  std::istream* in = nullptr;  // where questions are answered; null: nobody can
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  std::size_t width = 0;      // of the terminal that `out` is; 0: it is none
  bool err_is_tty = false;    // then a progress line is shown there
  bool colour = false;        // `out` is a terminal and NO_COLOR is not set
};

int run(int argc, const char* const* argv, environment& around);

}  // namespace tenure::cli
