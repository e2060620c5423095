#include "connectors/archive_store/connector.hpp"

#include "connectors/archive_store/certificate.hpp"
#include "connectors/archive_store/names.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "connectors/archive_store/package_writer.hpp"
#include "connectors/archive_store/verify_behind.hpp"
#include "connectors/archive_store/write_behind.hpp"

#include <unistd.h>

namespace tenure::archive_store {
namespace {

outcome failed(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

// Asks whether the package may still be made: not for each message, for that is a question to the
// store, but often enough that a hold stops the writing soon.
class permission {
 public:
  explicit permission(const archive::still_allowed& ask) : ask_(ask) {}

  bool before(const stored_message& next) {
    if (messages_ == 0 || messages_ >= messages_max || bytes_ >= bytes_max) {
      messages_ = bytes_ = 0;
      if (!now()) return false;
    }
    ++messages_;
    bytes_ += next.bytes.size();
    return true;
  }
  bool now() {
    withdrawn_ = withdrawn_ || !ask_();
    return !withdrawn_;
  }
  bool withdrawn() const { return withdrawn_; }

 private:
  static constexpr std::size_t messages_max = 64, bytes_max = 8 << 20;

  const archive::still_allowed& ask_;
  std::size_t messages_ = 0, bytes_ = 0;  // since it was asked
  bool withdrawn_ = false;
};

outcome busy() {
  return failed(outcome_class::transient, "another attempt is at work on this package");
}

using segments = std::vector<segment_entry>;

class folder_archive : public archive {
 public:
  folder_archive(config settings, key_ring keys)
      : settings_(std::move(settings)), keys_(std::move(keys)) {}

  outcome keep(const mailbox_ref& mailbox, message_source& source,
               const still_allowed& allowed) override;
  outcome verify(const mailbox_ref& mailbox) override;
  outcome read(const mailbox_ref& mailbox,
               const std::function<bool(const stored_message&)>& take) override;
  outcome destroy(const mailbox_ref& mailbox) override;

 private:
  outcome fill(const names& at, const mailbox_ref& mailbox, message_source& source,
               permission& may, segments& verified);
  outcome discard(const names& at);
  outcome read_all(const path& folder, account_id account, const segments& verified = {}) const;

  const config settings_;
  const key_ring keys_;
};

outcome folder_archive::read_all(const path& folder, account_id account,
                                 const segments& verified) const {
  const message_taker all = [](const stored_message&) { return true; };
  return package_reader(folder, account, keys_).for_each(all, verified);
}

outcome folder_archive::keep(const mailbox_ref& mailbox, message_source& source,
                             const still_allowed& allowed) try {
  const names at(settings_.folder, mailbox.account);
  if (std::filesystem::exists(at.finished)) return read_all(at.finished, mailbox.account);
  make_folder(at.partial);
  folder_lock lock(at.partial);
  if (!lock.held()) return busy();
  permission may(allowed);
  segments verified;
  outcome out = fill(at, mailbox, source, may, verified);
  if (out.kind == outcome_class::conflict && !may.withdrawn()) {
    // The mail store renumbered a folder: what was kept cannot be matched any more. Begin anew.
    for (const auto& entry : std::filesystem::directory_iterator(at.partial)) remove_tree(entry);
    out = fill(at, mailbox, source, may, verified);
  }
  if (may.withdrawn()) return discard(at);
  if (out.kind != outcome_class::done) return out;

  outcome check = read_all(at.partial, mailbox.account, verified);
  if (check.kind == outcome_class::invalid) {
    // The mailbox still has everything: throw the damaged package away and let a retry write it.
    remove_tree(at.partial);
    return failed(outcome_class::transient,
                  "the package was damaged while written: " + check.detail);
  }
  if (check.kind != outcome_class::done) return check;
  if (!may.now()) return discard(at);
  // Every file is on disk and was read back. Before this rename there is no package, after it there
  // is one; the folder's fsync makes the name last.
  move_file(at.partial, at.finished);
  sync_folder(settings_.folder);
  return check;
} catch (const environment_lost& lost) {
  return failed(outcome_class::transient, lost.what());
} catch (const std::filesystem::filesystem_error& lost) {
  return failed(outcome_class::transient, "archive: " + lost.code().message());
}

// A crash half-way leaves a part of what the next attempt, if ever one is allowed, takes up.
outcome folder_archive::discard(const names& at) {
  remove_tree(at.partial);
  sync_folder(settings_.folder);
  outcome out = failed(outcome_class::denied,
                       "no longer allowed while it was written; what was written is removed");
  out.facts["discarded"] = "true";
  return out;
}

// Reads the mailbox into the partial package, and each of its segments back once it is closed.
// Whatever ends it, what was taken is kept for the next attempt.
outcome folder_archive::fill(const names& at, const mailbox_ref& mailbox, message_source& source,
                             permission& may, segments& verified) {
  package_writer writer(at.partial, mailbox.account, settings_, keys_);
  verify_behind verifying(at.partial, writer.made(), keys_);
  writer.on_closed([&](const segment_entry& closed) { verifying.add(closed); });
  std::uint64_t taken = 0;
  const auto after = writer.positions();
  write_behind behind(writer);
  outcome read = source.read(mailbox, after, [&](const stored_message& message) {
    if (!may.before(message)) return false;
    behind.add(message);
    ++taken;
    return true;
  });
  if (may.withdrawn()) return read;
  behind.finish();
  if (read.kind == outcome_class::conflict && writer.resumed()) return read;
  if (read.kind == outcome_class::conflict) read.kind = outcome_class::transient;
  if (read.kind == outcome_class::done &&
      value_of(read.facts, "messages") != std::to_string(taken)) {
    read = failed(outcome_class::transient, "the mail store counted other messages than it gave");
  }
  if (read.kind == outcome_class::done) {
    writer.finish();
    verified = verifying.finish();
  } else {
    writer.seal();
  }
  return read;
}

outcome folder_archive::verify(const mailbox_ref& mailbox) try {
  return read_all(names(settings_.folder, mailbox.account).finished, mailbox.account);
} catch (const std::filesystem::filesystem_error& lost) {
  return failed(outcome_class::transient, "archive: " + lost.code().message());
}

outcome folder_archive::read(const mailbox_ref& mailbox,
                             const std::function<bool(const stored_message&)>& take) try {
  const auto folder = names(settings_.folder, mailbox.account).finished;
  return package_reader(folder, mailbox.account, keys_).for_each(take);
} catch (const std::filesystem::filesystem_error& lost) {
  return failed(outcome_class::transient, "archive: " + lost.code().message());
}

outcome folder_archive::destroy(const mailbox_ref& mailbox) try {
  const names at(settings_.folder, mailbox.account);
  for (const path& folder : {at.partial, at.finished, at.leaving}) {
    if (std::filesystem::exists(folder) && !folder_lock(folder).held()) return busy();
  }
  return destroy_package(settings_.folder, mailbox.account, keys_);
} catch (const environment_lost& lost) {
  return failed(outcome_class::transient, lost.what());
} catch (const std::filesystem::filesystem_error& lost) {
  return failed(outcome_class::transient, "archive: " + lost.code().message());
}

}  // namespace

result<std::unique_ptr<archive>> open(const config& settings) {
  if (!std::filesystem::is_directory(settings.folder) ||
      ::access(settings.folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    return refusal{"archive.folder_missing", "the archive's folder is not there or not writable",
                   settings.folder.string(), "", "create it with mode 0700"};
  }
  auto keys = key_ring::load(settings);
  if (!keys) return keys.error();
  return std::unique_ptr<archive>(
      std::make_unique<folder_archive>(settings, std::move(*keys)));
}

}  // namespace tenure::archive_store
