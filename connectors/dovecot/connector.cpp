#include "connectors/dovecot/connector.hpp"

#include "connectors/common/secret_file.hpp"
#include "connectors/dovecot/doveadm.hpp"
#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/imap_session.hpp"
#include "connectors/dovecot/lookup.hpp"
#include "connectors/dovecot/plan.hpp"

#include <algorithm>

namespace tenure::dovecot {
namespace {

using words = std::vector<std::string>;

// Exits that are as good as done: nobody was signed in, the ACL or script was gone already, the
// folder was only a name in the list. Reading back has the last word.
bool fine(const command& what, int exit) {
  const bool may_miss = what.name == "kick" || what.name == "aclDelete" ||
                        what.name == "aclSet" || what.name == "sieveDelete" ||
                        what.name == "mailboxDelete" || what.name == "expunge";
  return exit == 0 || (exit == 68 && may_miss);
}

// What one mailbox's commands came to: the first that failed.
outcome first_failure(const std::vector<command>& commands, const reply* replies) {
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (!fine(commands[i], replies[i].exit)) return of_exit(replies[i].exit, commands[i].name);
  }
  return {};
}

outcome carry_out(const doveadm& server, const std::vector<command>& commands) {
  const batch_reply answer = server.post(commands);
  if (answer.how != batch_reply::kind::answered) return of_batch(answer, true);
  return first_failure(commands, answer.replies.data());
}

constexpr std::size_t mailboxes_per_request = 25;

// Carries out the plans that can be, several mailboxes to a request: when an answer is lost, only
// those of its request are unknown.
void carry_out(const doveadm& server, const std::vector<plan>& plans, std::size_t from,
               std::vector<outcome>& outcomes) {
  const std::size_t to = std::min(plans.size(), from + mailboxes_per_request);
  std::vector<command> all;
  for (std::size_t i = from; i < to; ++i) {
    if (plans[i].how.kind != outcome_class::done) continue;
    all.insert(all.end(), plans[i].commands.begin(), plans[i].commands.end());
  }
  const batch_reply answer = server.post(all);
  const reply* next = answer.replies.data();
  for (std::size_t i = from; i < to; ++i) {
    outcomes[i] = plans[i].how;
    if (plans[i].how.kind != outcome_class::done || plans[i].commands.empty()) continue;
    if (answer.how != batch_reply::kind::answered) {
      outcomes[i] = of_batch(answer, true);
    } else {
      outcomes[i] = first_failure(plans[i].commands, next);
      next += plans[i].commands.size();
    }
  }
}

// Is nobody signed in? A session that was ended needs a moment to say goodbye.
outcome prove_nobody_is_in(const doveadm& server, const std::string& login) {
  for (int look = 0; look < 3; ++look) {
    const batch_reply answer = server.post({{"who", {{"mask", words{login}}}}});
    if (answer.how != batch_reply::kind::answered) return of_batch(answer, false);
    if (answer.replies[0].exit != 0) return of_exit(answer.replies[0].exit, "who");
    if (answer.replies[0].rows.empty()) return {};
  }
  return failed(outcome_class::transient, "somebody is still signed in");
}

// What of `desired` reading back can show; signIn is proven by `who`.
mailbox_condition visible(const mailbox_condition& desired) {
  mailbox_condition out;
  out.forwarding = desired.forwarding;
  out.auto_reply = desired.auto_reply;
  out.delegates = desired.delegates;
  return out;
}

void normalise(mailbox_condition& desired) {
  if (desired.delegates) std::ranges::sort(*desired.delegates);
  if (!desired.auto_reply) return;
  for (auto at = desired.auto_reply->find("\r\n"); at != std::string::npos;
       at = desired.auto_reply->find("\r\n", at)) {
    desired.auto_reply->erase(at, 1);
  }
}

}  // namespace

dovecot_connector::dovecot_connector(config settings, std::string api_key,
                                     std::string master_password)
    : settings_(std::move(settings)),
      master_password_(std::move(master_password)),
      server_(std::make_unique<doveadm>(settings_.doveadm, std::move(api_key))) {}

dovecot_connector::~dovecot_connector() = default;

std::vector<std::string_view> dovecot_connector::governs() const {
  return {"signIn", "forwarding", "autoReply", "delegates"};
}

// Only IMAP says which folders are other people's. A server's namespaces stay: asked once.
outcome dovecot_connector::foreign_prefixes(const mailbox_ref& of,
                                            std::vector<std::string>& into) {
  std::lock_guard lock(foreign_mutex_);
  if (!foreign_) {
    imap_session session(settings_, master_password_);
    std::vector<std::string> found;
    outcome out = session.open(of.login);
    if (out.kind == outcome_class::done) out = session.foreign_prefixes(found);
    if (out.kind != outcome_class::done) return out;
    foreign_ = std::move(found);
  }
  into = *foreign_;
  return {};
}

std::vector<mailbox_state> dovecot_connector::look_at(std::span<const mailbox_ref> mailboxes) {
  return look(*server_, mailboxes, [this](const mailbox_ref& of, std::vector<std::string>& into) {
    return foreign_prefixes(of, into);
  });
}

void dovecot_connector::observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  const auto states = look_at(mailboxes);
  for (std::size_t i = 0; i < states.size(); ++i) {
    outcome out = states[i].how;
    if (out.kind == outcome_class::done) out.observed = condition_of(states[i]);
    each(i, out);
  }
}

void dovecot_connector::apply(std::span<const change> changes, const on_outcome& each) {
  std::vector<mailbox_ref> mailboxes;
  for (const auto& one : changes) mailboxes.push_back(one.mailbox);
  const auto before = look_at(mailboxes);
  std::vector<plan> plans;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    mailbox_condition desired = changes[i].desired;
    normalise(desired);
    plans.push_back(plan_change(mailboxes[i], before[i], desired, settings_.forward_keeps_copy));
  }
  std::vector<outcome> outcomes(changes.size());
  for (std::size_t at = 0; at < plans.size(); at += mailboxes_per_request) {
    carry_out(*server_, plans, at, outcomes);
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const bool blocked = changes[i].desired.sign_in == sign_in::blocked;
    if (blocked && outcomes[i].kind == outcome_class::done) {
      outcomes[i] = prove_nobody_is_in(*server_, mailboxes[i].login);
    }
  }
  const auto after = look_at(mailboxes);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    outcome out = outcomes[i];
    if (after[i].how.kind == outcome_class::done) out.observed = condition_of(after[i]);
    if (out.kind == outcome_class::done) {
      mailbox_condition desired = visible(changes[i].desired);
      normalise(desired);
      if (after[i].how.kind != outcome_class::done) {
        out = after[i].how;
      } else if (!says_nothing(difference(desired, out.observed))) {
        out.kind = outcome_class::transient;
        out.detail = "read back, it is not as desired";
      }
    }
    each(i, out);
  }
}

void dovecot_connector::remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  for (std::size_t i = 0; i < mailboxes.size(); ++i) each(i, remove_one(mailboxes[i]));
}

outcome dovecot_connector::remove_one(const mailbox_ref& mailbox) {
  const mailbox_state before = look_at({&mailbox, 1})[0];
  if (before.how.kind != outcome_class::done) return before.how;
  std::uint64_t messages = 0;
  for (const auto& folder : before.folders) messages += folder.messages;
  outcome out = carry_out(*server_, plan_removal(mailbox, before));
  if (out.kind != outcome_class::done) return out;

  const mailbox_state after = look_at({&mailbox, 1})[0];
  if (after.how.kind != outcome_class::done) return after.how;
  // Folders that Dovecot makes of itself may be back already: empty, and with another GUID.
  for (const auto& folder : after.folders) {
    if (folder.messages != 0) {
      return failed(outcome_class::transient, "messages arrived while the mailbox was removed");
    }
    const bool kept = folder.name != "INBOX" &&
                      std::ranges::find(before.folders, folder.guid, &stored_folder::guid) !=
                          before.folders.end();
    if (kept) return failed(outcome_class::transient, "a folder is still there");
  }
  if (!after.scripts.empty()) return failed(outcome_class::transient, "a script is still there");
  const bool was_bare = before.scripts.empty() && before.folders.size() <= after.folders.size();
  if (messages == 0 && was_bare) out.facts["alreadyGone"] = "true";
  out.facts["messages"] = std::to_string(messages);
  out.facts["folders"] = std::to_string(before.folders.size());
  return out;
}

result<std::unique_ptr<dovecot_connector>> open(const config& settings) {
  auto api_key = connectors::read_secret(settings.api_key_file);
  if (!api_key) return api_key.error();
  auto password = connectors::read_secret(settings.master_password_file);
  if (!password) return password.error();
  return std::make_unique<dovecot_connector>(settings, std::move(*api_key), std::move(*password));
}

}  // namespace tenure::dovecot
