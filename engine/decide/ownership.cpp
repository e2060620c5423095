#include "engine/decide/ownership.hpp"

#include "engine/decide/certifying.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

bool holds_something(deliberation& d, const hr_id& who) {
  if (who.empty()) return false;
  auto found = d.known.people->find(who);
  return found && found->on_staff && d.known.people->account_of(who).has_value();
}

// Who was named, as long as they are here; else whoever holds the post now. Nobody: it is vacant.
hr_id owner_now(deliberation& d) {
  hr_id named{std::string(value_of(d.out.next.context, "namedOwner"))};
  if (holds_something(d, named)) return named;
  const unit* home = d.known.person ? d.known.people->find_unit(d.known.person->unit) : nullptr;
  return home != nullptr && holds_something(d, home->head) ? home->head : hr_id{};
}

bool is_open(const deliberation& d, const grant& each) {
  return each.from_case == d.out.next_case->id && !each.closed;
}

void open_for(deliberation& d, const hr_id& who, grant_kind kind, std::string_view purpose) {
  auto theirs = d.known.people->account_of(who);
  auto seed = std::string(purpose) + ":" + std::string(to_text(kind)) + ":" + who.value;
  grant opened{.id = d.what.id.derive<grant_id>(seed), .from_case = d.out.next_case->id,
               .subject = d.out.next.id, .kind = kind, .holder = who,
               .holder_login = theirs->login, .holder_address = theirs->address, .text = {},
               .purpose = std::string(purpose), .clause = d.rule().clause,
               .told = "told: it is nobody's own", .opened = d.what.at, .ends = {}, .closed = {},
               .closed_because = {}};
  d.facts["grant." + std::string(purpose)] = opened.id.text();
  d.out.grants.push_back(std::move(opened));
}

// The mailbox's own life knows its owner: who is asked when it ends.
void tell_owner(deliberation& d, const hr_id& owner) {
  d.out.events.push_back({.id = d.what.id.derive<event_id>("owner"), .name = "owner.changed",
                          .at = d.what.at, .account = d.out.next.id, .by = d.what.by,
                          .data = {{"owner", owner.value}}});
}

refusal no(deliberation& d, std::string code, std::string message, std::string way_out) {
  return {.code = std::move(code), .message = std::move(message), .place = "member",
          .rule = d.rule().clause, .way_out = std::move(way_out)};
}

}  // namespace

void end_grant(deliberation& d, const grant& open) {
  grant over = open;
  over.closed = d.what.at;
  over.closed_because = d.what.name;
  d.facts["grantEnded." + std::string(to_text(over.kind))] = over.id.text();
  d.out.grants.push_back(std::move(over));
  tell_review(d, open);
}

bool owner_unknown(deliberation& d) { return owner_now(d).empty(); }

void seat_owner(deliberation& d, const attributes&) {
  auto owner = owner_now(d);
  bool seated = false;
  for (const auto& each : d.known.grants) {
    if (!is_open(d, each) || each.purpose != owner_purpose) continue;
    seated = each.holder == owner;
    if (!seated) end_grant(d, each);
  }
  if (seated) return;
  if (!owner.empty()) open_for(d, owner, grant_kind::full, owner_purpose);
  d.explain(owner.empty() ? "nobody holds the post that owns it" : "it belongs to another now");
  tell_owner(d, owner);
}

void add_member(deliberation& d, const attributes&) {
  open_for(d, {std::string(value_of(d.what.data, "member"))},
           *parse_grant_kind(value_of(d.what.data, "kind")), member_purpose);
}

void drop_member(deliberation& d, const attributes&) {
  for (const auto& each : d.known.grants) {
    bool theirs = each.holder.value == value_of(d.what.data, "member");
    if (is_open(d, each) && theirs && each.purpose == member_purpose) end_grant(d, each);
  }
}

// The owner's own right goes over to the next owner; a member's just ends.
void end_grants_of_leaver(deliberation& d, const attributes&) {
  for (const auto& each : d.known.grants) {
    bool theirs = each.holder.value == value_of(d.what.data, "holder");
    if (is_open(d, each) && theirs && each.purpose == member_purpose) end_grant(d, each);
  }
}

result<void> judge_membership(deliberation& d) {
  const auto& grants = d.known.grants;
  bool owns = std::any_of(grants.begin(), grants.end(), [&](const grant& g) {
    return is_open(d, g) && g.purpose == owner_purpose && g.holder.value == d.what.by.who;
  });
  if (!owns) return no(d, "case.not_theirs.denied", "it is not theirs to do", "Its owner may");
  if (d.what.name != "member.added") return {};
  hr_id member{std::string(value_of(d.what.data, "member"))};
  if (!holds_something(d, member)) {
    return no(d, "member.invalid", "the member is nobody of the organisation's",
              "Name somebody on staff who has a mailbox, by HR id");
  }
  auto kind = parse_grant_kind(value_of(d.what.data, "kind"));
  const auto& gives = d.rule().gives;
  if (!kind || std::find(gives.begin(), gives.end(), *kind) == gives.end()) {
    return no(d, "member.kind.invalid", "that cannot be given in this mailbox",
              "See `tenure case offered`");
  }
  bool twice = std::any_of(grants.begin(), grants.end(), [&](const grant& g) {
    return is_open(d, g) && g.holder == member && g.kind == *kind && g.purpose == member_purpose;
  });
  if (twice) return no(d, "member.exists", "they are a member already", "Remove them first");
  return {};
}

}  // namespace tenure::decide
