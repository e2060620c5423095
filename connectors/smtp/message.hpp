#pragma once
// A notice as a message: RFC 5322 header, MIME body in base64, every line at most 76 characters and
// plain ASCII, so that it passes any server. Pure.

#include "connectors/common/mail_text.hpp"
#include "connectors/smtp/config.hpp"
#include "engine/ports/notifier.hpp"

#include <string>
#include <string_view>

namespace tenure::smtp {

using connectors::good_address;
// Valid UTF-8 without control characters: may stand in a header.
bool good_field(std::string_view text);

// Text for a header, as it is or in RFC 2047 encoded words; `text` is a good_field.
std::string header_text(std::string_view text);
// "Sun, 22 Nov 2026 01:26:20 +0000"
std::string header_date(instant at);

// CRLF line ends. Refusals: notice.address, notice.subject (CR, LF, NUL, other control characters,
// no UTF-8, more than 2,000 bytes), notice.text (NUL or no UTF-8, in text or html).
result<std::string> compose(const notice& what, const config& settings);

}  // namespace tenure::smtp
