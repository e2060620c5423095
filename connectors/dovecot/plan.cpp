#include "connectors/dovecot/plan.hpp"

#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/mapping.hpp"

#include <algorithm>

namespace tenure::dovecot {
namespace {

using words = std::vector<std::string>;

bool has_script(const mailbox_state& now, std::string_view name) {
  return std::ranges::find(now.scripts, name) != now.scripts.end();
}

// Takes our script away and puts the user's own one back.
void plan_no_script(const std::string& user, const mailbox_state& now, plan& out) {
  const std::string ours(sieve_name);
  if (now.active == sieve_name) {
    const std::string previous = now.ours ? now.ours->previous : "";
    if (!previous.empty() && has_script(now, previous)) {
      out.commands.push_back({"sieveActivate", {{"user", user}, {"scriptname", previous}}});
    } else {
      out.commands.push_back({"sieveDeactivate", {{"user", user}}});
    }
  }
  if (has_script(now, sieve_name)) {
    out.commands.push_back({"sieveDelete", {{"user", user}, {"scriptname", words{ours}}}});
  }
}

void plan_sieve(const mailbox_ref& mailbox, const mailbox_state& now,
                const mailbox_condition& desired, bool keeps_copy, plan& out) {
  if (!desired.forwarding && !desired.auto_reply) return;
  sieve_content wanted = now.ours.value_or(sieve_content{});
  if (desired.forwarding) wanted.forwarding = *desired.forwarding;
  if (desired.auto_reply) wanted.auto_reply = *desired.auto_reply;
  wanted.address = mailbox.address;
  wanted.keep_copy = keeps_copy;
  if (now.active != sieve_name) wanted.previous = now.active;

  if (wanted.forwarding.empty() && wanted.auto_reply.empty()) {
    if (now.own_script_sends && now.active != sieve_name) {
      out.how = failed(outcome_class::conflict,
                       "the user's own Sieve script may forward or answer mail: look at it");
      return;
    }
    plan_no_script(mailbox.login, now, out);
    return;
  }
  const auto script = sieve_script(wanted);
  if (!script) {
    out.how = failed(outcome_class::invalid,
                     "forwarding or auto-reply holds what cannot stand in a mail filter");
    return;
  }
  out.commands.push_back({"sievePut",
                          {{"user", mailbox.login},
                           {"scriptname", std::string(sieve_name)},
                           {"file", *script},
                           {"activate", true}}});
}

command give(const std::string& user, const std::string& folder, const std::string& who,
             const std::string& rights) {
  return {"aclSet",
          {{"user", user}, {"mailbox", folder}, {"id", "user=" + who},
           {"right", acl_rights(rights)}}};
}

void plan_delegates(const std::string& user, const mailbox_state& now,
                    const std::vector<delegate>& desired, plan& out) {
  std::map<std::string, std::string> wanted;
  for (const auto& one : desired) {
    if (!good_login(one.who) || acl_rights(one.rights).empty()) {
      out.how = failed(outcome_class::invalid, "Dovecot knows the rights \"read\" and \"full\" of "
                                               "other logins, not: " + one.rights);
      return;
    }
    wanted[one.who] = one.rights;
  }
  for (const auto& folder : now.folders) {
    for (const auto& [who, rights] : folder.grants) {
      if (wanted.contains(who)) continue;
      out.commands.push_back(
          {"aclDelete", {{"user", user}, {"mailbox", folder.name}, {"id", "user=" + who}}});
    }
    for (const auto& [who, rights] : wanted) {
      const auto has = folder.grants.find(who);
      if (has != folder.grants.end() && has->second == rights) continue;
      out.commands.push_back(give(user, folder.name, who, rights));
    }
  }
  // Giving a right makes the folder, so that it does not come later, without the right.
  for (const auto& folder : now.not_yet_made) {
    for (const auto& [who, rights] : wanted) {
      out.commands.push_back(give(user, folder, who, rights));
    }
  }
}

}  // namespace

plan plan_change(const mailbox_ref& mailbox, const mailbox_state& now,
                 const mailbox_condition& desired, bool forward_keeps_copy) {
  plan out;
  out.how = now.how;
  if (out.how.kind != outcome_class::done) return out;
  if (desired.sign_in == sign_in::blocked) {
    // The directory refuses new sign-ins by now; what it answered before must be forgotten first.
    out.commands.push_back({"authCacheFlush", {{"user", words{mailbox.login}}}});
    out.commands.push_back({"kick", {{"mask", words{mailbox.login}}}});
  }
  plan_sieve(mailbox, now, desired, forward_keeps_copy, out);
  if (out.how.kind == outcome_class::done && desired.delegates) {
    plan_delegates(mailbox.login, now, *desired.delegates, out);
  }
  return out;
}

std::vector<command> plan_removal(const mailbox_ref& mailbox, const mailbox_state& now) {
  const std::string& user = mailbox.login;
  std::vector<command> out;
  out.push_back({"kick", {{"mask", words{user}}}});
  if (!now.active.empty()) out.push_back({"sieveDeactivate", {{"user", user}}});
  for (const auto& script : now.scripts) {
    out.push_back({"sieveDelete", {{"user", user}, {"scriptname", words{script}}}});
  }
  std::vector<const stored_folder*> deepest_first;
  for (const auto& folder : now.folders) deepest_first.push_back(&folder);
  std::ranges::sort(deepest_first, std::greater(), &stored_folder::name);
  for (const auto* folder : deepest_first) {
    for (const auto& [who, rights] : folder->grants) {
      out.push_back(
          {"aclDelete", {{"user", user}, {"mailbox", folder->name}, {"id", "user=" + who}}});
    }
    // By GUID: a folder called "*" must not mean all folders.
    out.push_back({"expunge",
                   {{"user", user}, {"query", words{"mailbox-guid", folder->guid, "ALL"}}}});
    if (folder->name == "INBOX") continue;  // Dovecot keeps it; it stays empty
    out.push_back({"mailboxDelete", {{"user", user}, {"mailbox", words{folder->name}}}});
  }
  return out;
}

}  // namespace tenure::dovecot
