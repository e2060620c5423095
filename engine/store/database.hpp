#pragma once
// One connection to one database. SOCI stays behind it: only statement.cpp, errors.cpp and the two
// open_*.cpp include its headers.

#include "engine/model/refusal.hpp"
#include "engine/store/store.hpp"

#include <memory>
#include <string>

namespace soci {
class session;
}

namespace tenure::storage {

enum class dialect { sqlite, postgresql };

class database {
 public:
  virtual ~database() = default;
  virtual dialect speaks() const = 0;
  virtual soci::session& session() = 0;

  // Runs SQL without parameters or rows, several statements if need be: schema and transactions.
  // Throws as errors.hpp says.
  virtual void script(const std::string& sql) = 0;

  // True when the connection is gone for good and only a new one helps. Known once a call failed.
  virtual bool gone() const { return false; }

  // True once something failed inside the open transaction: it can only be rolled back. PostgreSQL
  // would answer COMMIT of such a transaction with a silent rollback, so commit() must not be sent.
  bool broken = false;

  // True once the open transaction erased personal values. After its commit the copies that the
  // database keeps for its own safety are shed, as far as one that is at work can.
  bool erased = false;
  virtual void shed_copies() noexcept {}

  // Marks the transaction broken and throws std::logic_error: a broken invariant. `what` without
  // personal data.
  [[noreturn]] void violated(const std::string& what);
};

// Refusals as open_store() has them.
result<std::unique_ptr<database>> open_sqlite(const store_options& options);
result<std::unique_ptr<database>> open_postgresql(const store_options& options);

// As store_exists() has it.
result<bool> sqlite_store_exists(const std::string& url);
result<bool> postgresql_store_exists(const std::string& url);

}  // namespace tenure::storage
