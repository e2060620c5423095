#pragma once
// A store with nothing but a journal and settings, whose rows a test can spoil the way somebody
// with the database's password would.

#include "engine/audit/sealer.hpp"
#include "engine/ports/store.hpp"

#include <map>
#include <random>
#include <stdexcept>

namespace tenure::audit::test {

class seeded_entropy final : public entropy {
 public:
  explicit seeded_entropy(std::uint64_t seed) : source_(seed) {}
  void fill(std::span<std::byte> bytes) override {
    for (auto& byte : bytes) byte = std::byte(source_() & 0xff);
  }

 private:
  std::mt19937_64 source_;
};

class memory_journal final : public store {
 public:
  struct state {
    std::vector<journal_row> rows;
    std::vector<std::vector<personal_value>> personal;
    std::vector<account_id> accounts;
    std::string head;
    std::map<std::string, std::string, std::less<>> settings;
  };

  explicit memory_journal(std::uint64_t seed = 1)
      : salts_(seed), sealer_(make_sealer(salts_, "X")) {}

  std::unique_ptr<transaction> begin(instant now) override;

  void append(std::size_t count);  // entries that differ from each other
  state& spoil() { return stored_; }
  std::size_t rows_read = 0;

 private:
  friend class memory_transaction;
  seeded_entropy salts_;
  std::unique_ptr<sealer> sealer_;
  state stored_;
};

class memory_transaction final : public transaction, public journal_table, public setting_table {
 public:
  memory_transaction(memory_journal& of, instant now) : of_(of), now_(now), work_(of.stored_) {}

  journal_table& journal() override { return *this; }
  setting_table& settings() override { return *this; }
  void commit() override { of_.stored_ = std::move(work_); }

  std::uint64_t size() override { return work_.rows.size(); }
  std::string head() override { return work_.head; }
  std::uint64_t append(const journal_entry& entry) override {
    auto sealed = of_.sealer_->seal(entry, size(), now_, work_.head);
    work_.rows.push_back({size(), sealed.leaf, sealed.leaf_hash});
    work_.personal.push_back(sealed.personal);
    work_.accounts.push_back(entry.account);
    work_.head = sealed.head;
    return size() - 1;
  }
  std::vector<journal_row> read(std::uint64_t from, std::size_t limit) override {
    std::vector<journal_row> out;
    for (std::uint64_t i = from; i < size() && out.size() < limit; ++i) {
      out.push_back(work_.rows[i]);
    }
    of_.rows_read += out.size();
    return out;
  }
  std::vector<std::uint64_t> of_account(const account_id& account) override {
    std::vector<std::uint64_t> out;
    for (std::uint64_t i = 0; i < size(); ++i) {
      if (work_.accounts[i] == account) out.push_back(i);
    }
    return out;
  }
  std::vector<personal_value> personal(std::uint64_t index) override {
    return work_.personal[index];
  }
  std::int64_t erase_personal(const account_id& account) override {
    auto indexes = of_account(account);
    for (std::uint64_t i : indexes) work_.personal[i].clear();
    return static_cast<std::int64_t>(indexes.size());
  }
  std::optional<std::string> get(std::string_view name) override {
    auto found = work_.settings.find(name);
    return found == work_.settings.end() ? std::nullopt : std::optional(found->second);
  }
  void put(std::string_view name, std::string_view value) override {
    work_.settings[std::string(name)] = value;
  }
  std::vector<std::pair<std::string, std::string>> with_prefix(std::string_view) override {
    return {};
  }

  account_table& accounts() override { none(); }
  people_table& people() override { none(); }
  address_table& addresses() override { none(); }
  deadline_table& deadlines() override { none(); }
  task_table& tasks() override { none(); }
  hold_table& holds() override { none(); }
  inbox_table& inbox() override { none(); }
  outbox_table& outbox() override { none(); }
  list_table& lists() override { none(); }
  case_table& cases() override { none(); }
  grant_table& grants() override { none(); }
  designation_table& designations() override { none(); }
  attestation_table& attestations() override { none(); }

 private:
  [[noreturn]] static void none() { throw std::logic_error("the trail needs no other table"); }

  memory_journal& of_;
  instant now_;
  memory_journal::state work_;
};

inline std::unique_ptr<transaction> memory_journal::begin(instant now) {
  return std::make_unique<memory_transaction>(*this, now);
}

inline journal_entry numbered_entry(std::uint64_t number) {
  journal_entry out;
  out.at = {1'700'000'000'000'000 + static_cast<std::int64_t>(number)};
  out.account = account_id{{1, number / 3}};
  out.cause = event_id{{2, number}};
  out.event = "leaver.notified";
  out.from = "active";
  out.to = "leaving.waiting";
  out.by = {"10" + std::to_string(number), "hr", "peer uid 1000"};
  out.rules = {"CAM-11a"};
  out.facts = {{"row", std::to_string(number)}};
  out.personal = {{"address", "jane" + std::to_string(number) + "@example.org"}};
  return out;
}

inline void memory_journal::append(std::size_t count) {
  memory_transaction writing(*this, {1'700'000'001'000'000 + static_cast<std::int64_t>(
                                                                  stored_.rows.size())});
  for (std::size_t i = 0; i < count; ++i) writing.append(numbered_entry(writing.size()));
  writing.commit();
}

}  // namespace tenure::audit::test
