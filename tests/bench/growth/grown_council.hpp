#pragma once
// An organisation of many: some are hired by the engine, the others are their copies, row by row,
// in every table that a joiner leaves rows in. What a leaver costs there is the whole line's cost.

#include "tests/bench/leavers/council.hpp"

#include <cstdint>

namespace tenure::bench {

class grown_council {
 public:
  // `accounts` is a multiple of `hired`; each account gets a deadline far ahead besides, and a
  // case is open for every `accounts_a_case`th (0: for none).
  grown_council(std::size_t hired, std::size_t accounts, std::size_t accounts_a_case);

  // From applying HR's list to the last account committed as closed, every effect answered at
  // once. Who leaves is scattered over all accounts, and nobody leaves twice.
  double seconds_per_leaver(std::size_t count);
  double open_seconds() { return council_.open_seconds(); }
  double bytes() const;  // of the store's file

 private:
  std::string person(std::size_t nth) const;

  std::size_t hired_, accounts_, gone_ = 0;
  council council_;
};

}  // namespace tenure::bench
