#include "engine/decide/deletions.hpp"

#include <algorithm>

namespace tenure::decide {

std::int64_t deletions_in_a_day(const policy::pack& pack, person_kind kind, std::int64_t accounts) {
  constexpr std::int64_t share_matters_from = 10;
  std::int64_t share = accounts * pack.number("brake.delete.percent", kind) / 100;
  return std::min(pack.number("brake.delete.daily", kind), std::max(share, share_matters_from));
}

}  // namespace tenure::decide
