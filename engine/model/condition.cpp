#include "engine/model/condition.hpp"

#include <algorithm>

namespace tenure {
namespace {

// Calls `visit(member pointer)` for every field, in the order of condition_fields: the one list of
// them in this file.
template <class Visit>
void each_field(Visit visit) {
  visit(&mailbox_condition::sign_in);
  visit(&mailbox_condition::address_list);
  visit(&mailbox_condition::delivery);
  visit(&mailbox_condition::address);
  visit(&mailbox_condition::aliases);
  visit(&mailbox_condition::display_name);
  visit(&mailbox_condition::forwarding);
  visit(&mailbox_condition::auto_reply);
  visit(&mailbox_condition::delegates);
  visit(&mailbox_condition::send_on_behalf);
  visit(&mailbox_condition::quota_bytes);
  visit(&mailbox_condition::message_bytes);
}

void say(std::string& out, std::string words) {
  if (!out.empty()) out += ", ";
  out += words;
}

}  // namespace

mailbox_condition difference(const mailbox_condition& desired, const mailbox_condition& observed) {
  mailbox_condition out;
  each_field([&](auto field) {
    if (desired.*field && desired.*field != observed.*field) out.*field = desired.*field;
  });
  return out;
}

mailbox_condition overlay(mailbox_condition base, const mailbox_condition& over) {
  each_field([&](auto field) {
    if (over.*field) base.*field = over.*field;
  });
  return base;
}

mailbox_condition only(const mailbox_condition& from, std::span<const std::string_view> fields) {
  mailbox_condition out;
  std::size_t at = 0;
  each_field([&](auto field) {
    std::string_view name = condition_fields[at++];
    if (std::find(fields.begin(), fields.end(), name) != fields.end()) out.*field = from.*field;
  });
  return out;
}

bool says_nothing(const mailbox_condition& condition) {
  return condition == mailbox_condition{};
}

std::string in_words(const mailbox_condition& c) {
  std::string out;
  if (c.sign_in) say(out, *c.sign_in == sign_in::allowed ? "sign-in allowed" : "sign-in blocked");
  if (c.address_list) {
    say(out, *c.address_list == address_list::shown ? "in the address list"
                                                    : "hidden from the address list");
  }
  if (c.delivery) {
    say(out, *c.delivery == delivery::accepted ? "mail accepted" : "mail refused");
  }
  if (c.address) say(out, "address " + *c.address);
  if (c.aliases) say(out, std::to_string(c.aliases->size()) + " aliases");
  if (c.display_name) say(out, "named " + *c.display_name);
  if (c.forwarding) say(out, c.forwarding->empty() ? "no forward" : "forwards to " + *c.forwarding);
  if (c.auto_reply) say(out, c.auto_reply->empty() ? "no auto-reply" : "auto-reply on");
  if (c.delegates) {
    for (const auto& d : *c.delegates) say(out, d.who + " may " + d.rights);
    if (c.delegates->empty()) say(out, "nobody else may open it");
  }
  if (c.send_on_behalf) {
    for (const auto& who : *c.send_on_behalf) say(out, who + " may send on behalf");
    if (c.send_on_behalf->empty()) say(out, "nobody sends on behalf");
  }
  if (c.quota_bytes) {
    auto bytes = std::to_string(*c.quota_bytes);
    say(out, *c.quota_bytes == 0 ? "no quota" : "quota " + bytes + " bytes");
  }
  if (c.message_bytes) {
    auto bytes = std::to_string(*c.message_bytes);
    say(out, *c.message_bytes == 0 ? "messages of any size" : "messages to " + bytes + " bytes");
  }
  return out;
}

}  // namespace tenure
