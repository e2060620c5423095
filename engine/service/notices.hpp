#pragma once
// A notice from the pack's template, for one effect: who gets it, what its variables are.

#include "engine/effects/once.hpp"
#include "engine/flow/engine.hpp"
#include "engine/policy/render.hpp"

namespace tenure::service {

// `input.template` names the text, `input.to` the reader (notice_readers.hpp). What is kept of it:
// the address, and as "noticeContent" a JSON object with `reader` (HR id), `values` (of the
// variables as they stand in the text) and `digest` (content_digest). With them the text can be
// made again, and whether it is the one that was sent can be told. Looks things up in a transaction
// of its own.
//
// Sent once more (`input.resendOf`, `reader` and `values` of the first): the same values, the
// reader's present address, and asked again whether they may be told.
// Refused: notice.no_template, notice.no_recipient, notice.reader.denied, policy.notice_*.
result<effects::composed_notice> compose_notice(flow::engine& on, const flow::organisation& of,
                                                const effects::work& item, instant now);

// SHA-256 over subject, text and page.
std::string content_digest(const policy::rendered_notice& of);

}  // namespace tenure::service
