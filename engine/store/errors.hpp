#pragma once
// The one place where a database's trouble becomes ours. SOCI's own messages hold SQL and bound
// values, personal data among them: they are never passed on.
//
// environment_lost: disk full, I/O error, lock not granted, damaged file, connection gone.
// std::logic_error: a constraint violated, a statement that does not fit the schema.

#include <string_view>

namespace tenure::storage {

// Inside a catch block only: throws what the caught exception means. `doing`: "commit", a table.
[[noreturn]] void throw_as_ours(std::string_view doing);

// A failed call to SQLite or libpq made past SOCI. `message` is SQLite's (it names constraints and
// columns, never values); PostgreSQL's message does hold values, so only its SQLSTATE is taken.
[[noreturn]] void throw_sqlite(int code, std::string_view message, std::string_view doing);
[[noreturn]] void throw_postgresql(std::string_view sqlstate, std::string_view doing);

}  // namespace tenure::storage
