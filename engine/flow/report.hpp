#pragma once
// The stored and printed form of a preview (JSON), and the digest that names it.

#include "engine/flow/lists.hpp"

#include <string>
#include <vector>

namespace tenure::flow {

// {"kind","rows":n,"held":[...],"counts":{},"warnings":[],"outcomes":[{line,person,verb,...}],
//  "refused":[{line,person,field,code,message}]}
std::string report_of(const preview& of);

// SHA-256 over the file's digest, the pack's digest and every row's outcome, in hexadecimal. Times
// and new ids are not part of it: the same file, pack and world give the same digest at any hour.
// `applied_before`: how often exactly this was applied already. A world that changed by it and came
// back (leavers applied, then withdrawn) may be changed by it again, under a digest of its own.
std::string digest_of(const preview& of, std::string_view pack_digest, int applied_before);

// From a stored report: how many rows the file had; whether two people may release it; each row's
// outcome as one line of text, sorted.
std::int64_t rows_of(std::string_view report);
bool releasable(std::string_view report);
std::vector<std::string> outcomes_of(std::string_view report);

// The same report without anybody's row: what is asked of a list that was applied.
std::string without_rows(std::string_view report);
// Without the rows of one person, and the warnings that name their number; as it was, byte for
// byte, when there are none.
std::string without(std::string_view report, const hr_id& person);

}  // namespace tenure::flow
