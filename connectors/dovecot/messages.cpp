// message_finder, message_courier, message_sweeper: single messages, by IMAP as the master user.
#include "connectors/dovecot/connector.hpp"
#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/imap_session.hpp"
#include "connectors/dovecot/lookup.hpp"
#include "engine/model/digest.hpp"

#include <algorithm>
#include <set>

namespace tenure::dovecot {
namespace {

bool is_done(const outcome& of) { return of.kind == outcome_class::done; }

bool has_controls(const message_criteria& which) {
  for (const auto* text : {&which.folder, &which.from, &which.subject, &which.message_id}) {
    for (unsigned char c : *text) {
      if (c < 0x20 || c == 0x7f) return true;
    }
  }
  return false;
}

// The name stands in quotes and is not encoded: printable ASCII without what would end it.
bool plain_folder(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '&' && c != '*' && c != '%';
  });
}

outcome folder_called(imap_session& in, const std::string& name,
                      std::optional<imap_folder>& found) {
  std::vector<imap_folder> folders;
  outcome out = in.folders(folders);
  auto at = std::ranges::find(folders, name, &imap_folder::name);
  if (at != folders.end()) found = *at;
  return out;
}

using taker = std::function<bool(const stored_message&)>;

struct finding {
  imap_session& session;
  const message_criteria& which;
  const taker& take;
  std::uint64_t messages = 0, bytes = 0;
  bool stopped = false;

  outcome in_folder(const imap_folder& folder) {
    folder_status now;
    std::vector<std::uint64_t> uids;
    std::vector<message_size> sizes;
    outcome out = session.examine(folder, now);
    if (is_done(out) && now.messages > 0) out = session.search(which, uids);
    if (!is_done(out) || uids.empty()) return out;
    out = session.sizes(uids.front() - 1, sizes);
    if (!is_done(out)) return out;
    std::erase_if(sizes, [&](const message_size& each) {
      return !std::ranges::binary_search(uids, each.uid);
    });
    return session.fetch(
        sizes,
        [&](stored_message& message) {
          message.folder = folder.name;
          message.uid_validity = now.uid_validity;
          ++messages;
          bytes += message.bytes.size();
          return take(message);
        },
        stopped);
  }
};

// SHA-256 of every message in the folder.
outcome digests_in(imap_session& in, const imap_folder& folder, std::set<std::string>& into) {
  folder_status now;
  std::vector<message_size> sizes;
  bool stopped = false;
  outcome out = in.examine(folder, now);
  if (is_done(out)) out = in.sizes(0, sizes);
  if (!is_done(out)) return out;
  return in.fetch(
      sizes,
      [&](stored_message& message) {
        into.insert(sha256_hex(message.bytes));
        return true;
      },
      stopped);
}

// A connection that broke while a copy was under way: it may be there.
outcome after_sending(outcome how) {
  if (how.kind == outcome_class::transient) how.kind = outcome_class::unknown_outcome;
  return how;
}

outcome put_missing(imap_session& in, const imap_folder& folder,
                    std::span<const message_copy> copies, std::set<std::string> there,
                    std::uint64_t& delivered) {
  for (const auto& copy : copies) {
    if (!there.insert(sha256_hex(copy.bytes)).second) continue;
    outcome out = in.append(folder, copy.received, copy.bytes);
    if (!is_done(out)) return after_sending(out);
    ++delivered;
  }
  return {};
}


outcome older(imap_session& in, instant before, std::vector<std::uint64_t>& uids) {
  uids.clear();
  return in.dates([&](std::uint64_t uid, instant received) {
    if (received < before) uids.push_back(uid);
  });
}

}  // namespace

outcome dovecot_connector::find(const mailbox_ref& mailbox, const message_criteria& which,
                                const taker& take) {
  if (!names_messages(which) || has_controls(which)) {
    return failed(outcome_class::invalid, "the criteria name no messages");
  }
  imap_session session(settings_, master_password_);
  outcome out = open_known(session, mailbox);
  std::vector<imap_folder> folders;
  if (is_done(out)) out = session.folders(folders);
  if (!is_done(out)) return out;
  finding all{session, which, take};
  for (const auto& folder : folders) {
    if (!which.folder.empty() && folder.name != which.folder) continue;
    out = all.in_folder(folder);
    if (!is_done(out)) return out;
    if (all.stopped) break;
  }
  out.facts = {{"messages", std::to_string(all.messages)}, {"bytes", std::to_string(all.bytes)}};
  return out;
}

outcome dovecot_connector::deliver(const mailbox_ref& to, const std::string& folder,
                                   std::span<const message_copy> copies) {
  if (!plain_folder(folder)) return failed(outcome_class::invalid, "not a folder's name");
  imap_session session(settings_, master_password_);
  std::optional<imap_folder> into;
  outcome out = open_known(session, to);
  if (is_done(out)) out = folder_called(session, folder, into);
  if (is_done(out) && !into) {
    out = session.create(folder);
    if (is_done(out)) out = folder_called(session, folder, into);
    if (is_done(out) && !into) out = failed(outcome_class::transient, "the folder is not there");
  }
  std::set<std::string> there;
  if (is_done(out)) out = digests_in(session, *into, there);
  if (!is_done(out)) return out;
  std::uint64_t delivered = 0;
  out = put_missing(session, *into, copies, there, delivered);
  if (!is_done(out)) return out;
  std::set<std::string> now;
  out = digests_in(session, *into, now);
  if (!is_done(out)) return after_sending(out);
  const bool whole = std::ranges::all_of(copies, [&](const message_copy& copy) {
    return now.contains(sha256_hex(copy.bytes));
  });
  if (!whole) return failed(outcome_class::invalid, "read back, a copy is not byte for byte");
  out.facts = {{"delivered", std::to_string(delivered)}, {"present", std::to_string(now.size())}};
  return out;
}

outcome dovecot_connector::sweep(const mailbox_ref& mailbox, const std::string& folder,
                                 instant before, bool count_only) {
  imap_session session(settings_, master_password_);
  std::optional<imap_folder> in;
  outcome out = open_known(session, mailbox);
  if (is_done(out)) out = folder_called(session, folder, in);
  if (is_done(out) && !in) out.facts = {{"messages", "0"}};
  if (!is_done(out) || !in) return out;
  std::vector<std::uint64_t> old, left;
  out = session.select(*in);
  if (is_done(out)) out = older(session, before, old);
  if (!is_done(out)) return out;
  if (!count_only && !old.empty()) {
    out = after_sending(session.remove(old));
    if (is_done(out)) out = older(session, before, left);
    if (!is_done(out)) return out;
    if (!left.empty()) return failed(outcome_class::transient, "old messages are still there");
  }
  out.facts = {{"messages", std::to_string(old.size())}};
  return out;
}

// Dovecot refuses a master login into a mailbox that it does not know as it refuses a wrong one:
// doveadm tells the two apart.
outcome dovecot_connector::open_known(imap_session& session, const mailbox_ref& mailbox) {
  const mailbox_state known = look_at({&mailbox, 1})[0];
  if (known.how.kind != outcome_class::done) return known.how;
  return session.open(mailbox.login);
}

}  // namespace tenure::dovecot
