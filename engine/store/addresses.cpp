#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"

#include <string>

namespace tenure::storage {
namespace {

class addresses : public address_table {
 public:
  explicit addresses(scope& in) : db_(in.db) {}

  std::optional<account_id> holder(std::string_view address) override {
    if (!holder_.read_one({address})) return std::nullopt;
    return holder_.id<account_id>(0);
  }

  int next_number(std::string_view stem) override {
    largest_.read_one({stem});
    return static_cast<int>(largest_.number(0)) + 1;
  }

  bool claim(const address_claim& wanted) override {
    auto inserted = claim_.write(
        {wanted.address, part_of(wanted.account), wanted.stem, wanted.number, wanted.account});
    if (inserted == 1 || holder(wanted.address) == wanted.account) return true;
    if (wanted.found) hand_over_.write({part_of(wanted.account), wanted.account, wanted.address});
    return wanted.found;
  }

 private:
  database& db_;
  statement holder_{db_, "select account from address_claim where address = :address", "t"};
  statement largest_{db_, "select coalesce(max(number), -1) from address_claim where stem = :stem",
                     "n"};
  statement claim_{
      db_,
      "insert into address_claim (address, part, stem, number, account) "
      "values (:address, :part, :stem, :number, :account) on conflict (address) do nothing"};
  statement hand_over_{db_, "update address_claim set part = :part, account = :account "
                            "where address = :address"};
};

}  // namespace

std::unique_ptr<address_table> make_addresses(scope& in) {
  return std::make_unique<addresses>(in);
}

}  // namespace tenure::storage
