#pragma once
// For who looks once more before something is done that was agreed to: an office may have been
// taken from somebody, in the configuration even, between their yes and the call.

#include "engine/decide/decide.hpp"

namespace tenure::decide {

// False when somebody who agreed has left or lost the office in which they did, and too few are
// left. A stage in which nobody has agreed yet is no matter here: some access is reviewed after.
bool agreement_stands(const case_file& of, const rules& by, const person& subject,
                      organisation_chart& people);

}  // namespace tenure::decide
