#pragma once
// A command as data: what it is called, what it takes, which request it makes and how the answer
// is shown to people. The families below are tables of these.

#include "engine/http/message.hpp"
#include "engine/service/cli/screen.hpp"

#include <boost/json/fwd.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace tenure::cli {

// "ACCOUNT" takes a word by position, "--limit N" an option with a value, "--repair" a flag. The
// value is found under "account", "limit", "repair" ("true").
struct argument {
  std::string_view name;
  std::string_view help;
  bool required = false;
  std::vector<std::string_view> choices = {};

  bool positional() const { return !name.starts_with("--"); }
  std::string key() const;
};

enum class session_use { carries, begins, ends };

struct command {
  std::string_view name;     // "hr preview"
  std::string_view summary;  // one line
  std::string_view manual;   // what it does and what it does not; examples after a blank line
  std::vector<argument> arguments;
  result<http::request> (*ask)(const attributes& given);
  // Shows the body of a 2xx answer; the exit code.
  int (*show)(const boost::json::value& body, const attributes& given, screen& to);
  std::string_view question = {};  // asked before the request unless --yes; empty: none
  bool needs_store = true;
  bool despite_trail = false;  // as in cli.hpp
  session_use session = session_use::carries;
  bool does_without_store = false;  // as in cli.hpp
};

std::span<const command> hr_commands();
std::span<const command> account_commands();
std::span<const command> work_commands();   // hold, task, brake
std::span<const command> case_commands();   // case, grant
std::span<const command> evidence_commands();  // audit evidence
std::span<const command> notice_commands();
std::span<const command> mailbox_commands();
std::span<const command> designation_commands();
std::span<const command> attestation_commands();
std::span<const command> trail_commands();  // audit
std::span<const command> people_commands();  // sign-in, sign-out, whoami
std::span<const command> world_commands();  // status, doctor, policy, clock, reconcile, simulate
std::vector<const command*> all_commands();

// --- for the tables

http::request get(std::string path, attributes query = {});
http::request post(std::string path, std::string body = "{}");
http::request remove(std::string path);

// Those of `names` that were given, as {"name":"value"}; "from=to" renames.
std::string body_of(const attributes& given, std::initializer_list<std::string_view> names);
attributes query_of(const attributes& given, std::initializer_list<std::string_view> names);

}  // namespace tenure::cli
