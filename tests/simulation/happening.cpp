// What happens to people, whatever was asked of whom: they come, leave, return, are away, move up,
// are held; and what should not happen is tried.
#include "tests/simulation/case_year.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

}  // namespace

void case_year::put(const event& what) {
  who_acted_.insert(what.by.who);
  if (gathered_) gathered_->push_back(what);
  else w.put(what);
}

void case_year::tell(const account_id& to, const std::string& name, attributes data) {
  if (!gathered_) return w.tell(to, name, std::move(data));
  gathered_->push_back({.id = new_id<event_id>(w.random), .name = name, .at = w.clock.now(),
                        .account = to, .by = {"test", "test", "test"}, .data = std::move(data)});
}

void case_year::leaves_now(const account_id& whose) {
  if (!whose.empty()) tell(whose, "leaver.notified", {{"leavingDate", day_from_now(-2, -1)}});
}

void case_year::somebody_leaves(const std::string& person) {
  tell(office_.account_of(person), "leaver.notified", {{"leavingDate", day_from_now(-1, 6)}});
  if (chance(0.6)) office_.take_off_staff(person);
  for (const auto& [id, unit] : office_.units) {
    if (unit.head.value != person || chance(0.2)) continue;
    office_.new_head(id, chance(0.2) ? "" : somebody_known());
  }
}

// Who agreed leaves, or loses the post in which they did.
void case_year::agreement_lapses(const case_file& of) {
  std::vector<std::string> all;
  for (const auto& [name, who] : of.context) {
    if (name.starts_with("agreed.") && !who.empty()) all.push_back(who.substr(0, who.find(',')));
  }
  if (all.empty()) return;
  const auto& who = any_of(all);
  auto posts = office_.posts_of(who);
  if (!posts.empty() && chance(0.5)) return office_.new_head(any_of(posts), somebody_known());
  leaves_now(office_.account_of(who));
}

void case_year::hold_or_lift(const account_id& on) {
  if (holds_.empty() || chance(0.6)) {
    return holds_.push_back(w.hold(on, "M" + std::to_string(pick(100))));
  }
  w.lift(holds_.back());
  holds_.pop_back();
}

// One that is no question; of the account itself, too.
void case_year::do_a_task(const account_id& on) {
  auto open = w.open_tasks(on);
  std::erase_if(open, [](const task& each) { return each.kind.starts_with("approve:"); });
  if (open.empty()) return;
  who_acted_.insert("somebody");
  w.finish_task(any_of(open), {{"approved", "true"}});
}

// Everything that fell due meanwhile is found at once.
void case_year::service_was_down() {
  weather_.clear();
  w.clock.set(w.clock.now() + 24h * (1 + pick(30)));
  w.settle();
}

void case_year::somebody_joins() {
  auto who = office_.joins(chance(0.3) ? day_from_now(1, 9) : "");
  known_.push_back(who);
  if (chance(0.2)) tell(office_.account_of(who), "leaver.notified",
                        {{"leavingDate", day_from_now(-9, 2)}});
}

// Events that lost their way, and requests that cannot be met.
void case_year::strange_event() {
  auto known = office_.account_of(somebody_known());
  auto unknown = new_id<account_id>(w.random);
  event what{.id = new_id<event_id>(w.random), .name = "leaver.notified", .at = w.clock.now(),
             .account = unknown, .by = {somebody_known(), "test", "test"}, .data = {}};
  switch (pick(8)) {
    case 0: break;
    case 1: what.name = "joiner.notified", what.data["person"] = "X5"; break;
    case 2:
      what.name = "case.asked", what.data = {{"workflow", any_of(office_.rules).first},
                                             {"requester", what.by.who}};
      break;
    case 3:
      what.name = "case.withdrawn", what.account = known;
      what.data["case"] = new_id<case_id>(w.random).text();
      break;
    case 4: case 5: case 6: {
      const char* names[] = {"not an address", "pat@elsewhere.example", "postmaster", "pat.number1",
                             "pat.spare"};
      what.name = "alias.requested", what.account = known;
      what.data["alias"] = names[pick(5)];
      if (what.data["alias"].find_first_of("@ ") == std::string::npos) {
        what.data["alias"] += "@" + w.pack.domain;
      }
      break;
    }
    default: return office_.cannot_be_named(pick(3));
  }
  put(what);
}

// A decision or a sign-off is wanted from now on, or not any more; fewer may be deleted at once.
void case_year::amend_policy() {
  auto& brake = w.pack.settings.at("brake.delete.count");
  brake.by_kind.clear();
  brake.common.value = chance(0.5) ? "1" : "5000";
  const char* names[] = {"leaderSignOff", "dispositionDecision"};
  auto& of = w.pack.settings.at(names[pick(2)]);
  of.by_kind.clear(), of.by_unit.clear();
  of.common.value = chance(0.5) ? "true" : "false";
}

void case_year::happen() {
  if (chance(0.04)) return amend_policy();
  if (chance(0.1)) return office_.group_changes(), office_.read_groups(chance(0.8));
  if (chance(0.12)) return somebody_joins();
  if (chance(0.15)) return strange_event();
  if (chance(0.1)) return service_was_down();
  if (chance(0.1)) return office_.fill_posts();
  happen_to(somebody_known());
}

void case_year::happen_to(const std::string& person) {
  auto id = office_.account_of(person);
  if (id.empty()) return;
  switch (pick(14)) {
    case 0: return somebody_leaves(person);
    case 1: return tell(id, "leaver.withdrawn");
    case 2: case 3: return tell(id, "person.rehired");
    case 4: case 5: case 6:
      return tell(id, "absence.started", {{"absentFrom", day_from_now(-3, 0)}});
    case 7: case 8: return tell(id, "absence.ended");
    case 9: return tell(id, "mailbox.secured");
    case 10: return tell(id, chance(0.5) ? "account.suspended" : "account.reinstated");
    case 11: return static_cast<void>(office_.withdraw_one());
    case 12: return hold_or_lift(id);
    default:
      w.mail.deliver(id, {.folder = chance(0.5) ? "INBOX" : "Transitory", .flags = {},
                          .received = w.clock.now() - 24h * pick(9),
                          .bytes = "Subject: plans\r\n\r\nx\r\n"});
  }
}

}  // namespace tenure::test
