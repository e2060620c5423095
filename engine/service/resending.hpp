#pragma once
// A notice once more: the same words, to the same place. Whether it may be, and the deed.

#include "engine/ports/entropy.hpp"
#include "engine/service/notice_log.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenure::service {

// What is still to be sent, each with the trouble it had. Without an account: of all.
std::vector<std::pair<effect, std::string>> waiting_notices(flow::line& on,
                                                            const account_id& about);

// Still to be sent, or what became of it.
struct named_notice {
  std::optional<std::pair<effect, std::string>> open;
  std::optional<past_notice> past;
};
// In turns of its own. Refused: notice.not_found.
result<named_notice> find_named(flow::engine& on, std::string_view id);

struct resend_wish {
  std::string reason;
  actor by;  // somebody who may (roles.hpp, `notice.resend`)
};
// Decides and does it in the caller's transaction, effect and entry together: after a crash either
// it will be sent, and the trail says who wanted it, or neither. That it was delivered before does
// not forbid it: mail gets lost behind the server that took it.
// Refused: notice.reason.invalid, notice.pending.conflict (it, or another copy of it, is still to
// be sent), notice.account_deleted.conflict, notice.reader.denied, notice.no_recipient.invalid.
result<effect> resend_notice(flow::line& on, const named_notice& of, const resend_wish& wish,
                             entropy& random);

}  // namespace tenure::service
