#include "engine/store/entry_chain.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"

#include <utility>

namespace tenure::storage {
namespace {

class journal : public open_journal {
 public:
  explicit journal(scope& in) : scope_(in), db_(in.db), chain_(in.entries) {}

  void begin() override {
    known_ = false;
    stored_size_ = size_ = 0;
    head_.clear();
    chain_.begin();
  }

  // The head moves in the transaction that appended: after a crash there are either both or none.
  // A head that is not the one read at the start means a second writer; it must not be sealed over.
  void flush() override {
    if (size_ == stored_size_) return;
    if (move_head_.write({size_, octets{head_}, stored_size_}) != 1) {
      db_.violated("the journal's head moved under an open transaction");
    }
    stored_size_ = size_;
    chain_.flush();
  }

  std::uint64_t size() override {
    read_head();
    return size_;
  }

  std::string head() override {
    read_head();
    return head_;
  }

  std::uint64_t append(const journal_entry& entry) override {
    read_head();
    auto sealed = scope_.seals.seal(entry, size_, scope_.now, head_);
    if (sealed.leaf.empty() || sealed.leaf.size() > leaf_bytes_max) {
      db_.violated("a leaf of " + std::to_string(sealed.leaf.size()) + " bytes");
    }
    append_.write({size_, part_of(entry.account), entry.account, octets{sealed.leaf},
                   octets{sealed.leaf_hash}, chain_.link(entry.account, size_)});
    int number = 0;
    for (const auto& [name, salt, value] : sealed.personal) {
      append_personal_.write({size_, number++, part_of(entry.account), entry.account, name,
                              octets{salt}, octets{value}});
    }
    head_ = std::move(sealed.head);
    return size_++;
  }

  std::vector<journal_row> read(std::uint64_t from, std::size_t limit) override {
    std::vector<journal_row> out;
    read_.read({from, limit});
    while (read_.next()) {
      out.push_back(
          {static_cast<std::uint64_t>(read_.number(0)), read_.octets(1), read_.octets(2)});
    }
    return out;
  }

  std::vector<std::uint64_t> of_account(const account_id& account) override {
    return chain_.of_account(account);
  }

  std::vector<personal_value> personal(std::uint64_t index) override {
    std::vector<personal_value> out;
    personal_.read({index});
    while (personal_.next()) {
      out.push_back({personal_.text(0), personal_.octets(1), personal_.octets(2)});
    }
    return out;
  }

  std::int64_t erase_personal(const account_id& account) override {
    std::int64_t entries = 0;
    for (auto index : chain_.of_account(account)) entries += erase_.write({index}) > 0 ? 1 : 0;
    beside_.forget_what_is_closed(account);
    return entries;
  }

 private:
  static constexpr std::size_t leaf_bytes_max = 65535;  // a tlog entry bundle's length is 16 bits

  // `for update` would lock the row in PostgreSQL; move_head_'s condition and the only writer's
  // lock do the same for both databases.
  void read_head() {
    if (known_) return;
    read_head_.read_one({});
    stored_size_ = size_ = static_cast<std::uint64_t>(read_head_.number(0));
    head_ = read_head_.octets(1);
    known_ = true;
  }

  scope& scope_;
  database& db_;
  entry_chain& chain_;
  bool known_ = false;
  std::uint64_t stored_size_ = 0;
  std::uint64_t size_ = 0;
  std::string head_;

  statement read_head_{db_, "select size, head from journal_head where one = 1", "nb"};
  statement move_head_{db_,
                       "update journal_head set size = :size, head = cast(:head as blob) "
                       "where one = 1 and size = :before"};
  statement append_{
      db_,
      "insert into journal (idx, part, account, leaf, leaf_hash, previous) values (:idx, :part, "
      ":account, cast(:leaf as blob), cast(:leaf_hash as blob), :previous)"};
  statement append_personal_{
      db_,
      "insert into journal_personal (idx, num, part, account, name, salt, value) values (:idx, "
      ":num, :part, :account, :name, cast(:salt as blob), cast(:value as blob))"};
  statement read_{db_,
                  "select idx, leaf, leaf_hash from journal where idx >= :start order by idx "
                  "limit :most",
                  "nbb"};
  statement personal_{
      db_, "select name, salt, value from journal_personal where idx = :idx order by num", "tbb"};
  statement erase_{db_, "delete from journal_personal where idx = :idx"};
  erasing beside_{db_};
};

}  // namespace

std::unique_ptr<open_journal> make_journal(scope& in) { return std::make_unique<journal>(in); }

}  // namespace tenure::storage
