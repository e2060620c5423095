#pragma once
// The interpreter under test as the other end of a pipe: a Node script asks it to load charts and
// to take steps, answers its guards and hears its actions. One JSON object a line, both ways.
//
//   {"op":"load","yaml":..,"names":{"guards":[..],..}}  -> {"chart":0} | {"refused":".."}
//   {"op":"initial","chart":0}                          -> .. | {"step":{..}} | {"refused":".."}
//   {"op":"step","chart":0,"from":"a.b","event":"x"}    -> the same; before it, any number of
//        {"guard":"g","params":{..},"event":"x"}   to be answered with {"answer":true}
//        {"action":"a","params":{..}}              not answered
//   {"op":"run","chart":0,"table":"seed chart","nth":0,"events":[..]}  -> {"steps":[{..},..]}
//        a whole life in one exchange: initial, then each event until the chart is done or refuses;
//        guards are answered here from the table that random.mjs describes

#include <string>

namespace tenure::statechart {

// Runs `node <script>` until it ends, serving it. Its standard error goes to ours. Returns its exit
// code; throws std::runtime_error when node cannot be started.
int serve(const std::string& script);

}  // namespace tenure::statechart
