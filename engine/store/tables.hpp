#pragma once
// The tables of the port, one .cpp each. Each holds its prepared statements for the store's life;
// `now` in scope is the commit time of the open transaction.

#include "engine/ports/store.hpp"
#include "engine/store/database.hpp"
#include "engine/store/entry_chain.hpp"

#include <memory>
#include <string_view>

namespace tenure::storage {

// Nearly all accounts are in this configuration of their workflow, and the index over states leaves
// it out (migration 011). Were it another one, all of them would be in the index: slower, as right.
constexpr std::string_view usual_state = "employed.presence.active,employed.employment.staying";

// What the open transaction lends to its tables.
struct scope {
  database& db;
  sealer& seals;
  entry_chain& entries;
  instant now;  // given to begin()
};

// What the open transaction read of accounts it keeps, and writes with each row what the trail's
// chain has to say in it.
class open_accounts : public account_table {
 public:
  virtual void begin() = 0;  // forgets what was read: another transaction may have been rolled back
};

class open_people : public people_table {
 public:
  virtual void begin() = 0;  // forgets what was read
};

// The journal keeps the head of the open transaction in memory: read once, written once.
class open_journal : public journal_table {
 public:
  virtual void begin() = 0;  // forgets the head: another transaction may have been rolled back
  virtual void flush() = 0;  // writes the head when entries were appended; last step before commit
};

// What the open transaction put is kept in memory and written at its end, handled or not: an event
// that was put and handled in one commit, as most are, costs one small row.
class open_inbox : public inbox_table {
 public:
  virtual void begin() = 0;  // forgets what a transaction that was rolled back had put
  virtual void flush() = 0;  // writes what was put; before commit
};

std::unique_ptr<open_accounts> make_accounts(scope& in);
std::unique_ptr<open_people> make_people(scope& in);
std::unique_ptr<address_table> make_addresses(scope& in);
std::unique_ptr<open_journal> make_journal(scope& in);
std::unique_ptr<deadline_table> make_deadlines(scope& in);
std::unique_ptr<task_table> make_tasks(scope& in);
std::unique_ptr<hold_table> make_holds(scope& in);
std::unique_ptr<open_inbox> make_inbox(scope& in);
std::unique_ptr<outbox_table> make_outbox(scope& in);
std::unique_ptr<list_table> make_lists(scope& in);
std::unique_ptr<setting_table> make_settings(scope& in);
std::unique_ptr<case_table> make_cases(scope& in);
std::unique_ptr<grant_table> make_grants(scope& in);
std::unique_ptr<designation_table> make_designations(scope& in);
std::unique_ptr<attestation_table> make_attestations(scope& in);

}  // namespace tenure::storage
