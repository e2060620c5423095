#include "engine/flow/staff.hpp"

#include "engine/flow/offices.hpp"

#include <algorithm>

namespace tenure::flow {

std::optional<person> staff::find(const hr_id& who) {
  auto [at, fresh] = people_.try_emplace(who);
  if (fresh) {
    at->second = in_.people().load(who);
    if (at->second && at->second->on_staff) at->second->on_staff = !has_left(who);
  }
  return at->second;
}

// HR's next staff list may come weeks after the last day.
bool staff::has_left(const hr_id& who) {
  auto all = in_.accounts().of_person(who);
  if (all.empty()) return false;
  bool was_here = !value_of(all.back().context, "closings").empty();
  return was_here && (decide::has_tag(all.back(), by_, "left") ||
                      decide::has_tag(all.back(), by_, "gone"));
}

const unit* staff::find_unit(std::string_view id) {
  if (!units_) {
    units_.emplace();
    for (auto& each : in_.people().units()) units_->emplace(each.id, std::move(each));
  }
  auto found = units_->find(id);
  return found == units_->end() ? nullptr : &found->second;
}

std::vector<hr_id> staff::holders(std::string_view role) {
  auto named = roles_.find(role);
  auto out = named == roles_.end() ? std::vector<hr_id>{} : named->second;
  auto read = last_reading(in_.settings(), role);
  if (!read || now_ >= read->until) return out;
  for (const auto& each : read->people) {
    if (std::find(out.begin(), out.end(), each) == out.end()) out.push_back(each);
  }
  return out;
}

std::vector<designation> staff::designations_of(const hr_id& designee) {
  std::vector<designation> out;
  for (auto& made : in_.designations().of_designee(designee, now_)) {
    if (!made.deputy || absent(made.principal)) out.push_back(std::move(made));
  }
  return out;
}

std::optional<account> staff::account_of(const hr_id& who) {
  auto all = in_.accounts().of_person(who);
  if (all.empty() || !decide::is_in_use(all.back(), by_)) return std::nullopt;
  return all.back();
}

bool staff::absent(const hr_id& who) {
  auto theirs = account_of(who);
  return theirs && decide::has_tag(*theirs, by_, "away");
}

}  // namespace tenure::flow
