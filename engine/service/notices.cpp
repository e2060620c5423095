#include "engine/service/notices.hpp"

#include "engine/model/digest.hpp"
#include "engine/policy/wording.hpp"
#include "engine/service/notice_readers.hpp"

#include <charconv>

namespace tenure::service {
namespace {

// What the templates of a case's notices name.
attributes words_of_case(flow::line& on, const case_file& about) {
  auto gains = value_of(about.context, "recipient");
  hr_id recipient{std::string(gains.empty() ? value_of(about.context, "holder") : gains)};
  attributes out{{"requester", person_of(on, about.requester).name},
                 {"recipient", recipient.empty() ? "nobody else" : person_of(on, recipient).name},
                 {"workflow", about.workflow}};
  for (auto name : {"purpose", "reason", "until", "right", "matter"}) {
    auto value = value_of(about.context, name);
    out[name] = value.empty() ? "not said" : std::string(value);
  }
  auto why = value_of(about.context, "refusedBecause");
  out["decision"] = why.empty() ? "granted" : std::string(why);
  return out;
}

attributes variables(const flow::organisation& of, const effects::work& item,
                     const reader& manager, const std::vector<std::string>& units, instant now) {
  const auto& rules = of.rules;
  attributes out = item.account.context;
  out["displayName"] = item.account.display_name;
  out["address"] = item.account.address;
  out["login"] = item.account.login;
  out["organisation"] = rules.pack.name;
  out["manager"] = manager.name;
  out["messages"] = value_of(out, "archiveMessages").empty() ? "0" : out["archiveMessages"];
  out["package"] = std::string(value_of(out, "archivePackage"));
  out["oldAddress"] = item.account.aliases.empty() ? "" : item.account.aliases.back();
  out["startDate"] = value_of(out, "startDate").empty() ? "today" : out["startDate"];
  out["deadline"] = std::string(value_of(out, "leavingDate"));
  out.try_emplace("leavingDate", "an unknown date");
  out.try_emplace("absentFrom", "today");
  out.try_emplace("expectedReturn", "not known");
  auto closed = parse_instant(value_of(out, "closedAt")).value_or(now);
  auto kept = rules.pack.period_of("retentionTime", item.account.kind, units);
  auto until = rules.calendar.add(closed, kept);
  out["deletionDate"] = to_text(rules.calendar.local_date(until));
  return out;
}

// Days and counts as the organisation's people write them. What is no day ("today", "not known")
// stays as it is.
void put_into_words(attributes& values, const policy::pack& by) {
  for (auto name : {"startDate", "leavingDate", "deadline", "absentFrom", "expectedReturn",
                    "deletionDate", "until"}) {
    auto found = values.find(name);
    if (found == values.end()) continue;
    if (auto day = parse_date(found->second)) {
      found->second = policy::day_in_words(*day, by.locale);
    } else if (auto at = parse_instant(found->second)) {
      found->second = policy::moment_in_words(*at, by.locale, by.time_zone);
    }
  }
  auto& messages = values["messages"];
  std::int64_t count = 0;
  auto read = std::from_chars(messages.data(), messages.data() + messages.size(), count);
  if (read.ec == std::errc() && read.ptr == messages.data() + messages.size()) {
    messages = policy::count_in_words(count, by.locale);
  }
}

struct known_now {
  reader to;
  attributes values;
  result<void> may = result<void>();
};

known_now look_up(flow::line& on, const flow::organisation& of, const effects::work& item,
                  const attributes& sent_before, instant now) {
  known_now out{.to = reader_of(on, item), .values = {}};
  auto units = on.units_of(item.account);  // a unit may keep mailboxes for longer
  out.values = variables(of, item, manager_of(on, item), units, now);
  out.values["reader"] = out.to.name;
  auto id = case_id::parse(value_of(item.effect.input, "case"));
  auto about = id ? on.in.cases().load(*id) : std::nullopt;
  if (about) {
    for (const auto& [word, value] : words_of_case(on, *about)) out.values[word] = value;
  }
  put_into_words(out.values, of.rules.pack);
  if (!item.effect.input.contains("resendOf")) return out;
  // Sent once more it says what it said, to whom it said it: looked at right before it goes.
  for (const auto& [word, value] : sent_before) out.values[word] = value;
  out.may = may_be_told(on, item, {std::string(value_of(item.effect.input, "reader"))});
  return out;
}

}  // namespace

std::string content_digest(const policy::rendered_notice& of) {
  const std::string end(1, '\0');  // in none of the parts
  return sha256_hex(of.subject + end + of.text + end + of.html);
}

result<effects::composed_notice> compose_notice(flow::engine& on, const flow::organisation& of,
                                                const effects::work& item, instant now) {
  std::string name(value_of(item.effect.input, "template"));
  const auto* text = of.rules.pack.notice(name);
  if (text == nullptr) {
    return refusal{.code = "notice.no_template", .message = "the pack has no notice " + name};
  }
  auto before = attributes_from_json(value_of(item.effect.input, "values"));
  known_now known;
  on.run([&](flow::line& tx) {
    known = look_up(tx, of, item, before.value_or(attributes()), now);
    return false;
  });
  if (!known.may) return known.may.error();
  if (known.to.address.empty()) {
    return refusal{.code = "notice.no_recipient", .message = "nobody to send " + name + " to"};
  }
  auto made = policy::render(*text, known.values);
  if (!made) return made.error();
  attributes content{{"reader", known.to.who.value}, {"digest", content_digest(*made)},
                     {"values", to_json(made->values)}};
  return effects::composed_notice{
      .mail = {.id = item.effect.id, .to = known.to.address, .subject = made->subject,
               .text = made->text, .html = made->html, .at = now},
      .kept = {{"noticeAddress", known.to.address}, {"noticeContent", to_json(content)}}};
}

}  // namespace tenure::service
