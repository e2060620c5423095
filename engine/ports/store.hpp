#pragma once
// The durable state of one organisation. Everything that happens because of an event is written in
// one transaction; nothing is visible, and nothing happened, until commit() returned.
//
// A store has one writer: begin() while another transaction of the same store object is open is a
// programmer's mistake. Expected trouble is a refusal; a lost database throws environment_lost, and
// then the transaction wrote either all or nothing ("failed but persisted" is possible: callers
// re-read before they repeat). One conformance suite: tests/conformance/store.

#include "engine/model/attestation.hpp"
#include "engine/model/decision.hpp"
#include "engine/model/designation.hpp"
#include "engine/ports/sealer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

class account_table {
 public:
  virtual ~account_table() = default;
  virtual std::optional<account> load(const account_id& id) = 0;
  // All accounts a person ever had, oldest first.
  virtual std::vector<account> of_person(const hr_id& person) = 0;
  // Inserts (revision 0) or updates; the stored revision becomes revision + 1. A revision that is
  // not the stored one throws std::logic_error: two writers, or a decision on an old snapshot.
  virtual void save(const account& changed) = 0;
  // Accounts after `after` (by id) whose state equals `state` or lies in it ("closing" takes
  // "closing.archiving"); empty: all. At most `limit`.
  virtual std::vector<account> list(const account_id& after, std::string_view state,
                                    std::size_t limit) = 0;
  // How many accounts are in each state (whole configuration text).
  virtual std::vector<std::pair<std::string, std::int64_t>> count_by_state() = 0;
};

class people_table {
 public:
  virtual ~people_table() = default;
  virtual std::optional<person> load(const hr_id& id) = 0;
  virtual void save(const person& changed) = 0;
  // Everybody on staff after `after` (by HR id), at most `limit`.
  virtual std::vector<person> list(const hr_id& after, std::size_t limit) = 0;
  virtual std::vector<unit> units() = 0;
  virtual void save_unit(const unit& changed) = 0;
};

class address_table {
 public:
  virtual ~address_table() = default;
  // Who holds or ever held the address or login.
  virtual std::optional<account_id> holder(std::string_view address) = 0;
  // The smallest number that no claim of this stem took and that is larger than all taken; 0 when
  // the stem was never claimed. O(log n).
  virtual int next_number(std::string_view stem) = 0;
  // False when the address is claimed by another account; claiming one's own again is true. One
  // that was found changes hands: never false.
  virtual bool claim(const address_claim& wanted) = 0;
};

struct journal_row {
  std::uint64_t index = 0;
  std::string leaf;
  std::string leaf_hash;
};

class journal_table {
 public:
  virtual ~journal_table() = default;
  virtual std::uint64_t size() = 0;   // entries so far
  virtual std::string head() = 0;     // as sealed_entry::head; empty at size 0
  virtual std::uint64_t append(const journal_entry& entry) = 0;  // its index
  virtual std::vector<journal_row> read(std::uint64_t from, std::size_t limit) = 0;
  virtual std::vector<std::uint64_t> of_account(const account_id& account) = 0;
  virtual std::vector<personal_value> personal(std::uint64_t index) = 0;
  // Deletes salts and values of every entry of the account, and what its closed cases, tasks,
  // effects and grants repeat of them (engine/decisions/0034-erasing-personal-values.md); returns
  // how many entries had any. For good once committed: nothing brings them back.
  virtual std::int64_t erase_personal(const account_id& account) = 0;
};

class deadline_table {
 public:
  virtual ~deadline_table() = default;
  virtual void set(const deadline& wanted) = 0;
  virtual void clear(const account_id& account, std::string_view event) = 0;
  virtual std::vector<deadline> of_account(const account_id& account) = 0;
  // Those with due <= now, earliest first (then account, event), at most `limit`. O(log n + limit).
  virtual std::vector<deadline> due(instant now, std::size_t limit) = 0;
  virtual std::optional<instant> next() = 0;
};

class task_table {
 public:
  virtual ~task_table() = default;
  virtual void open(const task& wanted) = 0;  // the same id twice: nothing
  virtual std::optional<task> load(const task_id& id) = 0;
  virtual void finish(const task_id& id, std::string_view status, const actor& by, instant at) = 0;
  // Hands an open task on to somebody else, claimed by nobody; one that is finished stays as it is.
  virtual void hand_on(const task_id& id, std::string_view assignee) = 0;
  // Notes who has taken an open task on (empty: nobody any more); its assignee stays the same.
  virtual void claim(const task_id& id, const hr_id& by) = 0;
  // Open tasks of an assignee ("person:1042"), whatever account they are about, oldest first.
  virtual std::vector<task> of_assignee(std::string_view assignee, std::size_t limit) = 0;
  // Open questions of cases that this person may answer (input `eligible`), oldest first.
  // O(log n + their number).
  virtual std::vector<task> asking(const hr_id& who) = 0;
  // Open tasks of an account (empty id: of all), oldest first.
  virtual std::vector<task> open_tasks(const account_id& account, std::size_t limit) = 0;
};

class hold_table {
 public:
  virtual ~hold_table() = default;
  virtual void place(const hold& wanted) = 0;
  virtual void lift(const hold_id& id, const actor& by, instant at) = 0;
  virtual std::optional<hold> load(const hold_id& id) = 0;
  virtual std::vector<hold> active_on(const account_id& account) = 0;
  virtual std::vector<hold> all() = 0;
};

class inbox_table {
 public:
  virtual ~inbox_table() = default;
  // False when an event of this id was put before, handled or not: nothing happens twice.
  virtual bool put(const event& what) = 0;
  // Unhandled events in the order they were put, at most `limit`.
  virtual std::vector<event> take(std::size_t limit) = 0;
  virtual void handled(const event_id& id) = 0;
};

class outbox_table {
 public:
  virtual ~outbox_table() = default;
  virtual void add(const effect& wanted) = 0;
  // Claims effects that may run at `now` and nobody holds: `epoch` becomes their fencing epoch and
  // they are hidden until `lease_until`. Oldest first. Empty `verb`: any.
  virtual std::vector<effect> claim(std::string_view verb, instant now, instant lease_until,
                                    std::int64_t epoch, std::size_t limit) = 0;
  // True, and the effect is closed, if it is open and its epoch is still `epoch`; else false and
  // nothing changes (abandoned, or claimed by somebody else since).
  virtual bool finish(const effect_id& id, std::int64_t epoch, const outcome& how) = 0;
  // Gives it back for another attempt at `not_before`; attempts + 1. False as for finish().
  virtual bool postpone(const effect_id& id, std::int64_t epoch, instant not_before,
                        const outcome& how) = 0;
  // Gives back what earlier epochs claimed and never finished: called once at start by the only
  // writer, which knows that nobody else is at work.
  virtual void release_claims(std::int64_t epoch) = 0;
  // Closes the open effect that invoke `invoke` of the account waits for, if there is one.
  virtual void abandon(const account_id& account, std::string_view invoke) = 0;
  // Open effects of an account (empty id: of all), oldest first, with their last trouble.
  virtual std::vector<std::pair<effect, std::string>> open_effects(const account_id& account,
                                                                   std::size_t limit) = 0;
  // How many effects of this verb were created since: the rolling brake's count.
  virtual std::int64_t created_since(std::string_view verb, instant since) = 0;
  // Earliest not_before of an effect nobody holds.
  virtual std::optional<instant> next() = 0;
};

// An HR list as it was previewed, held, released or applied.
struct hr_list {
  list_id id;
  std::string kind;    // "joiners" | "leavers" | "absences" | "staff"
  std::string digest;  // of the preview: file, pack and world
  std::string file_digest;
  std::string status;  // "previewed" | "held" | "released" | "applied"
  std::string report;  // JSON: what preview prints
  instant at;
  std::vector<actor> released_by;  // two different people before it counts as released
};

class list_table {
 public:
  virtual ~list_table() = default;
  virtual void save(const hr_list& changed) = 0;  // inserts or updates by id
  virtual std::optional<hr_list> load(const list_id& id) = 0;
  virtual std::optional<hr_list> by_digest(std::string_view digest) = 0;
  // The newest applied list of the kind: what a full snapshot is compared with.
  virtual std::optional<hr_list> last_applied(std::string_view kind) = 0;
  // Rolling brake over all feeds: what applied lists asked for, by verb.
  virtual void record_count(const list_id& id, std::string_view verb, std::int64_t count,
                            instant at) = 0;
  virtual std::int64_t count_since(std::string_view verb, instant since) = 0;
};

// Named settings of the store itself: organisation, pack digest, demonstration clock, lock epoch,
// brake releases. Values are opaque text.
class setting_table {
 public:
  virtual ~setting_table() = default;
  virtual std::optional<std::string> get(std::string_view name) = 0;
  virtual void put(std::string_view name, std::string_view value) = 0;
  virtual std::vector<std::pair<std::string, std::string>> with_prefix(std::string_view prefix) = 0;
};

class case_table {
 public:
  virtual ~case_table() = default;
  virtual std::optional<case_file> load(const case_id& id) = 0;
  // As account_table::save: revision 0 inserts, any other must be the stored one.
  virtual void save(const case_file& changed) = 0;
  // Not closed, about this account's mailbox, oldest first.
  virtual std::vector<case_file> open_on(const account_id& subject) = 0;
  // All not closed that this person asked for, gains by (the request's recipient), or that are
  // about their mailbox; oldest first.
  virtual std::vector<case_file> open_concerning(const hr_id& who) = 0;
  // All not closed that this person has agreed to, oldest first. O(log n + their number).
  virtual std::vector<case_file> agreed_by(const hr_id& who) = 0;
  // Newest first, at most `limit`; `open_only` leaves out those that are closed.
  virtual std::vector<case_file> list(bool open_only, std::size_t limit) = 0;
  // Not closed and asked for before `before` (empty: all), newest first, at most `limit`.
  virtual std::vector<case_file> open_before(const case_id& before, std::size_t limit) = 0;
};

class grant_table {
 public:
  virtual ~grant_table() = default;
  virtual void save(const grant& changed) = 0;  // inserts, or updates its end and who certified it
  virtual std::optional<grant> load(const grant_id& id) = 0;
  // Every grant there ever was in this mailbox, oldest first.
  virtual std::vector<grant> on(const account_id& subject) = 0;
  // Open ones that this person holds in others' mailboxes.
  virtual std::vector<grant> held_by(const hr_id& holder) = 0;
  // Newest first, at most `limit`.
  virtual std::vector<grant> list(bool open_only, std::size_t limit) = 0;
};

class designation_table {
 public:
  virtual ~designation_table() = default;
  virtual void save(const designation& changed) = 0;  // inserts, or sets `ended`
  virtual std::optional<designation> load(const designation_id& id) = 0;
  // Whose authority this person may use at `now`.
  virtual std::vector<designation> of_designee(const hr_id& designee, instant now) = 0;
  virtual std::vector<designation> all() = 0;
};

class attestation_table {
 public:
  virtual ~attestation_table() = default;
  virtual void save(const attestation& changed) = 0;  // inserts, or sets `withdrawn`, once
  virtual std::optional<attestation> load(const attestation_id& id) = 0;
  // All that was ever recorded about this person or unit, oldest first.
  virtual std::vector<attestation> about(std::string_view who) = 0;
  // Newest first, at most `limit`; empty `kind`: any.
  virtual std::vector<attestation> list(std::string_view kind, std::size_t limit) = 0;
};

// One transaction. Destroyed without commit(): nothing happened.
class transaction {
 public:
  virtual ~transaction() = default;
  virtual account_table& accounts() = 0;
  virtual people_table& people() = 0;
  virtual address_table& addresses() = 0;
  virtual journal_table& journal() = 0;
  virtual deadline_table& deadlines() = 0;
  virtual task_table& tasks() = 0;
  virtual hold_table& holds() = 0;
  virtual inbox_table& inbox() = 0;
  virtual outbox_table& outbox() = 0;
  virtual list_table& lists() = 0;
  virtual setting_table& settings() = 0;
  virtual case_table& cases() = 0;
  virtual grant_table& grants() = 0;
  virtual designation_table& designations() = 0;
  virtual attestation_table& attestations() = 0;
  // Durable when it returns. Throws environment_lost when that is unknown.
  virtual void commit() = 0;
};

class store {
 public:
  virtual ~store() = default;
  // `now`: the commit time given to journal entries. Takes the write lock at once.
  virtual std::unique_ptr<transaction> begin(instant now) = 0;
};

}  // namespace tenure
