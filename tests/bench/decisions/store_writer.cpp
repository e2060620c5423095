#include "tests/bench/decisions/writer.hpp"

#include "engine/store/store.hpp"

#include <algorithm>

namespace tenure::bench {
namespace {

// Sealing is engine/audit's cost, not the store's: here it is constant.
class constant_sealer : public sealer {
 public:
  sealed_entry seal(const journal_entry&, std::uint64_t, instant, std::string_view) override {
    return {.leaf = leaf, .leaf_hash = leaf_hash, .personal = {}, .head = head};
  }
};

template <class Id>
Id numbered(std::uint64_t n) {
  return Id{{(n + 1) * 0x9e3779b97f4a7c15, n}};
}

class store_writer : public writer {
 public:
  explicit store_writer(const std::string& path)
      : store_(open_store({.url = "sqlite://" + path}, seals_).value()) {
    auto tx = store_->begin({});
    for (std::uint64_t n = 0; n < accounts; ++n) {
      tx->accounts().save({.id = numbered<account_id>(n),
                           .person = {"P" + std::to_string(n)},
                           .workflow = "account",
                           .state = "active",
                           .context = *attributes_from_json(context),
                           .login = "u" + std::to_string(n),
                           .address = "u" + std::to_string(n) + "@example.org",
                           .display_name = "Jane Smith"});
    }
    tx->commit();
  }

  void prepare(std::uint64_t from, std::uint64_t count) override {
    auto tx = store_->begin({});
    for (auto n = from; n < from + count; ++n) {
      tx->inbox().put({.id = numbered<event_id>(n), .name = "leaver.notified", .at = {1}});
    }
    tx->commit();
  }

  void decide(std::uint64_t from, std::uint64_t count, std::uint64_t batch) override {
    for (auto n = from; n < from + count; n += batch) {
      auto tx = store_->begin({1});
      for (auto i = n; i < std::min(n + batch, from + count); ++i) decide_one(*tx, i);
      tx->commit();
    }
  }

 private:
  void decide_one(transaction& tx, std::uint64_t n) {
    auto of = *tx.accounts().load(numbered<account_id>(n % accounts));
    of.state = n % 2 ? "leaving.waiting" : "active";
    tx.accounts().save(of);
    tx.journal().append({.at = {1}, .account = of.id});
    tx.deadlines().set({of.id, "xstate.after.leaveTime", {static_cast<std::int64_t>(n) + 1}});
    tx.outbox().add({.id = numbered<effect_id>(n),
                     .account = of.id,
                     .verb = "reconcile",
                     .desired = {.sign_in = sign_in::blocked,
                                 .address_list = address_list::hidden},
                     .created = {1},
                     .not_before = {1}});
    tx.inbox().handled(numbered<event_id>(n));
  }

  constant_sealer seals_;
  std::unique_ptr<store> store_;
};

}  // namespace

std::unique_ptr<writer> make_store_writer(const std::string& path) {
  return std::make_unique<store_writer>(path);
}

}  // namespace tenure::bench
