// PostgreSQL: the same statements over one connection; a session-level advisory lock keeps a second
// engine off the same database and is given up by the server when the connection ends.
#include "engine/store/database.hpp"
#include "engine/store/durability.hpp"
#include "engine/store/errors.hpp"

#include <soci/soci.h>
#include <soci/postgresql/soci-postgresql.h>

namespace tenure::storage {
namespace {

constexpr const char* lock_key = "8389754676633367137";  // "tenure!!" read as a number: ours alone

class postgresql_database : public database {
 public:
  explicit postgresql_database(const std::string& url) : session_(soci::postgresql, url) {}

  dialect speaks() const override { return dialect::postgresql; }
  soci::session& session() override { return session_; }
  bool gone() const override { return PQstatus(backend().conn_) == CONNECTION_BAD; }

  void script(const std::string& sql) override {
    soci::details::postgresql_result answer(backend(), PQexec(backend().conn_, sql.c_str()));
    auto status = PQresultStatus(answer);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    broken = true;
    const char* state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    throw_postgresql(state ? state : "", sql.substr(0, 60));
  }

 private:
  soci::postgresql_session_backend& backend() const {
    return *static_cast<soci::postgresql_session_backend*>(session_.get_backend());
  }
  mutable soci::session session_;  // get_backend() is not const
};

std::string one_text(soci::session& session, const std::string& sql) {
  std::string out;
  session << sql, soci::into(out);
  return out;
}

result<void> take_lock(soci::session& session) {
  std::string key = lock_key;
  auto taken = one_text(session, "select pg_try_advisory_lock(" + key + ")::text");
  if (taken == "true") return {};
  auto holder = one_text(session,
                         "select coalesce(min(pid), 0)::text from pg_locks where "
                         "locktype = 'advisory' and granted and "
                         "(classid::bigint * 4294967296 + objid::bigint) = " + key);
  return refusal{"store.in_use", "Server process " + holder + " has this store open.",
                 "postgresql", "", "Stop that engine first: a store has one writer."};
}

result<void> set_up(database& db) {
  auto& session = db.session();
  db.script("set client_min_messages = error; set synchronous_commit = on;"
            "set bytea_output = hex; set lock_timeout = '10s'");
  auto durable = refuse_unless_durable(
      {.fsync = one_text(session, "show fsync"),
       .full_page_writes = one_text(session, "show full_page_writes"),
       .synchronous_commit = one_text(session, "show synchronous_commit")});
  return durable ? take_lock(session) : durable;
}

// The server's own message may repeat the connection string, password included: it is not shown.
refusal out_of_reach() {
  return {"store.unreachable", "The PostgreSQL server cannot be reached or refuses us.",
          "postgresql", "", "Check the address, the database's name and the role."};
}

}  // namespace

result<std::unique_ptr<database>> open_postgresql(const store_options& options) try {
  auto db = std::make_unique<postgresql_database>(options.url);
  if (auto ready = set_up(*db); !ready) return ready.error();
  return db;
} catch (const soci::soci_error&) {
  return out_of_reach();
}

result<bool> postgresql_store_exists(const std::string& url) try {
  soci::session session(soci::postgresql, url);
  return one_text(session, "select (to_regclass('migration') is not null)::text") == "true";
} catch (const soci::soci_error&) {
  return out_of_reach();
}

}  // namespace tenure::storage
