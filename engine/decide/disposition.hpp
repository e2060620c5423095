#pragma once
// What becomes of the mailbox of somebody who leaves or moves on: the agency's decision (WYO-I.B),
// the leader's review and sign-off (CAL-AM2), further addresses (WYO-III.F). Private to this folder
// but for what snapshot tells: flow fills it.

#include "engine/decide/deliberation.hpp"

#include <optional>

namespace tenure::decide {

// --- guards
bool alias_allowed(deliberation& d);
bool delete_decided(deliberation& d);
bool disposition_wanted(deliberation& d);
bool leaves_agency(deliberation& d);
bool redirect_decided(deliberation& d);
bool redirect_pending(deliberation& d);
bool review_missing(deliberation& d);
bool sign_off_wanted(deliberation& d);
bool transfer_decided(deliberation& d);

// --- actions
void add_alias(deliberation& d, const attributes& params);
void drop_alias(deliberation& d, const attributes& params);
void open_review(deliberation& d, const attributes& params);
void relinquish(deliberation& d, const attributes& params);
void remember_decider(deliberation& d, const attributes& params);
void remember_default(deliberation& d, const attributes& params);
void remember_disposition(deliberation& d, const attributes& params);
void remember_redirect(deliberation& d, const attributes& params);
void remember_sign_off(deliberation& d, const attributes& params);

// --- actors
void start_disposition(deliberation& d, const statechart::invocation& invoke);
void start_sign_off(deliberation& d, const statechart::invocation& invoke);

// --- delays
instant disposition_due(deliberation& d);
instant redirect_over(deliberation& d);
instant sign_off_due(deliberation& d);

// Why the further address that the event brings cannot be given: alias.malformed,
// alias.other_domain, alias.reserved, alias.taken (names the holder). nullopt for other events, and
// where the organisation gives none.
std::optional<refusal> alias_refused(const deliberation& d);

// What the state opens of a closed mailbox: the reviewer's read access, the successor's forward.
// `delegates`, `forwarding`: what the state declares of them. Nothing of a secure mailbox, ever.
void add_disposition(mailbox_condition& out, std::string_view delegates,
                     std::string_view forwarding, const account& of);

}  // namespace tenure::decide
