// Who else has a say about an account, and from which units: looked up before deciding, so that the
// decision itself stays pure.
#include "engine/flow/advance.hpp"

#include <algorithm>

namespace tenure::flow {
namespace {

// The unit below the root; the root itself where there is nothing below it.
std::string agency_in(const std::vector<std::string>& path) {
  return path.empty() ? "" : path[path.size() > 1 ? path.size() - 2 : 0];
}

}  // namespace

std::vector<std::string> line::units_above(std::string unit) {
  std::vector<std::string> path;
  while (!unit.empty() && std::find(path.begin(), path.end(), unit) == path.end()) {
    path.push_back(unit);
    auto found = units().find(unit);
    unit = found == units().end() ? "" : found->second.parent;
  }
  return path;
}

std::vector<std::string> line::units_of(const account& which) {
  std::string unit(value_of(which.context, "unit"));
  if (unit.empty()) {
    auto person = in.people().load(which.person);
    if (person) unit = person->unit;
  }
  return units_above(std::move(unit));
}

decide::colleague line::colleague_of(const hr_id& person) {
  decide::colleague out{.person = person, .login = {}, .address = {}};
  if (person.empty()) return out;
  auto all = in.accounts().of_person(person);
  if (all.empty() || !decide::is_in_use(all.back(), of.rules)) return out;
  out.login = all.back().login;
  out.address = all.back().address;
  return out;
}

decide::colleague line::colleague_named(std::string_view name) {
  auto holder = in.addresses().holder(name);
  auto found = holder ? in.accounts().load(*holder) : std::nullopt;
  return colleague_of(found ? found->person : hr_id{std::string(name)});
}

void line::know_colleagues(const event& what, decide::snapshot& known) {
  const auto& pack = of.rules.pack;
  auto kind = known.account.kind;
  auto alias = value_of(what.data, "alias");
  if (!alias.empty()) {
    if (auto holder = in.addresses().holder(alias)) known.holder_of_alias = *holder;
  }
  bool asked = pack.flag("dispositionDecision", kind) || pack.flag("leaderSignOff", kind);
  if (!asked) return;
  auto owner = value_of(known.account.context, "owner");
  bool shared = kind == person_kind::shared;
  if (known.person) {
    known.manager = colleague_of(shared ? hr_id{std::string(owner)} : known.person->manager);
  }
  if (!known.units.empty()) known.head = colleague_of(head_of(known.units.front()));
  known.agency = agency_in(known.units);
  known.head_of_agency = head_of(known.agency);
  auto unit = value_of(what.data, "unit");
  if (!unit.empty()) known.new_agency = agency_in(units_above(std::string(unit)));
  auto to = value_of(what.data, "to");
  if (!to.empty()) known.named = colleague_named(to);
}

}  // namespace tenure::flow
