#include "engine/intake/brakes.hpp"

#include <chrono>

namespace tenure::intake {
namespace {

using namespace std::chrono_literals;

std::string words(const std::string& verb, std::int64_t count) {
  return "the list would " + verb + " " + std::to_string(count) + " accounts";
}

void hold_by_verb(const std::string& verb, std::int64_t count, const brake_limits& limits,
                  transaction& in, instant now, std::int64_t accounts,
                  std::vector<hold_reason>& out) {
  if (verb == "create" && accounts == 0) return;
  if (count > limits.count) {
    out.push_back({"brake.count", words(verb, count) + ", more than " +
                                      std::to_string(limits.count) + " at once"});
  }
  // A share means nothing for a handful: below ten accounts the count alone decides.
  if (verb != "create" && count >= 10 && count * 100 > limits.percent * accounts) {
    out.push_back({"brake.percent", words(verb, count) + ", more than " +
                                        std::to_string(limits.percent) + " % of all " +
                                        std::to_string(accounts)});
  }
  std::int64_t before = in.lists().count_since(verb, now - 24h);
  if (verb == "close") before += in.lists().count_since("redate", now - 24h);
  if (before + count > limits.daily) {
    out.push_back({"brake.daily", words(verb, count) + " after " + std::to_string(before) +
                                      " in the last 24 hours, more than " +
                                      std::to_string(limits.daily) + " together"});
  }
}

bool is_snapshot(hr_list_kind kind) {
  return kind == hr_list_kind::absences || kind == hr_list_kind::staff;
}

// A leaver moved to another date counts as a closing: a list that moves far-off dates to yesterday
// closes as many mailboxes as one that names new leavers.
std::map<std::string, std::int64_t> braked_counts(const plan& of) {
  auto counts = count_verbs(of);
  counts["close"] += counts["redate"];
  return counts;
}

}  // namespace

std::map<std::string, std::int64_t> count_verbs(const plan& of) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& row : of.rows) ++counts[row.verb];
  return counts;
}

std::vector<hold_reason> reasons_to_hold(const hr_list_file& list, const plan& of,
                                         const brake_rules& by, transaction& in, instant now,
                                         std::int64_t accounts, std::int64_t last_rows) {
  std::vector<hold_reason> out;
  for (const auto& why : list.whole) {
    bool nobody = why.code == "hr.list.empty" || why.code == "hr.list.no_rows";
    bool empty = nobody && is_snapshot(list.kind);
    out.push_back({why.code, why.text(), empty});
  }
  for (const auto& [verb, count] : braked_counts(of)) {
    auto limits = by.by_verb.find(verb);
    if (limits == by.by_verb.end() || count == 0) continue;
    hold_by_verb(verb, count, limits->second, in, now, accounts, out);
  }
  auto rows = static_cast<std::int64_t>(list.rows.size() + list.refused.size());
  auto missing = last_rows - rows;
  // One or two who came back are no pattern, however short the list.
  if (is_snapshot(list.kind) && missing > 2 && missing * 100 > by.shrink_percent * last_rows) {
    out.push_back({"brake.shrunk", "the snapshot has " + std::to_string(rows) + " rows, the last " +
                                       "one had " + std::to_string(last_rows)});
  }
  return out;
}

}  // namespace tenure::intake
