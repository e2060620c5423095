#include "engine/service/notices.hpp"

#include "engine/policy/render.hpp"

namespace tenure::service {
namespace {

struct reader {
  std::string address;
  std::string name = "colleague";
};

// The mailbox and name of the line manager, as far as both are known here.
reader person_of(flow::line& on, const hr_id& id) {
  reader out;
  if (id.empty()) return out;
  if (auto who = on.in.people().load(id)) out.name = who->given_name + " " + who->surname;
  auto accounts = on.in.accounts().of_person(id);
  if (!accounts.empty()) out.address = accounts.back().address;
  return out;
}

reader manager_of(flow::line& on, const effects::work& item) {
  if (item.account.kind == person_kind::shared) {
    return person_of(on, {std::string(value_of(item.account.context, "owner"))});
  }
  return item.person ? person_of(on, item.person->manager) : reader{};
}

// Who decides about the mailbox, or reviews it, as the account remembers.
reader reader_of(flow::line& on, const effects::work& item, const reader& manager) {
  auto to = value_of(item.effect.input, "to");
  const auto& context = item.account.context;
  if (to == "decider") return person_of(on, {std::string(value_of(context, "deciderPerson"))});
  if (to == "reviewer") return person_of(on, {std::string(value_of(context, "reviewerPerson"))});
  return manager;
}

// The case that a notice is about, in the words of its templates, and who `to` is in it.
struct case_words {
  attributes variables;
  std::string address;  // of "requester", "recipient" or "person:1042"
};

case_words words_of_case(flow::line& on, const effects::work& item) {
  case_words out;
  auto id = case_id::parse(value_of(item.effect.input, "case"));
  auto about = id ? on.in.cases().load(*id) : std::nullopt;
  if (!about) return out;
  auto gains = value_of(about->context, "recipient");
  hr_id recipient{std::string(gains.empty() ? value_of(about->context, "holder") : gains)};
  out.variables = {{"requester", person_of(on, about->requester).name},
                   {"recipient", recipient.empty() ? "nobody else" : person_of(on, recipient).name},
                   {"workflow", about->workflow}};
  for (auto name : {"purpose", "reason", "until", "right", "matter"}) {
    auto value = value_of(about->context, name);
    out.variables[name] = value.empty() ? "not said" : std::string(value);
  }
  auto why = value_of(about->context, "refusedBecause");
  out.variables["decision"] = why.empty() ? "granted" : std::string(why);
  auto to = value_of(item.effect.input, "to");
  if (to == "requester") out.address = person_of(on, about->requester).address;
  if (to == "recipient" || to == "holder") out.address = person_of(on, recipient).address;
  if (to.starts_with("person:")) out.address = person_of(on, {std::string(to.substr(7))}).address;
  return out;
}

std::string recipient(const effects::work& item, const reader& who, const case_words& of_case) {
  if (!of_case.address.empty()) return of_case.address;
  auto to = value_of(item.effect.input, "to");
  if (to == "contact") return item.person ? item.person->contact : "";
  if (to == "subject") return item.account.address;
  // A case may be a secret from the line manager (an investigation): never them by default.
  if (item.effect.input.contains("case")) return {};
  return who.address;
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

}  // namespace

result<notice> compose_notice(flow::engine& on, const flow::organisation& of,
                              const effects::work& item, instant now) {
  std::string name(value_of(item.effect.input, "template"));
  const auto* text = of.rules.pack.notice(name);
  if (text == nullptr) {
    return refusal{.code = "notice.no_template", .message = "the pack has no notice " + name};
  }
  reader manager, who;
  case_words of_case;
  std::vector<std::string> units;  // a unit may keep mailboxes for longer
  on.run([&](flow::line& tx) {
    units = tx.units_of(item.account);
    manager = manager_of(tx, item);
    who = reader_of(tx, item, manager);
    of_case = words_of_case(tx, item);
    return false;
  });
  notice out{.id = item.effect.id, .to = recipient(item, who, of_case), .subject = {},
             .text = {}, .html = {}, .at = now};
  if (out.to.empty()) {
    return refusal{.code = "notice.no_recipient", .message = "nobody to send " + name + " to"};
  }
  auto known = variables(of, item, manager, units, now);
  known["reader"] = who.name;
  for (const auto& [word, value] : of_case.variables) known[word] = value;
  auto rendered = policy::render(*text, known);
  if (!rendered) return rendered.error();
  out.subject = rendered->subject;
  out.text = rendered->text;
  out.html = rendered->html;
  return out;
}

}  // namespace tenure::service
