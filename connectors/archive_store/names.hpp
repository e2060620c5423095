#pragma once
// Where things of one account stand in the archive's folder. Names are made of the account's id
// only, never of anything a person wrote.

#include "connectors/archive_store/files.hpp"
#include "engine/model/id.hpp"

namespace tenure::archive_store {

struct names {
  path partial;       // being written
  path finished;      // complete and verified
  path leaving;       // being destroyed
  path certificates;  // JSON lines, one per destroyed package of the account

  names(const path& root, account_id account)
      : partial(root / (account.text() + ".partial")),
        finished(root / (account.text() + ".package")),
        leaving(root / (account.text() + ".destroying")),
        certificates(root / (account.text() + ".certificates.jsonl")) {}
};

}  // namespace tenure::archive_store
