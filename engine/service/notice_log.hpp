#pragma once
// The notices that were sent, or could not be, as the trail tells of them; nothing else remembers
// them. A notice is known by the id of its effect, which is also the local part of its Message-ID.

#include "engine/flow/engine.hpp"
#include "engine/policy/render.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tenure::service {

struct past_notice {
  effect_id id;
  std::uint64_t entry = 0;  // of the trail
  instant at;               // when the mail server, or the engine, had answered
  account_id account;       // the mailbox it is about
  std::string name;         // of the pack's template
  std::string outcome;      // "done", "invalid", ...
  std::string detail;       // what went wrong
  std::string reply_code;   // the mail server's, "550 5.1.1"
  std::string of_case, resend_of;
  bool composed = false;    // there was a text and somebody to send it to
  // Personal, and empty once erased:
  std::string to;       // "manager", "person:1042"
  std::string address;  // empty too when nobody was found
  std::string reply;    // the mail server's words
  hr_id reader;
  std::string digest;
  attributes values;
  bool erased = false;
};

struct notice_filter {
  account_id account;  // empty: of all
  std::string of_case;
  bool failed = false;  // only those that did not get through
  std::size_t limit = 100;
};

// Newest first. Reads the trail backwards in pieces, each a turn of the line, so that nothing waits
// for it; without an account it may read all of it, linear in the trail's entries.
std::vector<past_notice> past_notices(flow::engine& on, const notice_filter& wanted);
std::optional<past_notice> find_notice(flow::engine& on, const effect_id& which);

// The text, from what was kept of it. `as_sent` is false when the pack's template is another by now
// (or is gone: nullopt).
struct rendered_again {
  policy::rendered_notice content;
  bool as_sent = false;
};
std::optional<rendered_again> render_again(const past_notice& of, const policy::pack& by);

}  // namespace tenure::service
