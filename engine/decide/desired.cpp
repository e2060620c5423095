// What must be true of the mailbox in the account's state: the states' meta, inner over outer, and
// the names the account goes by.

#include "engine/decide/decide.hpp"

#include "engine/decide/disposition.hpp"
#include "engine/decide/questions.hpp"
#include "engine/statechart/configuration.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tenure::decide {
namespace {

// Of a handful of words one look from the innermost state outwards is cheaper than merging maps.
std::string_view declared(const statechart::chart& chart, const statechart::configuration& at,
                          std::string_view word) {
  for (auto index = at.active.rbegin(); index != at.active.rend(); ++index) {
    const auto& said = chart.states[*index].mailbox;
    auto found = said.find(word);
    if (found != said.end()) return found->second;
  }
  return {};
}

bool declares_nothing(const statechart::chart& chart, const statechart::configuration& at) {
  return std::all_of(at.active.begin(), at.active.end(),
                     [&](auto index) { return chart.states[index].mailbox.empty(); });
}

void forbid_grants(mailbox_condition& out) {
  out.delegates = std::vector<delegate>{};
  out.send_on_behalf = std::vector<std::string>{};
  out.forwarding = "";
  out.auto_reply = "";
}

// What the person had before the mailbox was closed comes back when it opens again.
void restore_own_settings(mailbox_condition& out, const account& of) {
  auto forwarding = of.context.find("forwardingBefore");
  if (forwarding != of.context.end()) out.forwarding = forwarding->second;
  auto reply = of.context.find("autoReplyBefore");
  if (reply != of.context.end()) out.auto_reply = reply->second;
}

void add_names(mailbox_condition& out, const account& of) {
  out.address = of.address;
  out.aliases = of.aliases;
  out.display_name = of.display_name;
}

bool opens_folders(grant_kind kind) {
  return kind == grant_kind::read || kind == grant_kind::full;
}

bool sends(grant_kind kind) { return kind == grant_kind::on_behalf; }

bool ever(const std::vector<grant>& grants, bool (*of)(grant_kind)) {
  return std::any_of(grants.begin(), grants.end(), [&](const grant& g) { return of(g.kind); });
}

// One login may hold several; the highest counts (the kinds are in order).
std::vector<delegate> delegates_of(const std::vector<grant>& grants) {
  std::map<std::string, grant_kind> highest;
  for (const auto& g : grants) {
    if (g.closed || !opens_folders(g.kind) || g.holder_login.empty()) continue;
    auto [at, fresh] = highest.try_emplace(g.holder_login, g.kind);
    if (!fresh) at->second = std::max(at->second, g.kind);
  }
  std::vector<delegate> out;
  for (const auto& [who, kind] : highest) out.push_back({who, std::string(to_text(kind))});
  return out;
}

std::vector<std::string> senders_of(const std::vector<grant>& grants) {
  std::set<std::string> out;
  for (const auto& g : grants) {
    if (!g.closed && sends(g.kind) && !g.holder_login.empty()) out.insert(g.holder_login);
  }
  return {out.begin(), out.end()};
}

// The newest open one of its kind; empty when they are all over, nullptr when there never was one.
const grant* newest(const std::vector<grant>& grants, grant_kind kind, bool& ever) {
  const grant* found = nullptr;
  for (const auto& g : grants) {
    if (g.kind != kind) continue;
    ever = true;
    if (!g.closed) found = &g;
  }
  return found;
}

// A field that a grant once set stays the engine's to set, so that an ended right is taken away;
// without any grant it stays the person's own.
void add_grants(mailbox_condition& out, const std::vector<grant>& grants) {
  if (ever(grants, opens_folders)) out.delegates = delegates_of(grants);
  if (ever(grants, sends)) out.send_on_behalf = senders_of(grants);
  bool forwarded = false, answered = false;
  const auto* forward = newest(grants, grant_kind::forward, forwarded);
  if (forwarded) out.forwarding = forward ? forward->holder_address : "";
  const auto* reply = newest(grants, grant_kind::auto_reply, answered);
  if (answered) out.auto_reply = reply ? reply->text : "";
}

}  // namespace

bool has_tag(const account& of, const rules& by, std::string_view tag) {
  auto at = statechart::parse(by.chart, of.state);
  if (!at) return false;
  return std::any_of(at->active.begin(), at->active.end(), [&](auto index) {
    return by.chart.states[index].tagged(tag);
  });
}

bool workflow_tagged(const rules& by, std::string_view workflow, std::string_view tag) {
  if (by.cases == nullptr) return false;
  auto found = by.cases->find(workflow);
  return found != by.cases->end() && found->second->tagged(tag);
}

bool is_secure(const account& of) { return value_of(of.context, "secure") == "true"; }

mailbox_condition desired_condition(const account& of, const rules& by,
                                    const std::vector<grant>& grants) {
  mailbox_condition out;
  if (of.state.empty()) return out;
  auto at = statechart::parse(by.chart, of.state);
  if (!at) return out;
  if (declares_nothing(by.chart, *at)) return out;
  auto said = [&](std::string_view word) { return declared(by.chart, *at, word); };
  if (auto v = said("signIn"); !v.empty()) {
    out.sign_in = v == "allowed" ? sign_in::allowed : sign_in::blocked;
  }
  if (auto v = said("addressList"); !v.empty()) {
    out.address_list = v == "shown" ? address_list::shown : address_list::hidden;
  }
  if (auto v = said("delivery"); !v.empty()) {
    out.delivery = v == "accepted" ? delivery::accepted : delivery::refused;
  }
  if (said("grants") == "none" || is_secure(of)) {
    forbid_grants(out);
  } else {
    if (out.sign_in == sign_in::allowed) restore_own_settings(out, of);
    add_grants(out, grants);
  }
  if (!is_secure(of)) add_disposition(out, said("delegates"), said("forwarding"), of);
  add_names(out, of);
  if (out.sign_in == sign_in::allowed) {
    out.quota_bytes = quota_of(of, by);
    out.message_bytes = by.pack.number("message.largest", of.kind);
    // Nobody signs in as a mailbox of many: who did what stays known.
    if (of.kind == person_kind::shared) out.sign_in = sign_in::blocked;
  }
  return out;
}

namespace {

std::string leaves_in_words(const statechart::chart& chart, const std::string& state_text) {
  auto at = statechart::parse(chart, state_text);
  if (!at) return state_text;
  std::string words;
  for (auto index : at->active) {
    const auto& state = chart.states[index];
    if (!state.children.empty() || state.description.empty()) continue;
    words += words.empty() ? state.description : " " + state.description;
  }
  return words;
}

}  // namespace

std::string state_in_words(const account& of, const rules& by) {
  return leaves_in_words(by.chart, of.state);
}

std::string state_in_words(const case_file& of, const rules& by) {
  return leaves_in_words(*by.cases->find(of.workflow)->second, of.state);
}

}  // namespace tenure::decide
