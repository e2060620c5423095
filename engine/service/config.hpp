#pragma once
// The service's configuration: tenure.yaml. Secrets are never in it, only the files that hold them.
// An annotated sample: config/server.yaml.

#include "engine/model/instant.hpp"
#include "engine/model/refusal.hpp"
#include "engine/service/roles.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tenure::service {

struct folder_and_key {
  std::filesystem::path folder;
  std::filesystem::path key_file;
};

// One mail or directory system. `yaml` is its own part of the file, for its connector to read;
// line n of it is line `first_line + n - 1` of the file.
struct connector_config {
  std::string name;  // "memory" | "ldap" | "dovecot" | "smtp"
  std::string yaml;
  int first_line = 0;
};

struct effects_config {
  std::int64_t workers = 4;
  std::int64_t attempts_max = 12;
  period first_wait{0, 0, 5};       // before the second attempt; doubled each time
  period longest_wait{0, 0, 3600};  // at most this
};

// Offices that are given to groups of the directory (offices.hpp).
struct offices_config {
  period read_every{0, 0, 900};
  period valid_for{0, 1, 0};  // how long a reading counts when there is no later one
};

// Who may read: whoever may use the socket, or people with a role that reads (reading.hpp).
enum class reading_rule { anybody, roles };

struct server_config {
  std::filesystem::path file;
  std::string store;  // "sqlite:///absolute/path" or "postgresql://..." without a password
  std::filesystem::path policy_pack;
  std::filesystem::path workflows;
  std::filesystem::path socket;
  std::string socket_group;         // empty: only the service's own user and root
  folder_and_key trail;             // where the audit log is published, and its signing key
  folder_and_key archive;           // where closed mailboxes are kept, and the archive's key
  std::filesystem::path hr_mapping; // names the columns of HR's lists
  std::vector<connector_config> connectors;  // in file order
  effects_config effects;
  role_map roles;  // who may act, and as what
  offices_config offices;
  reading_rule reading = reading_rule::anybody;
};

// All mistakes at once, one line each in the refusal's message: "file:line: path: what. way out".
// Codes: config.invalid; config.not_found when the file cannot be read. Relative paths are relative
// to the file. Only the shape is judged here, not whether the files that it names exist, nor
// whether its roles do: the pack says that (read_roles.hpp).
result<server_config> read_config(const std::filesystem::path& file);

}  // namespace tenure::service
