#pragma once
// The condition of a mailbox. A state of the workflow declares the *desired* condition, a connector
// observes the actual one, the reconciler applies the difference and reads back. A field that is
// not set says nothing: as desired, leave it alone; as observed, this connector cannot tell.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

enum class sign_in { allowed, blocked };
enum class address_list { shown, hidden };
enum class delivery { accepted, refused };

// One person's rights on another's mailbox. `rights`: "read" | "full".
struct delegate {
  std::string who;  // login of the delegate
  std::string rights;
  auto operator<=>(const delegate&) const = default;
};

struct mailbox_condition {
  std::optional<enum sign_in> sign_in;
  std::optional<enum address_list> address_list;
  std::optional<enum delivery> delivery;
  std::optional<std::string> address;               // primary address
  std::optional<std::vector<std::string>> aliases;  // sorted; the primary is not among them
  std::optional<std::string> display_name;
  std::optional<std::string> forwarding;            // target address; empty: none
  std::optional<std::string> auto_reply;            // text; empty: none
  std::optional<std::vector<delegate>> delegates;   // sorted by who
  // Logins, sorted: who may send as somebody else's deputy, under their own name (RFC 5322 3.6.2:
  // `From:` is the mailbox, `Sender:` the deputy). To send as the mailbox is no right there is.
  std::optional<std::vector<std::string>> send_on_behalf;
  std::optional<std::int64_t> quota_bytes;          // 0: no limit
  std::optional<std::int64_t> message_bytes;        // largest message taken; 0: no limit

  bool operator==(const mailbox_condition&) const = default;
};

// Names of the fields above in workflows (`meta.mailbox`), trail and messages: signIn addressList
// delivery address aliases displayName forwarding autoReply delegates sendOnBehalf quota
// messageSize.
inline constexpr std::string_view condition_fields[] = {
    "signIn",      "addressList", "delivery",  "address",   "aliases",
    "displayName", "forwarding",  "autoReply", "delegates",
    "sendOnBehalf", "quota",    "messageSize"};

// The fields of `desired` that `observed` does not show (differs, or says nothing), and only those.
mailbox_condition difference(const mailbox_condition& desired, const mailbox_condition& observed);

// `over` laid on `base`: what `over` sets wins.
mailbox_condition overlay(mailbox_condition base, const mailbox_condition& over);

// Of `from` only the `fields` (names of condition_fields): what a connector governs.
mailbox_condition only(const mailbox_condition& from, std::span<const std::string_view> fields);

// True when no field is set.
bool says_nothing(const mailbox_condition& condition);

// A JSON object with the field names above, in that order; unset fields are left out.
std::string to_json(const mailbox_condition& condition);
std::optional<mailbox_condition> condition_from_json(std::string_view json);

// For people: "sign-in blocked, hidden from the address list, mail refused".
std::string in_words(const mailbox_condition& condition);

}  // namespace tenure
