// Notices that the helpdesk sends once more: what was not delivered, mostly. Who may not be told is
// worked out here anew, from the office and from what the case says, and held against what is done.
#include "engine/service/resending.hpp"
#include "tests/simulation/case_year.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using service::past_notice;

// Decided when the case was answered, or by the policy: it is in the register for good.
bool is_kept_from(world& w, const case_id& which) {
  bool out = false;
  w.engine->run([&](flow::line& on) {
    auto of = on.in.cases().load(which);
    if (!of) return false;
    out = value_of(of->context, "tellSubject") == "false";
    for (const auto& right : on.in.grants().on(of->subject)) {
      out = out || (right.from_case == which && right.told.starts_with("not told"));
    }
    return false;
  });
  return out;
}

}  // namespace

// Why nobody may be sent it now; empty: nothing that is known here forbids it.
std::string case_year::why_not_again(const past_notice& of) {
  const auto& rules = w.organisation->rules;
  bool gone = decide::has_tag(w.load(of.account), rules, "gone");
  if (gone) return "notice.account_deleted.conflict";
  bool subject = of.to == "subject" || of.to == "contact";
  auto of_case = case_id::parse(of.of_case);
  if (subject && of_case && is_kept_from(w, *of_case)) return "notice.reader.denied";
  constexpr std::string_view person = "person:";
  bool left = of.to.starts_with(person) && !office_.on_staff(of.to.substr(person.size()));
  return left ? "notice.reader.denied" : "";
}

// What they ask for is done, or refused; the code, or empty.
std::string case_year::ask_again(const service::named_notice& which, const std::string& reason) {
  std::string code;
  w.engine->run([&](flow::line& on) {
    auto sent = service::resend_notice(on, which, {reason, {"helpdesk", "helpdesk", "test"}},
                                       post_);
    if (!sent) code = sent.error().code;
    return sent.has_value();
  });
  if (!code.empty()) seen.refusals.insert(code);
  return code;
}

// It is on its way, once: a second wish is refused until it has been sent.
void case_year::check_sent_again(const past_notice& of, const service::named_notice& named) {
  auto wrong = [&](const std::string& what) {
    seen.wrong_with(w.load(of.account), of.name + " to " + of.to + " was sent once more " + what);
  };
  if (ask_again(named, "once is enough") != "notice.pending.conflict") wrong("twice at a time");
  w.settle();
  auto told = service::past_notices(*w.engine, {.account = of.account, .of_case = of.of_case});
  bool came = std::ranges::any_of(told, [&](const past_notice& each) {
    return each.resend_of == of.id.text() && each.to == of.to && each.name == of.name;
  });
  bool waits = false;
  w.engine->run([&](flow::line& on) {
    waits = !service::waiting_notices(on, of.account).empty();
    return false;
  });
  if (!came && !waits) wrong("and nothing came of it");
}

void case_year::send_something_again() {
  auto all = accounts();
  if (!all.empty()) send_again_at(all[steps_ / 4 % all.size()].id);
}

void case_year::send_again_at(const account_id& about) {
  auto all = service::past_notices(*w.engine, {.account = about, .of_case = {}, .limit = 30});
  auto failed = std::ranges::find_if(all, [](const auto& each) { return each.outcome != "done"; });
  if (all.empty()) return;
  const auto& of = failed != all.end() ? *failed : all.front();
  auto dice = new_id<effect_id>(post_);
  if (dice.bits.low % 8 == 0) {
    auto unknown = service::find_named(*w.engine, dice.text());
    if (unknown) return seen.wrong_with(w.load(about), "a notice is known that nobody sent");
    return static_cast<void>(seen.refusals.insert(unknown.error().code));
  }
  auto named = service::find_named(*w.engine, of.id.text());
  if (!named) return seen.wrong_with(w.load(about), of.name + " is in the trail and not found");
  bool silent = dice.bits.low % 8 == 1;
  auto why_not = why_not_again(of);
  auto code = ask_again(*named, silent ? " \n" : "it did not arrive");
  if (silent != (code == "notice.reason.invalid")) {
    seen.wrong_with(w.load(about), "a notice was sent once more without a word why");
  } else if (code.empty() && !why_not.empty()) {
    seen.wrong_with(w.load(about), of.name + " to " + of.to + " was sent once more: " + why_not);
  } else if (code.empty()) {
    check_sent_again(of, *named);
  }
}

}  // namespace tenure::test
