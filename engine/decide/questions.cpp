#include "engine/decide/questions.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::decide {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

// Empty: the answer is of the form that the question wants; else what would be.
std::string wanted_form(const policy::question& of, std::string_view answer) {
  switch (of.kind) {
    case policy::answer_kind::text:
      return "";
    case policy::answer_kind::yes_no:
      return answer == "yes" || answer == "no" ? "" : "yes or no";
    case policy::answer_kind::choice: {
      bool known = std::find(of.choices.begin(), of.choices.end(), answer) != of.choices.end();
      return known ? "" : "one of: " + joined(of.choices);
    }
    case policy::answer_kind::date:
      return parse_date(answer) ? "" : "a day like 2026-12-01";
  }
  throw std::logic_error("answer_kind");
}

refusal wrong_answer(const policy::question& of, std::string message, std::string way_out) {
  return {.code = "case.answer.invalid", .message = std::move(message),
          .place = std::string(answer_prefix) + of.id, .rule = of.clause,
          .way_out = std::move(way_out)};
}

std::optional<std::int64_t> bytes_in(std::string_view text) {
  std::int64_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && out > 0 ? std::optional(out) : std::nullopt;
}

}  // namespace

std::int64_t quota_of(const account& of, const rules& by) {
  auto agreed = bytes_in(value_of(of.context, "quota"));
  return agreed ? *agreed : by.pack.number("quota.default", of.kind);
}

result<void> judge_answers(const attributes& asked, const policy::case_rule& rule) {
  for (const auto& of : rule.questions) {
    auto answer = value_of(asked, std::string(answer_prefix) + of.id);
    if (blank(answer)) {
      if (!of.required) continue;
      return wrong_answer(of, "not answered: " + of.text,
                          "Answer it: --answer " + of.id + "=...");
    }
    if (auto form = wanted_form(of, answer); !form.empty()) {
      return wrong_answer(of, "'" + std::string(answer) + "' does not answer: " + of.text,
                          "Say " + form);
    }
  }
  for (const auto& [name, value] : asked) {
    if (!name.starts_with(answer_prefix)) continue;
    auto id = name.substr(answer_prefix.size());
    bool known = std::any_of(rule.questions.begin(), rule.questions.end(),
                             [&](const policy::question& of) { return of.id == id; });
    if (known) continue;
    return refusal{.code = "case.answer.invalid", .message = "nobody asks '" + id + "'",
                   .place = name, .rule = rule.clause, .way_out = "See `tenure case offered`"};
  }
  return {};
}

result<void> judge_as_of(deliberation& d, const policy::case_rule& rule) {
  if (rule.backups_hold.value.empty()) return {};
  const auto& calendar = d.by.calendar;
  auto today = calendar.local_date(d.what.at);
  auto length = *parse_period(rule.backups_hold.value);
  auto first = calendar.local_date(
      calendar.add(d.what.at, {-length.months, -length.days, -length.seconds}));
  auto text = value_of(d.what.data, "asOf");
  auto day = parse_date(text);
  if (day && first <= *day && *day <= today) return {};
  return refusal{.code = "case.as_of.invalid",
                 .message = "'" + std::string(text) + "' is no day from " + to_text(first) +
                            " to " + to_text(today),
                 .place = "asOf", .rule = rule.backups_hold.clause,
                 .way_out = "Backups reach back to " + to_text(first)};
}

instant backups_end(const rules& by, const policy::case_rule& rule, const attributes& asked) {
  auto length = parse_period(rule.backups_hold.value);
  auto day = parse_date(value_of(asked, "asOf"));
  if (!length || !day) return not_ever;
  // Held on the last day that judge_as_of takes it, and not on the next.
  return by.calendar.add(by.calendar.start_of(add(*day, {.days = 1})), *length);
}

result<void> judge_quota(deliberation& d, const policy::case_rule& rule) {
  auto text = value_of(d.what.data, "quota");
  if (text.empty()) return {};
  auto now = quota_of(d.known.account, d.by);
  auto largest = bytes_in(rule.largest_quota.value);
  auto wanted = bytes_in(text);
  // A mailbox without a limit cannot be made larger.
  if (wanted && now != 0 && *wanted > now && (!largest || *wanted <= *largest)) return {};
  auto range = "a number of bytes above " + std::to_string(now) +
               (largest ? ", at most " + std::to_string(*largest) : "");
  return refusal{.code = "case.quota.invalid",
                 .message = now == 0 ? "the mailbox has no limit"
                                     : "'" + std::string(text) + "' is not " + range,
                 .place = "quota",
                 .rule = rule.largest_quota.clause.empty() ? rule.clause
                                                           : rule.largest_quota.clause,
                 .way_out = now == 0 ? "Nothing need be asked for" : "Name " + range};
}

}  // namespace tenure::decide
