// What must be true of the mailbox in the account's state: the states' meta, inner over outer, and
// the names the account goes by.

#include "engine/decide/decide.hpp"

#include "engine/decide/disposition.hpp"
#include "engine/statechart/configuration.hpp"

namespace tenure::decide {
namespace {

attributes declared(const statechart::chart& chart, const statechart::configuration& at) {
  attributes merged;
  for (auto index : at.active) {
    for (const auto& [name, value] : chart.states[index].mailbox) merged[name] = value;
  }
  return merged;
}

void forbid_grants(mailbox_condition& out) {
  out.delegates = std::vector<delegate>{};
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

}  // namespace

mailbox_condition desired_condition(const account& of, const rules& by) {
  mailbox_condition out;
  if (of.state.empty()) return out;
  auto at = statechart::parse(by.chart, of.state);
  if (!at) return out;
  attributes said = declared(by.chart, *at);
  if (said.empty()) return out;
  if (auto v = value_of(said, "signIn"); !v.empty()) {
    out.sign_in = v == "allowed" ? sign_in::allowed : sign_in::blocked;
  }
  if (auto v = value_of(said, "addressList"); !v.empty()) {
    out.address_list = v == "shown" ? address_list::shown : address_list::hidden;
  }
  if (auto v = value_of(said, "delivery"); !v.empty()) {
    out.delivery = v == "accepted" ? delivery::accepted : delivery::refused;
  }
  if (value_of(said, "grants") == "none") forbid_grants(out);
  else if (out.sign_in == sign_in::allowed) restore_own_settings(out, of);
  add_disposition(out, said, of);
  add_names(out, of);
  if (out.sign_in == sign_in::allowed) {
    out.quota_bytes = by.pack.number("quota.default", of.kind);
  }
  return out;
}

std::string state_in_words(const account& of, const rules& by) {
  auto at = statechart::parse(by.chart, of.state);
  if (!at) return of.state;
  std::string words;
  for (auto index : at->active) {
    const auto& state = by.chart.states[index];
    if (!state.children.empty() || state.description.empty()) continue;
    words += words.empty() ? state.description : " " + state.description;
  }
  return words;
}

}  // namespace tenure::decide
