#include "engine/store/errors.hpp"

#include "engine/model/refusal.hpp"

#include <soci/soci.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace tenure::storage {
namespace {

bool is_our_mistake(int sqlite_code) {
  switch (sqlite_code & 0xff) {  // the low byte is the primary code
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_TOOBIG:
    case SQLITE_SCHEMA:
      return true;
    default:
      return false;
  }
}

bool is_our_mistake(std::string_view sqlstate) {
  constexpr std::string_view classes[] = {"21", "22", "23", "25", "27", "42", "44"};
  return std::ranges::any_of(classes, [&](auto one) { return sqlstate.starts_with(one); });
}

// "CHECK constraint failed: journal_leaf_size" keeps its constraint; other messages are dropped.
std::string constraint_in(std::string_view message) {
  constexpr std::string_view mark = "constraint failed";
  auto at = message.find(mark);
  return at == message.npos ? std::string() : ": " + std::string(message.substr(at));
}

}  // namespace

void throw_sqlite(int code, std::string_view message, std::string_view doing) {
  std::string said = std::string(doing) + ": SQLite says " +
                     sqlite_api::sqlite3_errstr(code) + constraint_in(message);
  if (is_our_mistake(code)) throw std::logic_error(said);
  throw environment_lost(said);
}

void throw_postgresql(std::string_view sqlstate, std::string_view doing) {
  bool known = sqlstate.size() == 5 && sqlstate != "     " && sqlstate[0] != '\0';
  std::string said = std::string(doing) + ": PostgreSQL says " +
                     (known ? "SQLSTATE " + std::string(sqlstate) : "the connection is gone");
  if (known && is_our_mistake(sqlstate)) throw std::logic_error(said);
  throw environment_lost(said);
}

void throw_as_ours(std::string_view doing) {
  try {
    throw;
  } catch (const soci::sqlite3_soci_error& e) {
    throw_sqlite(e.result(), e.get_error_message(), doing);
  } catch (const soci::postgresql_soci_error& e) {
    throw_postgresql(e.sqlstate(), doing);
  } catch (const soci::soci_error&) {
    throw std::logic_error(std::string(doing) + ": SOCI refused the call");
  }
}

}  // namespace tenure::storage
