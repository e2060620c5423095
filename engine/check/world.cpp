#include "engine/check/world.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace tenure::check {
namespace {

bool named(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr instant for_ever{std::numeric_limits<std::int64_t>::max()};

// In the exploration of a case only what the case waits for is left to happen by and by, when its
// rights are to be certified, and the first day of whose account it is about.
bool followed(const setting& in, const std::string& name) {
  if (name.empty()) return false;
  bool starts = name.starts_with("xstate.after.untilStart");
  return !in.of_case || !split_qualified(name).of.empty() || name == review_due || starts;
}

void lay_deadlines(world& over, const decision& made, const setting& in) {
  std::erase_if(over.deadlines,
                [&](const deadline& d) { return named(made.cleared, d.event); });
  for (const auto& set : made.deadlines) {
    std::erase_if(over.deadlines, [&](const deadline& d) { return d.event == set.event; });
    if (followed(in, set.event)) over.deadlines.push_back(set);
  }
  std::sort(over.deadlines.begin(), over.deadlines.end(),
            [](const deadline& a, const deadline& b) {
              return std::tie(a.due, a.event) < std::tie(b.due, b.event);
            });
}

// Whose mailbox it is, who asks, who gains.
std::set<std::string> concerned(const world& of, const setting& in, const event& what) {
  std::set<std::string> out{in.people.subject().id.value};
  out.emplace(value_of(what.data, "requester"));
  out.emplace(value_of(what.data, "recipient"));
  if (of.matter) out.insert(of.matter->requester.value);
  if (of.matter) out.emplace(value_of(of.matter->context, "recipient"));
  out.erase("");
  return out;
}

// Everything that any rule wants is on record about them until it is withdrawn; what workflows have
// signed themselves, once that has happened.
std::vector<attestation> on_record(const world& of, const setting& in, const event& what) {
  std::vector<attestation> out;
  const auto about = concerned(of, in, what);
  for (const auto& [workflow, rule] : in.by.pack.cases) {
    for (const auto& wanted : rule.attested) {
      bool there = wanted.signed_here ? of.seen.signed_here : !of.seen.unattested;
      if (!there) continue;
      for (const auto& who : about) {
        out.push_back({.id = {{0xa77, out.size() + 1}}, .about = who, .kind = wanted.kind,
                       .evidence = "seen", .from = {}, .until = for_ever,
                       .recorded_by = {}, .withdrawn = {}});
      }
    }
  }
  return out;
}

decide::colleague colleague_of(const setting& in, const hr_id& who) {
  auto theirs = in.people.account_of(who);
  if (!theirs) return {.person = who};
  return {.person = who, .login = std::move(theirs->login), .address = std::move(theirs->address)};
}

}  // namespace

void lay(world& over, decision& made, const setting& in) {
  if (made.changed) over.of = std::move(made.next), over.of.revision = 1;
  if (made.next_case) over.matter = made.next_case;
  lay_deadlines(over, made, in);
  std::erase_if(over.flying, [&](const effect& e) { return named(made.abandoned, e.invoke); });
  std::erase_if(over.tasks, [&](const task& t) {
    return named(made.abandoned, t.invoke) || named(made.closed_tasks, t.kind);
  });
  for (const auto& e : made.effects) {
    if (!e.invoke.empty()) over.flying.push_back(e);
  }
  for (const auto& t : made.tasks) {
    if (!t.invoke.empty()) over.tasks.push_back(t);
  }
  for (const auto& changed : made.holds) {
    over.seen.case_holds = !changed.what.lifted;
    if (changed.what.lifted) over.seen.released_by = {changed.by.who};
  }
  for (const auto& changed : made.grants) {
    std::erase_if(over.grants, [&](const grant& g) { return g.id == changed.id; });
    over.grants.push_back(changed);
  }
}

bool comes_up(const deadline& due, const world& in) {
  return due.event != review_due || (in.matter && in.matter->workflow == certifying);
}

bool grants_open(const world& of) {
  return std::any_of(of.grants.begin(), of.grants.end(), [](const grant& g) { return !g.closed; });
}

bool stands(const world& of) {
  auto runs = [](const deadline& d) {
    return split_qualified(d.event).name.starts_with("xstate.after.untilGrantEnds");
  };
  return grants_open(of) || std::any_of(of.deadlines.begin(), of.deadlines.end(), runs);
}

bool is_done_with(const world& of) {
  return of.seen.shut && of.matter && of.matter->workflow != handing_over;
}

bool in_place(const world& of) {
  return stands(of) && (!of.seen.had_grant || of.seen.in_place);
}

decide::snapshot snapshot_of(const world& of, const setting& in, const event& what, bool of_case) {
  decide::snapshot known;
  in.people.without(of.seen.left);
  known.account = of.of;
  known.person = in.people.subject();
  bool held = of.seen.held || of.seen.case_holds;
  if (held) known.holds.push_back({.id = {{0, 9}}, .account = of.of.id});
  known.open_tasks = of.tasks;
  known.grants = of.grants;
  known.units = {"UNIT", "AGENCY", "ROOT"};
  known.head_of_unit = in.people.find_unit("UNIT")->head;
  known.manager = colleague_of(in, in.people.manager());
  known.head = colleague_of(in, known.head_of_unit);
  known.head_of_agency = in.people.find_unit("AGENCY")->head;
  known.agency = "AGENCY";
  known.new_agency = value_of(what.data, "unit") == "OTHER" ? "OTHER" : "";
  if (auto to = value_of(what.data, "to"); !to.empty()) {
    known.named = colleague_of(in, {std::string(to)});
  }
  constexpr std::int64_t plenty = 1'000'000;
  known.deletions.accounts = plenty;
  if (of.seen.braked) known.deletions.last_hour = known.deletions.last_day = plenty;
  known.people = &in.people;
  // Of an account only before there is a mailbox: the case by which it was agreed to.
  if (!of_case && !of.of.directory_id.empty()) return known;
  if (of.matter && !of.matter->closed) known.open_cases.push_back(*of.matter);
  if (!of_case) return known;
  known.of_case = of.matter;
  known.attestations = on_record(of, in, what);
  return known;
}

}  // namespace tenure::check
