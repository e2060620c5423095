#pragma once
// Brings a store's schema up to this program's: numbered, forward only, each in one transaction,
// recorded with its SHA-256. The SQL is compiled into the program (embed_migrations.cmake).

#include "engine/model/refusal.hpp"
#include "engine/store/database.hpp"

#include <span>
#include <string_view>

namespace tenure::storage {

struct migration {
  int number;              // 1, 2, ... without gaps
  std::string_view name;   // "everything_an_account_needs"
  std::string_view sql;
  std::string_view digest;  // SHA-256 of the file, 64 hexadecimal digits
};

// Those of engine/store/sql/<dialect>, in order.
std::span<const migration> migrations_for(dialect speaks);

// Applies what is missing. A crash leaves the last complete migration.
// Refusals: store.newer_than_program, store.migration_changed.
result<void> migrate(database& db, std::span<const migration> wanted);

}  // namespace tenure::storage
