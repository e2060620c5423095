#include "engine/service/notice_readers.hpp"

#include <algorithm>

namespace tenure::service {
namespace {

constexpr std::size_t tasks_max = 1000;
constexpr std::string_view person_prefix = "person:";

std::optional<case_file> case_of(flow::line& on, const effects::work& item) {
  auto id = case_id::parse(value_of(item.effect.input, "case"));
  return id ? on.in.cases().load(*id) : std::nullopt;
}

hr_id gainer(const case_file& of) {
  auto gains = value_of(of.context, "recipient");
  return {std::string(gains.empty() ? value_of(of.context, "holder") : gains)};
}

hr_id reader_of_case(const case_file& of, std::string_view to) {
  if (to == "requester") return of.requester;
  if (to == "recipient" || to == "holder") return gainer(of);
  if (to.starts_with(person_prefix)) return {std::string(to.substr(person_prefix.size()))};
  return {};
}

refusal denied(std::string message, std::string rule = {}) {
  return {"notice.reader.denied", std::move(message), "", std::move(rule),
          "The workflow tells whom it concerns; nobody else is told by sending a notice again"};
}

flow::staff staff_of(flow::line& on) { return {on.in, on.of.rules, on.of.roles, on.now}; }

bool on_staff(flow::line& on, const hr_id& who) {
  auto known = staff_of(on).find(who);
  return known && known->on_staff;
}

// Decided when it was answered, or by the rule; the register of grants remembers it for good.
bool subject_is_not_told(flow::line& on, const case_file& of) {
  if (value_of(of.context, "tellSubject") == "false") return true;
  if (value_of(of.context, "untold") == "true") return true;
  return std::ranges::any_of(on.in.grants().on(of.subject), [&](const grant& each) {
    return each.from_case == of.id && each.told.starts_with("not told");
  });
}

bool is_asked(flow::line& on, const case_file& of, const hr_id& who) {
  return std::ranges::any_of(on.in.tasks().open_tasks(of.subject, tasks_max), [&](const task& t) {
    auto eligible = "," + std::string(value_of(t.input, "eligible")) + ",";
    return value_of(t.input, "case") == of.id.text() &&
           eligible.find("," + who.value + ",") != eligible.npos;
  });
}

// Those who run the mail system are told of legal holds, and of no other case.
bool keeps_its_hold(flow::line& on, const case_file& of, const hr_id& who) {
  auto all = staff_of(on).holders("administrator");
  return on.in.holds().load(of.id.derive<hold_id>("hold")) &&
         std::ranges::find(all, who) != all.end();
}

result<void> may_be_told_of(flow::line& on, const case_file& of, std::string_view to,
                            const hr_id& who) {
  if (to == "subject" || to == "contact") {
    if (!subject_is_not_told(on, of)) return {};
    return denied("it was decided that they are not told of this case");
  }
  if (!to.starts_with(person_prefix)) return {};  // its requester, its recipient
  if (is_asked(on, of, who) || keeps_its_hold(on, of, who)) return {};
  return denied("it is not theirs to decide any more", "separation of duties");
}

}  // namespace

reader person_of(flow::line& on, const hr_id& id) {
  reader out{.who = id, .address = {}};
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

reader reader_of(flow::line& on, const effects::work& item) {
  auto to = value_of(item.effect.input, "to");
  const auto& context = item.account.context;
  reader subject{item.account.person, item.account.address, item.account.display_name};
  if (to == "subject") return subject;
  if (to == "contact") {
    subject.address = item.person ? item.person->contact : "";
    return subject;
  }
  if (item.effect.input.contains("case")) {
    auto of = case_of(on, item);
    return of ? person_of(on, reader_of_case(*of, to)) : reader{};
  }
  if (to == "decider") return person_of(on, {std::string(value_of(context, "deciderPerson"))});
  if (to == "reviewer") return person_of(on, {std::string(value_of(context, "reviewerPerson"))});
  return manager_of(on, item);
}

result<void> may_be_told(flow::line& on, const effects::work& item, const hr_id& was) {
  auto to = value_of(item.effect.input, "to");
  auto now = reader_of(on, item).who;
  if (!was.empty() && now != was) return denied("somebody else is in their place now");
  bool own_mailbox = to == "subject" || to == "contact";
  if (!own_mailbox && !now.empty() && !on_staff(on, now)) return denied("they have left");
  if (!item.effect.input.contains("case")) return {};
  auto of = case_of(on, item);
  if (!of) return denied("there is no such case");
  return may_be_told_of(on, *of, to, now);
}

}  // namespace tenure::service
