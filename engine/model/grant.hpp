#pragma once
// A grant: somebody's right in another's mailbox, graded and bounded in time, opened by a case and
// by nothing else. All of them together are the register (`tenure grant list`).
// Source: engine/decisions/0015-cases-and-grants.md.

#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenure {

// From the least to the most: answering for somebody, copies of named messages, mail passed on,
// reading along, writing in their name (shown as such), everything.
enum class grant_kind { auto_reply, extract, forward, read, on_behalf, full };

// "autoReply", "extract", "forward", "read", "onBehalf", "full".
std::string_view to_text(grant_kind kind);
std::optional<grant_kind> parse_grant_kind(std::string_view text);

struct grant {
  grant_id id;
  case_id from_case;
  account_id subject;  // whose mailbox
  grant_kind kind = grant_kind::read;
  hr_id holder;               // who may; empty for an auto-reply
  std::string holder_login;   // as the mail system knows them
  std::string holder_address; // where a forward goes
  std::string text;           // of an auto-reply
  std::string purpose;        // as the request said
  std::string clause;         // the rule it rests on
  std::string told;           // "told", or why the subject is not told; never empty
  instant opened;
  std::optional<instant> ends;    // by date; empty: by return, revocation or the end of the case
  std::optional<instant> closed;  // over since
  std::string closed_because;     // the event that ended it
  std::optional<instant> certified;  // when somebody last said that it is still wanted
  hr_id certified_by;                // who; empty while nobody has

  bool operator==(const grant&) const = default;
};

}  // namespace tenure
