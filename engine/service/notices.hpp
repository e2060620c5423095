#pragma once
// A notice from the pack's template, for one effect: who gets it, what its variables are.

#include "engine/effects/performer.hpp"
#include "engine/flow/engine.hpp"
#include "engine/model/refusal.hpp"
#include "engine/ports/notifier.hpp"

namespace tenure::service {

// `input.template` names the text, `input.to` the reader: "manager" (the line manager's mailbox),
// "contact" (the person's address outside), "subject" (the mailbox itself). Looks the reader up in
// a transaction of its own. Refused: notice.no_template, notice.no_recipient, policy.notice_*.
result<notice> compose_notice(flow::engine& on, const flow::organisation& of,
                              const effects::work& item, instant now);

}  // namespace tenure::service
