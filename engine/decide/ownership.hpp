#pragma once
// Mailboxes of a unit or group: who owns one, and who else may use it. The owner is who was named,
// and without them whoever holds the post of the unit's head now. Private to this folder.
// Source: engine/decisions/0016-shared-mailboxes.md.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// The purposes of grants in such a mailbox.
inline constexpr std::string_view owner_purpose = "owner", member_purpose = "member";

// --- guards
bool owner_unknown(deliberation& d);

// --- actions
void seat_owner(deliberation& d, const attributes& params);
void add_member(deliberation& d, const attributes& params);
void drop_member(deliberation& d, const attributes& params);
void end_grants_of_leaver(deliberation& d, const attributes& params);

// Members come and go on the owner's word alone. Refused: case.not_theirs.denied, member.invalid,
// member.kind.invalid, member.exists.
result<void> judge_membership(deliberation& d);

// Ends a grant, as an open one is known, because of the event.
void end_grant(deliberation& d, const grant& open);

}  // namespace tenure::decide
