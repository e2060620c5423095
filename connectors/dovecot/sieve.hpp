#pragma once
// The one script Tenure puts into a mailbox, "tenure": forwarding (RFC 5228 redirect, RFC 3894
// :copy) and auto-reply (RFC 5230 vacation). Its first lines say in base64 what it was made from; a
// script counts as ours only if making it again from them gives the same text.
//
// A user's own active script is never overwritten: it stays in place, inactive, and is named in
// ours, to be made active again when forwarding and auto-reply are gone.

#include <optional>
#include <string>
#include <string_view>

namespace tenure::dovecot {

inline constexpr std::string_view sieve_name = "tenure";

struct sieve_content {
  std::string forwarding;  // address, empty: none
  std::string auto_reply;  // text, LF line ends, empty: none
  std::string address;     // of the mailbox: vacation answers only what was sent to it
  std::string previous;    // name of the script that was active before; empty: none
  bool keep_copy = true;   // forwarded mail also stays
  bool operator==(const sieve_content&) const = default;
};

// nullopt when a value cannot stand in a script: an address that is none (good_address), NUL or
// other control characters (but LF and TAB) in the text, more than 64 KiB of it. CRLF becomes LF.
std::optional<std::string> sieve_script(sieve_content content);

// What the script was made from; nullopt when it is not ours or was changed.
std::optional<sieve_content> read_sieve(std::string_view script);

// A Sieve string: in quotes, with '"' and '\' escaped (RFC 5228, 2.4.2). "${...}" means nothing,
// because no script of ours requires "variables".
std::string sieve_string(std::string_view text);

}  // namespace tenure::dovecot
