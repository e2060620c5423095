#include "connectors/dovecot/errors.hpp"

namespace tenure::dovecot {
namespace {

// sysexits.h, as doveadm uses it. What is not listed here is a temporary failure.
constexpr struct {
  int exit;
  outcome_class kind;
  const char* meaning;
} exits[] = {
    {-1, outcome_class::invalid, "Dovecot does not know the command"},
    {64, outcome_class::invalid, "a wrong parameter"},
    {65, outcome_class::invalid, "Dovecot refuses the values"},
    {67, outcome_class::not_found, "no such user"},
    {68, outcome_class::not_found, "not there"},
    {73, outcome_class::conflict, "it exists already"},
    {75, outcome_class::transient, "Dovecot asks to try later"},
    {77, outcome_class::denied, "Dovecot does not allow it"},
    {78, outcome_class::transient, "Dovecot's configuration is wrong"},
};

}  // namespace

outcome failed(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

outcome of_batch(const batch_reply& answer, bool changes) {
  switch (answer.how) {
    case batch_reply::kind::answered: return {};
    case batch_reply::kind::refused: return failed(outcome_class::denied, answer.trouble);
    case batch_reply::kind::not_sent: return failed(outcome_class::transient, answer.trouble);
    case batch_reply::kind::lost: break;
  }
  return failed(changes ? outcome_class::unknown_outcome : outcome_class::transient,
                answer.trouble);
}

outcome of_exit(int exit, const std::string& doing) {
  for (const auto& row : exits) {
    if (row.exit == exit) return failed(row.kind, doing + ": " + row.meaning);
  }
  return failed(outcome_class::transient, doing + ": doveadm exit " + std::to_string(exit));
}

}  // namespace tenure::dovecot
