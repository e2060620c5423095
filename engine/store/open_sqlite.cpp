// SQLite: one file, one writer, every commit on the disk before it is acknowledged.
#include "engine/store/database.hpp"
#include "engine/store/durability.hpp"
#include "engine/store/errors.hpp"
#include "engine/store/lock_file.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

namespace tenure::storage {
namespace {

constexpr std::string_view file_scheme = "sqlite://";
constexpr std::string_view memory_url = "sqlite::memory:";
constexpr const char* in_memory = ":memory:";

class sqlite_database : public database {
 public:
  sqlite_database(const std::string& connect, std::optional<lock_file> lock)
      : lock_(std::move(lock)), session_(soci::sqlite3, connect) {}

  dialect speaks() const override { return dialect::sqlite; }
  soci::session& session() override { return session_; }

  void script(const std::string& sql) override {
    auto* connection = handle();
    int code = sqlite_api::sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    broken = true;
    throw_sqlite(code, sqlite_api::sqlite3_errmsg(connection), sql.substr(0, 60));
  }

 private:
  sqlite_api::sqlite3* handle() {
    return static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_;
  }

  std::optional<lock_file> lock_;  // before the session: released after the file is closed
  soci::session session_;
};

refusal unreachable(const std::string& path, const std::string& why) {
  return {"store.unreachable", "The store cannot be opened: " + why + ".", path, "",
          "The folder must exist and belong to the engine's user."};
}

// SQLite gives its -wal and -shm files the mode of the database file, so the file is made first.
bool create_private(const std::string& path) {
  int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  close(descriptor);
  return true;
}

std::string one_text(soci::session& session, const char* sql) {
  std::string out;
  session << sql, soci::into(out);
  return out;
}

result<void> set_up(database& db, bool on_disk) {
  auto& session = db.session();
  db.script("pragma busy_timeout = 10000; pragma foreign_keys = on; pragma cache_size = -65536;"
            "pragma temp_store = memory");
  if (!on_disk) return {};
  one_text(session, "pragma journal_mode = wal");
  // 32 MB of log before it is folded into the file: index pages that many commits touch are written
  // back once, and not within nearly every large commit.
  db.script("pragma synchronous = full; pragma wal_autocheckpoint = 8192");
  return refuse_unless_durable({.journal_mode = one_text(session, "pragma journal_mode"),
                                .synchronous = one_text(session, "pragma synchronous")});
}

result<std::unique_ptr<database>> open_connection(const std::string& path, const std::string& vfs,
                                                  std::optional<lock_file> lock) try {
  bool on_disk = path != in_memory;
  auto connect = "dbname=\"" + path + "\"" + (vfs.empty() ? "" : " vfs=" + vfs);
  auto db = std::make_unique<sqlite_database>(connect, std::move(lock));
  if (auto durable = set_up(*db, on_disk); !durable) return durable.error();
  return db;
} catch (const soci::sqlite3_soci_error& e) {
  return unreachable(path, sqlite_api::sqlite3_errstr(e.result()));
} catch (const environment_lost& e) {
  return unreachable(path, e.what());
}

}  // namespace

result<std::unique_ptr<database>> open_sqlite(const store_options& options) {
  if (options.url == memory_url) return open_connection(in_memory, options.sqlite_vfs, {});
  auto path = options.url.substr(file_scheme.size());
  if (!path.starts_with('/') || path.find('"') != path.npos) {
    return refusal{"store.url_unknown", "An SQLite store is named by an absolute path.",
                   options.url, "", "Write sqlite:///var/lib/tenure/store.db"};
  }
  auto lock = lock_file::take(path + ".lock");
  if (!lock) return lock.error();
  if (!create_private(path)) return unreachable(path, std::strerror(errno));
  return open_connection(path, options.sqlite_vfs, std::move(*lock));
}

}  // namespace tenure::storage
