// SQLite: one file, one writer, every commit on the disk before it is acknowledged.
#include "engine/store/database.hpp"
#include "engine/store/durability.hpp"
#include "engine/store/errors.hpp"
#include "engine/store/lock_file.hpp"
#include "engine/store/log_folding.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

namespace tenure::storage {
namespace {

constexpr std::string_view file_scheme = "sqlite://";
constexpr std::string_view memory_url = "sqlite::memory:";
constexpr const char* in_memory = ":memory:";

// Pages of 4 kB. Folded late, a page that many commits touch is written back once.
constexpr std::int64_t log_worth_folding = 8192;
constexpr std::int64_t log_longest = 65536;

sqlite_api::sqlite3* handle_of(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

// The second connection, which writes no row: it only folds. Opened when there is something to
// fold. Trouble is left to the commits: the log is as it was, and they ask again.
class folder {
 public:
  explicit folder(std::string connect) : connect_(std::move(connect)) {}

  void fold() noexcept try {
    if (!opened()) return;
    sqlite_api::sqlite3_wal_checkpoint_v2(handle_of(*session_), nullptr,
                                          SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  } catch (const std::exception&) {
  }

  // A fold that is about to begin may still run to its end.
  void give_up() noexcept {
    std::lock_guard lock(guard_);
    given_up_ = true;
    if (session_) sqlite_api::sqlite3_interrupt(handle_of(*session_));
  }

 private:
  bool opened() {
    std::lock_guard lock(guard_);
    if (!given_up_ && !session_) {
      session_ = std::make_unique<soci::session>(soci::sqlite3, connect_);
      *session_ << "pragma synchronous = full";
    }
    return !given_up_;
  }

  const std::string connect_;
  std::mutex guard_;
  bool given_up_ = false;
  std::unique_ptr<soci::session> session_;
};

class sqlite_database : public database {
 public:
  sqlite_database(const std::string& connect, std::optional<lock_file> lock)
      : lock_(std::move(lock)),
        session_(soci::sqlite3, connect),
        folder_(connect),
        folding_({.fold = [this] { folder_.fold(); },
                  .give_up = [this] { folder_.give_up(); },
                  .worth = log_worth_folding,
                  .most = log_longest}) {}

  dialect speaks() const override { return dialect::sqlite; }
  soci::session& session() override { return session_; }

  void script(const std::string& sql) override {
    auto* connection = handle();
    int code = sqlite_api::sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    broken = true;
    throw_sqlite(code, sqlite_api::sqlite3_errmsg(connection), sql.substr(0, 60));
  }

  // The write-ahead log has older pages until it is written over: it is folded to its end and cut.
  // Not while the second connection folds; then closing the store does it.
  void shed_copies() noexcept override try {
    script("pragma wal_checkpoint(truncate)");
  } catch (const std::exception&) {
  }

  // Instead of SQLite's own folding within a commit.
  void fold_log_beside() {
    auto grew = [](void* folding, sqlite_api::sqlite3*, const char*, int pages) {
      static_cast<log_folding*>(folding)->grew_to(pages);
      return SQLITE_OK;
    };
    sqlite_api::sqlite3_wal_hook(handle(), grew, &folding_);
  }

 private:
  sqlite_api::sqlite3* handle() { return handle_of(session_); }

  std::optional<lock_file> lock_;  // before the session: released after the file is closed
  soci::session session_;
  folder folder_;
  log_folding folding_;
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

// Each connection is one thread's at a time (only sqlite3_interrupt, above, comes from another), so
// SQLite's locks around every call are waited for by nobody and cost a tenth of it. Once it is in
// use it keeps them: slower, and as right.
void spare_locks() {
  static std::once_flag spared;
  std::call_once(spared, [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
}

result<void> set_up(sqlite_database& db, bool on_disk) {
  auto& session = db.session();
  db.script("pragma busy_timeout = 10000; pragma foreign_keys = on; pragma cache_size = -65536;"
            "pragma temp_store = memory; pragma secure_delete = on");
  if (!on_disk) return {};
  one_text(session, "pragma journal_mode = wal");
  db.script("pragma synchronous = full");
  db.fold_log_beside();
  return refuse_unless_durable({.journal_mode = one_text(session, "pragma journal_mode"),
                                .synchronous = one_text(session, "pragma synchronous")});
}

result<std::unique_ptr<database>> open_connection(const std::string& path, const std::string& vfs,
                                                  std::optional<lock_file> lock) try {
  spare_locks();
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

std::optional<std::string> path_in(const std::string& url) {
  auto path = url.substr(std::min(url.size(), file_scheme.size()));
  bool usable = path.starts_with('/') && path.find('"') == path.npos;
  return usable ? std::optional(path) : std::nullopt;
}

refusal no_path(const std::string& url) {
  return {"store.url_unknown", "An SQLite store is named by an absolute path.", url, "",
          "Write sqlite:///var/lib/tenure/store.db"};
}

}  // namespace

result<std::unique_ptr<database>> open_sqlite(const store_options& options) {
  if (options.url == memory_url) return open_connection(in_memory, options.sqlite_vfs, {});
  auto path = path_in(options.url);
  if (!path) return no_path(options.url);
  auto lock = lock_file::take(*path + ".lock");
  if (!lock) return lock.error();
  if (!create_private(*path)) return unreachable(*path, std::strerror(errno));
  return open_connection(*path, options.sqlite_vfs, std::move(*lock));
}

// An empty file is one whose maker died before anything was in it.
result<bool> sqlite_store_exists(const std::string& url) {
  if (url == memory_url) return false;
  auto path = path_in(url);
  if (!path) return no_path(url);
  std::error_code trouble;
  auto size = std::filesystem::file_size(*path, trouble);
  if (!trouble) return size > 0;
  bool none = trouble == std::errc::no_such_file_or_directory;
  return none ? result<bool>(false) : unreachable(*path, trouble.message());
}

}  // namespace tenure::storage
