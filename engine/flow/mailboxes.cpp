#include "engine/flow/mailboxes.hpp"

namespace tenure::flow {
namespace {

constexpr const char* workflow = "sharedMailbox";

struct asking {
  line& on;
  const mailbox_request& wanted;
  const actor& by;
  staff people;
  person nobody;        // whom the mailbox stands for
  std::string address;  // once it is known to be free
};

refusal no(const asking& a, std::string code, std::string message, std::string place,
           std::string way_out) {
  auto rule = a.on.of.rules.pack.cases.find(workflow);
  bool offered = rule != a.on.of.rules.pack.cases.end();
  return {.code = std::move(code), .message = std::move(message), .place = std::move(place),
          .rule = offered ? rule->second.clause : "", .way_out = std::move(way_out)};
}

result<void> check_offered(asking& a) {
  if (a.on.of.rules.pack.cases.contains(workflow)) return {};
  return no(a, "case.not_offered.denied", "the organisation has no such mailboxes", "name",
            "See `tenure case offered`");
}

result<void> check_unit(asking& a) {
  if (a.people.find_unit(a.wanted.unit) != nullptr) return {};
  return no(a, "mailbox.unit.not_found", "there is no unit '" + a.wanted.unit + "'", "unit",
            "Name a unit of HR's list by its id");
}

result<void> check_requester(asking& a) {
  hr_id who{a.by.who};
  auto found = a.people.find(who);
  if (!found || !found->on_staff) {
    return no(a, "case.requester.denied", "only people on staff may ask", "requester",
              "Sign in as somebody of the staff list");
  }
  const auto& rule = a.on.of.rules.pack.cases.find(workflow)->second;
  if (decide::standing_of(who, rule.ask, a.nobody, a.people, {}).holds) return {};
  return no(a, "case.ask.denied", "they may not ask for a mailbox of this unit", "requester",
            "These may ask: " + decide::in_words(rule.ask));
}

result<void> check_owner(asking& a) {
  if (a.wanted.owner.empty()) return {};
  auto found = a.people.find(a.wanted.owner);
  if (found && found->on_staff && a.people.account_of(a.wanted.owner)) return {};
  return no(a, "mailbox.owner.invalid", "the owner is nobody of the organisation's", "owner",
            "Name somebody on staff who has a mailbox, by HR id");
}

// WYO-III.F holds for these too: what was ever given is not given again.
result<void> check_address(asking& a) {
  auto address = decide::mailbox_address(a.on.of.rules, a.wanted.name);
  if (!address) return address.error();
  a.address = *address;
  auto holder = a.on.in.addresses().holder(a.address);
  if (!holder) return {};
  auto theirs = a.on.in.accounts().load(*holder);
  return no(a, "mailbox.taken",
            a.address + " exists or existed: account " + holder->text() + " (" +
                (theirs ? theirs->display_name : "") + ") holds it",
            "name", "Ask for another name; an address that was issued is not issued again");
}

result<decision> refused(asking& a, const refusal& why) {
  a.on.in.journal().append(
      {.at = a.on.now, .account = {}, .cause = {}, .event = "mailbox.requested", .from = "",
       .to = "", .by = a.by,
       .rules = why.rule.empty() ? std::vector<std::string>{} : std::vector<std::string>{why.rule},
       .facts = {{"refused", why.code}},
       .personal = {{"requester", a.by.who}, {"name", a.wanted.name}}});
  return why;
}

}  // namespace

hr_id mailbox_person(const std::string& name) { return {"mailbox:" + name}; }

result<decision> ask_mailbox(line& on, const mailbox_request& wanted, const event_id& id,
                             const actor& by) {
  const auto& shown = wanted.display_name.empty() ? wanted.name : wanted.display_name;
  asking a{on, wanted, by, staff(on.in, on.of.rules, on.of.roles, on.now),
           {.id = mailbox_person(wanted.name), .kind = person_kind::shared, .given_name = {},
            .surname = shown, .job_title = {}, .unit = wanted.unit, .manager = {}, .contact = {},
            .on_staff = false},
           {}};
  for (auto check : {check_offered, check_unit, check_requester, check_owner, check_address}) {
    if (auto fine = check(a); !fine) return refused(a, fine.error());
  }
  on.in.people().save(a.nobody);
  event asked{.id = id, .name = "mailbox.requested", .at = on.now,
              .account = id.derive<account_id>("mailbox"), .by = by,
              .data = {{"person", a.nobody.id.value}, {"unit", wanted.unit},
                       {"alias", a.address}, {"namedOwner", wanted.owner.value}}};
  on.in.inbox().put(asked);
  return on.advance(asked);
}

}  // namespace tenure::flow
