#include "engine/store/store.hpp"

#include "engine/store/database.hpp"
#include "engine/store/migrate.hpp"
#include "engine/store/tables.hpp"

#include <stdexcept>

namespace tenure {
namespace storage {
namespace {

struct tables {
  explicit tables(scope& in)
      : accounts(make_accounts(in)), people(make_people(in)), addresses(make_addresses(in)),
        journal(make_journal(in)), deadlines(make_deadlines(in)), tasks(make_tasks(in)),
        holds(make_holds(in)), inbox(make_inbox(in)), outbox(make_outbox(in)),
        lists(make_lists(in)), settings(make_settings(in)), cases(make_cases(in)),
        grants(make_grants(in)), designations(make_designations(in)),
        attestations(make_attestations(in)) {}

  std::unique_ptr<open_accounts> accounts;
  std::unique_ptr<open_people> people;
  std::unique_ptr<address_table> addresses;
  std::unique_ptr<open_journal> journal;
  std::unique_ptr<deadline_table> deadlines;
  std::unique_ptr<task_table> tasks;
  std::unique_ptr<hold_table> holds;
  std::unique_ptr<open_inbox> inbox;
  std::unique_ptr<outbox_table> outbox;
  std::unique_ptr<list_table> lists;
  std::unique_ptr<setting_table> settings;
  std::unique_ptr<case_table> cases;
  std::unique_ptr<grant_table> grants;
  std::unique_ptr<designation_table> designations;
  std::unique_ptr<attestation_table> attestations;
};

class sql_transaction : public transaction {
 public:
  sql_transaction(database& db, tables& all, bool& open) : db_(db), all_(all), open_(open) {
    db_.script(db_.speaks() == dialect::sqlite ? "begin immediate" : "begin");
    db_.broken = false;
    db_.erased = false;
    all_.accounts->begin();
    all_.people->begin();
    all_.journal->begin();
    all_.inbox->begin();
    open_ = true;
  }

  ~sql_transaction() override {
    if (committed_) return;
    roll_back();
    open_ = false;
  }

  account_table& accounts() override { return *open_tables().accounts; }
  people_table& people() override { return *open_tables().people; }
  address_table& addresses() override { return *open_tables().addresses; }
  journal_table& journal() override { return *open_tables().journal; }
  deadline_table& deadlines() override { return *open_tables().deadlines; }
  task_table& tasks() override { return *open_tables().tasks; }
  hold_table& holds() override { return *open_tables().holds; }
  inbox_table& inbox() override { return *open_tables().inbox; }
  outbox_table& outbox() override { return *open_tables().outbox; }
  list_table& lists() override { return *open_tables().lists; }
  setting_table& settings() override { return *open_tables().settings; }
  case_table& cases() override { return *open_tables().cases; }
  grant_table& grants() override { return *open_tables().grants; }
  designation_table& designations() override { return *open_tables().designations; }
  attestation_table& attestations() override { return *open_tables().attestations; }

  // Before the database answers COMMIT a crash loses the whole transaction, after it nothing of it.
  void commit() override {
    if (committed_) throw std::logic_error("commit() twice");
    if (db_.broken) throw std::logic_error("commit() of a transaction in which a call failed");
    all_.inbox->flush();
    all_.journal->flush();
    db_.script("commit");
    committed_ = true;
    open_ = false;
    if (db_.erased) db_.shed_copies();
  }

 private:
  // Whatever is written after commit() would stand outside any transaction.
  tables& open_tables() {
    if (committed_) throw std::logic_error("a committed transaction is used again");
    return all_;
  }

  // The database may have rolled back by itself (disk full, connection gone): then this fails and
  // there is nothing left to undo.
  void roll_back() noexcept try {
    db_.script("rollback");
  } catch (const std::exception&) {
  }

  database& db_;
  tables& all_;
  bool& open_;
  bool committed_ = false;
};

// One connection with the statements prepared on it.
struct connection {
  connection(std::unique_ptr<database> opened, sealer& seals)
      : db(std::move(opened)), entries(*db), in{*db, seals, entries, {}}, all(in) {}

  std::unique_ptr<database> db;
  entry_chain entries;
  scope in;
  tables all;  // destroyed before the connection its statements live on
};

// A server that was restarted gets a new connection at the next begin(): the lock is taken anew and
// everything is read anew, for another engine may have been at work in between. A transaction that
// was open when the connection went is gone, and its caller was told.
class sql_store : public store {
 public:
  sql_store(std::unique_ptr<database> db, sealer& seals, store_options how)
      : seals_(seals), how_(std::move(how)),
        at_(std::make_unique<connection>(std::move(db), seals)) {}

  std::unique_ptr<transaction> begin(instant now) override {
    if (open_) throw std::logic_error("begin() while a transaction of this store is open");
    if (!at_ || at_->db->gone()) reopen();
    at_->in.now = now;
    return std::make_unique<sql_transaction>(*at_->db, at_->all, open_);
  }

 private:
  void reopen();

  sealer& seals_;
  const store_options how_;
  std::unique_ptr<connection> at_;  // null: could not be reopened, and is tried again
  bool open_ = false;
};

bool in_a_file(const std::string& url) { return url.starts_with("sqlite:"); }

bool on_a_server(const std::string& url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://") ||
         url.find('=') != url.npos;
}

refusal neither() {
  return {"store.url_unknown", "This is neither an SQLite nor a PostgreSQL store.", "store url", "",
          "Write sqlite:///path or postgresql://host/database"};
}

result<std::unique_ptr<database>> open_database(const store_options& options) {
  if (in_a_file(options.url)) return open_sqlite(options);
  if (on_a_server(options.url)) return open_postgresql(options);
  return neither();
}

// A new store learns whose it is; an old one says so.
result<void> identify(store& opened, const store_options& options) {
  auto tx = opened.begin({});
  auto recorded = tx->settings().get(organisation_setting);
  if (!recorded) {
    tx->settings().put(organisation_setting, options.organisation);
    tx->settings().put(demonstration_setting, options.demonstration ? "true" : "false");
    tx->commit();
    return {};
  }
  if (options.organisation.empty() || *recorded == options.organisation) return {};
  return refusal{"store.other_organisation",
                 "The store belongs to \"" + *recorded + "\", not to \"" + options.organisation +
                     "\".",
                 std::string(organisation_setting), "", "Name the right store or pack."};
}

result<std::unique_ptr<database>> open_ready(const store_options& options) {
  auto db = open_database(options);
  if (!db) return db;
  auto migrated = migrate(**db, migrations_for((*db)->speaks()));
  if (!migrated) return migrated.error();
  return db;
}

void sql_store::reopen() {
  at_.reset();  // gives up what is left of the old connection, and its lock, first
  auto db = open_ready(how_);
  if (!db) throw environment_lost(db.error().text());
  at_ = std::make_unique<connection>(std::move(*db), seals_);
}

}  // namespace
}  // namespace storage

result<std::unique_ptr<store>> open_store(const store_options& options, sealer& seals) try {
  auto db = storage::open_ready(options);
  if (!db) return db.error();
  std::unique_ptr<store> opened =
      std::make_unique<storage::sql_store>(std::move(*db), seals, options);
  if (auto ours = storage::identify(*opened, options); !ours) return ours.error();
  return opened;
} catch (const environment_lost& e) {
  return refusal{"store.unreachable", e.what(), "store", "", "Check the disk or the server."};
}

namespace storage {
void database::violated(const std::string& what) {
  broken = true;
  throw std::logic_error(what);
}
}  // namespace storage

result<bool> store_exists(const std::string& url) {
  if (storage::in_a_file(url)) return storage::sqlite_store_exists(url);
  if (storage::on_a_server(url)) return storage::postgresql_store_exists(url);
  return storage::neither();
}

}  // namespace tenure
