#include "connectors/memory/fault_plan.hpp"

namespace tenure::memory {
namespace {

// splitmix64: enough to spread a draw, and the same on every machine.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

double draw(std::uint64_t seed, std::string_view verb, account_id mailbox, std::uint64_t nth) {
  std::uint64_t x = mix(seed);
  for (char c : verb) x = mix(x ^ static_cast<unsigned char>(c));
  x = mix(mix(mix(x ^ mailbox.bits.high) ^ mailbox.bits.low) ^ nth);
  return static_cast<double>(x >> 11) * 0x1.0p-53;
}

}  // namespace

void fault_plan::at(std::string verb, std::uint64_t nth, fault what) {
  std::lock_guard lock(mutex_);
  planned_[{std::move(verb), nth}] = what;
}

void fault_plan::at(std::string verb, account_id mailbox, std::uint64_t nth, fault what) {
  std::lock_guard lock(mutex_);
  mailbox_planned_[{{std::move(verb), mailbox}, nth}] = what;
}

void fault_plan::sometimes(std::string verb, double share, fault what) {
  std::lock_guard lock(mutex_);
  shares_[std::move(verb)] = {share, what};
}

std::optional<fault> fault_plan::next(std::string_view verb, account_id mailbox) {
  std::lock_guard lock(mutex_);
  const std::string name(verb);
  const std::uint64_t nth = ++calls_[name];
  const std::uint64_t nth_here = ++mailbox_calls_[{name, mailbox}];
  if (auto found = mailbox_planned_.find({{name, mailbox}, nth_here});
      found != mailbox_planned_.end()) {
    return found->second;
  }
  if (auto found = planned_.find({name, nth}); found != planned_.end()) return found->second;
  auto share = shares_.find(name);
  if (share == shares_.end()) return std::nullopt;
  if (draw(seed_, verb, mailbox, nth_here) >= share->second.first) return std::nullopt;
  return share->second.second;
}

std::uint64_t fault_plan::calls(std::string_view verb) const {
  std::lock_guard lock(mutex_);
  auto found = calls_.find(verb);
  return found == calls_.end() ? 0 : found->second;
}

std::uint64_t fault_plan::calls(std::string_view verb, account_id mailbox) const {
  std::lock_guard lock(mutex_);
  auto found = mailbox_calls_.find({std::string(verb), mailbox});
  return found == mailbox_calls_.end() ? 0 : found->second;
}

outcome as_outcome(const fault& what) {
  outcome out;
  out.kind = what.answer;
  out.detail = "fault plan: " + std::string(to_text(what.answer));
  out.retry_after_seconds = what.retry_after_seconds;
  return out;
}

}  // namespace tenure::memory
