#include "engine/store/erasing.hpp"

namespace tenure::storage {

void erasing::forget_what_is_closed(const account_id& account) {
  for (auto* each : {&cases_, &grants_, &tasks_, &effects_}) each->write({account});
  db_.erased = true;
}

}  // namespace tenure::storage
