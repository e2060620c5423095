#include "engine/store/durability.hpp"

namespace tenure::storage {
namespace {

refusal weak(const std::string& setting, const std::string& found, const std::string& wanted) {
  return {"store.not_durable",
          "The database would acknowledge what a power cut can take back: " + setting + " is \"" +
              found + "\".",
          setting, "", "It must be " + wanted + "; is the file on a local disk?"};
}

}  // namespace

result<void> refuse_unless_durable(const sqlite_durability& said) {
  if (said.journal_mode != "wal") return weak("journal_mode", said.journal_mode, "wal");
  if (said.synchronous != "2" && said.synchronous != "3") {
    return weak("synchronous", said.synchronous, "FULL");
  }
  return {};
}

result<void> refuse_unless_durable(const postgresql_durability& said) {
  if (said.fsync != "on") return weak("fsync", said.fsync, "on");
  if (said.full_page_writes != "on") return weak("full_page_writes", said.full_page_writes, "on");
  if (said.synchronous_commit.empty() || said.synchronous_commit == "off") {
    return weak("synchronous_commit", said.synchronous_commit, "on");
  }
  return {};
}

}  // namespace tenure::storage
