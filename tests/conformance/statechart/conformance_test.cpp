// The statechart interpreter against two judges that we did not write: npm xstate, on shipped,
// nasty and generated charts, and the SCXML test cases of the W3C and of SCION. The scripts say
// what they compared, and on failure the seed, the chart and the events to replay it with.
#include "tests/conformance/statechart/subject.hpp"

#include <gtest/gtest.h>

namespace tenure::statechart {
namespace {

const std::string here = std::string(TENURE_SOURCE_DIR) + "/tests/conformance/statechart/";

TEST(statechart_conformance, steps_as_xstate_does) {
  EXPECT_EQ(serve(here + "differential.mjs"), 0);
}

TEST(statechart_conformance, passes_the_scxml_cases) { EXPECT_EQ(serve(here + "scxml.mjs"), 0); }

}  // namespace
}  // namespace tenure::statechart
