#pragma once
// What went wrong, said so that a person can act on it: a stable code for programs and
// translations, a sentence for people, the place, the rule it rests on and the way out.
// Expected outcomes are values: functions return result<T>. See engine/decisions/0002-errors.md.

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tenure {

struct refusal {
  std::string code;     // dotted, stable: "hr.row.surname_missing"; each module lists its own
  std::string message;  // one plain sentence for the person who caused it
  std::string place;    // file:line, field, account, attribute; empty when there is none
  std::string rule;     // rule id or clause ("CAM-11c"); empty when it is no rule's doing
  std::string way_out;  // what to do about it; may be empty

  // "place: message (rule). way out" in one line, leaving out what is empty.
  std::string text() const;
};

template <class T>
using result = boost::system::result<T, refusal>;

// The environment is gone (database, disk). Thrown, and caught once per request or effect.
class environment_lost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// result::value() on an error that nobody looked at: a programmer's mistake.
[[noreturn]] void throw_exception_from_error(const refusal& why, const boost::source_location&);

}  // namespace tenure
