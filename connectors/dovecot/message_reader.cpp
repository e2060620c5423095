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

  // Sets `more` when the folder holds, or may hold, messages that were not looked at yet.
  outcome read_folder(const imap_folder& folder, bool& more) {
    folder_status now;
    // EXAMINE also for a second look: STATUS of the open folder may answer with what it was.
    outcome out = session.examine(folder, now);
    if (out.kind != outcome_class::done) return out;
    if (now.uid_next == 0 || now.uid_validity == 0) {
      return failed(outcome_class::transient, "IMAP: a folder without UIDNEXT or UIDVALIDITY");
    }
    auto [position, fresh] =
        last.try_emplace(folder.name, read_position{folder.name, now.uid_validity, 0});
    if (position->second.uid_validity != now.uid_validity) {
      return failed(outcome_class::conflict, "a folder was renumbered");
    }
    auto& looked_to = uid_next[folder.name];
    if (looked_to == now.uid_next) return {};
    looked_to = now.uid_next;
    more = true;
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
    for (const auto& folder : folders) {
      out = whole.read_folder(folder, more);
      if (out.kind != outcome_class::done) return out;
      if (whole.stopped) break;
    }
    if (!more || whole.stopped) {
      out.facts = {{"messages", std::to_string(whole.messages)},
                   {"bytes", std::to_string(whole.bytes)}};
      return out;
    }
  }
  return failed(outcome_class::transient, "mail keeps arriving while the mailbox is read");
}

}  // namespace tenure::dovecot
