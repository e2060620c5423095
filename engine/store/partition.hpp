#pragma once
// Every row carries the partition its account hashes to, so that one day nodes can lease
// partitions without a change of format. Never change the function: it is stored.

#include "engine/model/id.hpp"

namespace tenure::storage {

// FNV-1a (64 bit) over the id's 16 octets, most significant first, modulo 256. An empty id (a row
// of the whole organisation) is partition 0.
constexpr int part_of(const account_id& account) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (std::uint64_t half : {account.bits.high, account.bits.low}) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      hash = (hash ^ ((half >> shift) & 0xff)) * 0x100000001b3;
    }
  }
  return account.bits == detail::id_bits{} ? 0 : static_cast<int>(hash & 0xff);
}

}  // namespace tenure::storage
