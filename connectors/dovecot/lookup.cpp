#include "connectors/dovecot/lookup.hpp"

#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/mapping.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::dovecot {
namespace {

const std::string sieve_script_field = "sieve script";

std::string field(const std::map<std::string, std::string>& row, const std::string& name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string() : found->second;
}

std::uint64_t number(const std::string& text) {
  std::uint64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// What a round of questions asked, and for which mailbox.
struct question {
  std::size_t mailbox;
  std::size_t folder;  // of aclGet
  command what;
};

// Asks all, in order; a request that fails fails every mailbox that asked.
std::vector<reply> ask(const doveadm& server, const std::vector<question>& questions,
                       std::vector<mailbox_state>& states) {
  std::vector<command> commands;
  for (const auto& q : questions) commands.push_back(q.what);
  batch_reply answer = server.post(commands);
  if (answer.how == batch_reply::kind::answered) return std::move(answer.replies);
  for (const auto& q : questions) states[q.mailbox].how = of_batch(answer, false);
  return {};
}

std::vector<question> first_questions(std::span<const mailbox_ref> mailboxes,
                                      std::vector<mailbox_state>& states) {
  std::vector<question> out;
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    const std::string& user = mailboxes[i].login;
    if (!good_login(user)) {
      states[i].how = failed(outcome_class::invalid, "not a login");
      continue;
    }
    out.push_back({i, 0, {"mailboxStatus",
                          {{"user", user},
                           {"field", std::vector<std::string>{"messages", "guid"}},
                           {"mailboxMask", std::vector<std::string>{"*"}}}}});
    out.push_back({i, 0, {"mailboxList",
                          {{"user", user}, {"mailboxMask", std::vector<std::string>{"*"}}}}});
    out.push_back({i, 0, {"sieveList", {{"user", user}}}});
  }
  return out;
}

// "Not there" (68) is a folder or a script that went while it was looked at; only "no such user"
// (67) says that there is no mailbox. A removal that an engine began and did not survive still runs
// in Dovecot when its successor looks.
outcome of_look(int exit, const std::string& doing) {
  outcome out = of_exit(exit, doing);
  if (exit == 68) out.kind = outcome_class::transient;
  return out;
}

// A prefix is "shared/"; the list has "shared" too.
bool is_foreign(const std::string& folder, const std::vector<std::string>& prefixes) {
  return std::ranges::any_of(prefixes, [&](const std::string& prefix) {
    return folder.starts_with(prefix) || prefix.substr(0, prefix.size() - 1) == folder;
  });
}

void take_first(const question& q, const reply& answer, const std::vector<std::string>& foreign,
                mailbox_state& state) {
  if (answer.exit != 0) {
    if (state.how.kind == outcome_class::done) state.how = of_look(answer.exit, q.what.name);
    return;
  }
  for (const auto& row : answer.rows) {
    if (q.what.name == "sieveList") {
      state.scripts.push_back(field(row, "script"));
      if (field(row, "active") == "ACTIVE") state.active = state.scripts.back();
      continue;
    }
    const std::string name = field(row, "mailbox");
    if (is_foreign(name, foreign)) continue;
    if (q.what.name == "mailboxStatus") {
      state.folders.push_back({name, field(row, "guid"), number(field(row, "messages")), {}});
    } else if (std::ranges::find(state.folders, name, &stored_folder::name) ==
               state.folders.end()) {
      state.not_yet_made.push_back(name);
    }
  }
}

std::vector<question> second_questions(std::span<const mailbox_ref> mailboxes,
                                       const std::vector<mailbox_state>& states) {
  std::vector<question> out;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].how.kind != outcome_class::done) continue;
    const std::string& user = mailboxes[i].login;
    for (std::size_t f = 0; f < states[i].folders.size(); ++f) {
      const std::string& folder = states[i].folders[f].name;
      out.push_back({i, f, {"aclGet", {{"user", user}, {"mailbox", folder}}}});
    }
    if (!states[i].active.empty()) {
      out.push_back({i, 0, {"sieveGet", {{"user", user}, {"scriptname", states[i].active}}}});
    }
  }
  return out;
}

void take_second(const question& q, const reply& answer, const std::string& owner,
                 mailbox_state& state) {
  if (answer.exit != 0) {
    if (state.how.kind == outcome_class::done) state.how = of_look(answer.exit, q.what.name);
    return;
  }
  for (const auto& row : answer.rows) {
    if (q.what.name == "sieveGet") {
      const std::string script = field(row, sieve_script_field);
      if (state.active == sieve_name) state.ours = read_sieve(script);
      // A word search errs on the side of "may send".
      state.own_script_sends = !state.ours && (script.find("redirect") != std::string::npos ||
                                               script.find("vacation") != std::string::npos ||
                                               script.find("include") != std::string::npos ||
                                               script.find("enotify") != std::string::npos);
    } else if (const std::string id = field(row, "id"); id.starts_with("user=")) {
      const std::string who = id.substr(5);
      if (who != owner) {
        state.folders[q.folder].grants[who] = delegate_rights(field(row, "rights"));
      }
    }
  }
}

}  // namespace

std::vector<mailbox_state> look(const doveadm& server, std::span<const mailbox_ref> mailboxes,
                                const foreign_lookup& foreign_prefixes) {
  std::vector<mailbox_state> states(mailboxes.size());
  const auto first = first_questions(mailboxes, states);
  const auto answers = ask(server, first, states);
  std::optional<std::vector<std::string>> foreign;  // not known before somebody exists
  outcome known;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::size_t mailbox = first[i].mailbox;
    if (!foreign && answers[i].exit == 0) {
      known = foreign_prefixes(mailboxes[mailbox], foreign.emplace());
    }
    take_first(first[i], answers[i], foreign.value_or(std::vector<std::string>{}),
               states[mailbox]);
  }
  if (known.kind != outcome_class::done) {
    // Whose folders these are is not certain, so nothing is said of any.
    for (auto& state : states) {
      if (state.how.kind == outcome_class::done) state.how = known;
    }
    return states;
  }
  const auto second = second_questions(mailboxes, states);
  const auto more = ask(server, second, states);
  for (std::size_t i = 0; i < more.size(); ++i) {
    const std::size_t mailbox = second[i].mailbox;
    take_second(second[i], more[i], mailboxes[mailbox].login, states[mailbox]);
  }
  return states;
}

mailbox_condition condition_of(const mailbox_state& state) {
  mailbox_condition out;
  if (state.ours) {
    out.forwarding = state.ours->forwarding;
    out.auto_reply = state.ours->auto_reply;
  } else if (state.active != sieve_name && !state.own_script_sends) {
    out.forwarding = "";
    out.auto_reply = "";
  }
  std::map<std::string, std::pair<std::string, std::size_t>> grants;  // who -> rights, folders
  for (const auto& folder : state.folders) {
    for (const auto& [who, rights] : folder.grants) {
      auto [place, fresh] = grants.try_emplace(who, rights, 0u);
      if (place->second.first != rights) place->second.first = "other";
      ++place->second.second;
    }
  }
  out.delegates.emplace();
  for (const auto& [who, grant] : grants) {
    const bool everywhere = grant.second == state.folders.size();
    out.delegates->push_back({who, everywhere ? grant.first : "other"});
  }
  return out;
}

}  // namespace tenure::dovecot
