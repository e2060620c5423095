#pragma once
// Opens the durable state of one organisation: an SQLite file on one node, or PostgreSQL. The port
// is engine/ports/store.hpp; why it is made this way: engine/decisions/0005-store.md.

#include "engine/model/refusal.hpp"
#include "engine/ports/store.hpp"

#include <memory>
#include <string>

namespace tenure {

struct store_options {
  // "sqlite:///var/lib/tenure/store.db" (absolute path), "sqlite::memory:" (nothing is kept: tests
  // and previews), or "postgresql://..." / "host=... dbname=..." as libpq takes it.
  std::string url;
  // Recorded when the store is created; a store of another organisation is refused. Empty: any.
  std::string organisation;
  // Recorded when the store is created (setting "demonstration"), ignored afterwards. The database
  // itself refuses to change it: a demonstration never becomes a real store, nor the reverse.
  bool demonstration = false;
  // SQLite's operating system layer; empty: its default. One that cannot keep a write-ahead log is
  // refused.
  std::string sqlite_vfs;
};

// Opens or creates the store, brings its schema up to this program's and takes the only writer's
// lock, held until the store is destroyed. `seals` must outlive the store. Constant time in the
// number of accounts.
//
// A PostgreSQL server that goes away throws environment_lost; the next begin() after that connects
// anew, and throws environment_lost for as long as that fails.
//
// Refusals: store.url_unknown, store.in_use (names the holder), store.not_durable,
// store.unreachable, store.newer_than_program, store.migration_changed, store.other_organisation.
result<std::unique_ptr<store>> open_store(const store_options& options, sealer& seals);

// Whether somebody has made a store there: a file that is not empty, a database with its tables.
// Changes nothing and takes no lock. Refusals: store.url_unknown, store.unreachable.
result<bool> store_exists(const std::string& url);

// Names of the settings that the store itself writes.
inline constexpr std::string_view organisation_setting = "organisation";
inline constexpr std::string_view demonstration_setting = "demonstration";  // "true" | "false"

}  // namespace tenure
