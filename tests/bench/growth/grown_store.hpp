#pragma once
// A store with many accounts, each with a deadline far ahead, and the work of one leaver in it.

#include "engine/store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tenure::bench {

class grown_store {
 public:
  // Fills by SQL on the store's own schema: a million rows in seconds.
  grown_store(const std::string& path, std::uint64_t accounts);

  double open_seconds();  // closes, opens, answers how long opening took
  // Seconds for each of `count` leavers: event in, account, journal, deadlines, effect, claim.
  double seconds_per_leaver(std::uint64_t count);

 private:
  void decide(transaction& tx, const account_id& of);

  class constant_sealer : public sealer {
    sealed_entry seal(const journal_entry&, std::uint64_t, instant, std::string_view) override {
      return {.leaf = std::string(400, 'l'), .leaf_hash = std::string(32, 'h'),
              .personal = {}, .head = std::string(200, 'c')};
    }
  };

  std::string url_;
  constant_sealer seals_;
  std::unique_ptr<store> store_;
  std::vector<account_id> sample_;  // random accounts, in random order
  std::size_t next_ = 0;
  std::uint64_t made_ = 0;
};

}  // namespace tenure::bench
