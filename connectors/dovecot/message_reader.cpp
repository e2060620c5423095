// message_source: the whole mailbox, then whatever arrived while it was read.
#include "connectors/dovecot/connector.hpp"
#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/imap_session.hpp"

#include <map>

namespace tenure::dovecot {
namespace {

constexpr int rounds = 5;  // how often new mail is followed before we say "later"

struct reading {
  imap_session& session;
  const std::function<bool(const stored_message&)>& take;
  std::map<std::string, read_position> last;       // per folder: what the caller has
  std::map<std::string, std::uint64_t> uid_next;   // per folder: as far as was looked
  std::uint64_t messages = 0, bytes = 0;
  bool stopped = false;

  outcome read_folder(const imap_folder& folder) {
    folder_status now;
    outcome out = session.examine(folder, now);
    if (out.kind != outcome_class::done) return out;
    auto [position, fresh] =
        last.try_emplace(folder.name, read_position{folder.name, now.uid_validity, 0});
    if (position->second.uid_validity != now.uid_validity) {
      return failed(outcome_class::conflict, "a folder was renumbered");
    }
    uid_next[folder.name] = now.uid_next;
    if (now.messages == 0) return {};
    std::vector<message_size> wanted;
    out = session.sizes(position->second.uid, wanted);
    if (out.kind != outcome_class::done) return out;
    return session.fetch(
        wanted,
        [&](stored_message& message) {
          message.folder = folder.name;
          message.uid_validity = now.uid_validity;
          position->second.uid = message.uid;
          ++messages;
          bytes += message.bytes.size();
          return take(message);
        },
        stopped);
  }

  // True in `more` when a folder has, or may have, messages not looked at yet.
  outcome read_new(const std::vector<imap_folder>& folders, bool& more) {
    for (const auto& folder : folders) {
      folder_status now;
      const auto seen = uid_next.find(folder.name);
      if (seen != uid_next.end()) {
        outcome out = session.status(folder, now);
        if (out.kind != outcome_class::done) return out;
        if (now.uid_next == seen->second &&
            now.uid_validity == last.at(folder.name).uid_validity) {
          continue;
        }
      }
      more = true;
      outcome out = read_folder(folder);
      if (out.kind != outcome_class::done || stopped) return out;
    }
    return {};
  }
};

}  // namespace

outcome dovecot_connector::read(const mailbox_ref& mailbox, const std::vector<read_position>& after,
                                const std::function<bool(const stored_message&)>& take) {
  imap_session session(settings_, master_password_);
  outcome out = session.open(mailbox.login);
  if (out.kind != outcome_class::done) return out;
  reading whole{session, take, {}, {}, 0, 0, false};
  for (const auto& position : after) whole.last[position.folder] = position;
  for (int round = 0; round < rounds; ++round) {
    std::vector<imap_folder> folders;
    out = session.folders(folders);
    if (out.kind != outcome_class::done) return out;
    bool more = false;
    out = whole.read_new(folders, more);
    if (out.kind != outcome_class::done) return out;
    if (!more || whole.stopped) {
      out.facts = {{"messages", std::to_string(whole.messages)},
                   {"bytes", std::to_string(whole.bytes)}};
      return out;
    }
  }
  return failed(outcome_class::transient, "mail keeps arriving while the mailbox is read");
}

}  // namespace tenure::dovecot
