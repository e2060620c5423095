#include "connectors/smtp/errors.hpp"

namespace tenure::smtp {
namespace {

outcome as(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

// Ours to set right: sign-in (530, 534, 535, 538), or a refused sender.
bool about_us(const conversation& talk) {
  const int code = talk.code;
  return code == 530 || code == 534 || code == 535 || code == 538 || talk.command == "AUTH" ||
         talk.command == "MAIL" || talk.command == "EHLO" || talk.command == "HELO" ||
         talk.command == "STAR";
}

}  // namespace

outcome judge(const conversation& talk) {
  if (talk.trouble.empty() && talk.answered && talk.code / 100 == 2) {
    outcome out;
    out.facts["reply"] = talk.reply;
    return out;
  }
  // Sent to its end and no answer: it may be on its way. The Message-ID tells a second copy.
  if (talk.data_ended && !talk.answered) {
    return as(outcome_class::unknown_outcome, "the answer after the message was lost");
  }
  if (talk.unsafe) return as(outcome_class::denied, "no trustworthy TLS: " + talk.trouble);
  // The server's own words may hold the address; only the code goes into the detail.
  const std::string said =
      "SMTP " + std::to_string(talk.code) + " to " +
      (talk.data_begun ? "the message" : talk.command.empty() ? "us" : talk.command);
  if (talk.code / 100 == 5) {
    return as(!talk.data_begun && about_us(talk) ? outcome_class::denied : outcome_class::invalid,
              said);
  }
  if (talk.code / 100 == 4) return as(outcome_class::transient, said);
  return as(outcome_class::transient, talk.trouble.empty() ? said : talk.trouble);
}

}  // namespace tenure::smtp
