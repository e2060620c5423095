#include "engine/effects/sweeping.hpp"

namespace tenure::effects {
namespace {

constexpr std::string_view cut_of = "before.", swept_from = "swept.", none = "0";

outcome answer(outcome_class kind, std::string detail) {
  return {.kind = kind, .detail = std::move(detail)};
}

outcome forbidden() {
  return answer(outcome_class::denied, "a hold, a case or a change of state forbids it now");
}

}  // namespace

void sweeping::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) each(i, sweep(items[i]));
}

outcome sweeping::sweep(const work& item) {
  outcome whole;
  for (const auto& [name, value] : item.effect.input) {
    if (!name.starts_with(cut_of)) continue;
    auto before = parse_instant(value);
    if (!before) return answer(outcome_class::invalid, name + " is no instant: " + value);
    // The last moment at which nothing of this folder has gone. A crash after it means that the
    // effect is claimed again, and then finds only what is still there.
    auto folder = name.substr(cut_of.size());
    auto how = wanted_(item) ? sweep_folder(ref_of(item.account), folder, *before) : forbidden();
    if (how.kind != outcome_class::done) {
      how.facts = std::move(whole.facts);  // what has gone already has gone
      return how;
    }
    whole.facts[std::string(swept_from) + folder] = value_of(how.facts, "messages");
  }
  return whole;
}

outcome sweeping::sweep_folder(const mailbox_ref& mailbox, const std::string& folder,
                               instant before) {
  constexpr bool count_only = true;
  auto gone = from_.sweep(mailbox, folder, before, !count_only);
  if (gone.kind != outcome_class::done || value_of(gone.facts, "messages") == none) return gone;
  auto left = from_.sweep(mailbox, folder, before, count_only);
  if (left.kind != outcome_class::done) return left;
  if (value_of(left.facts, "messages") != none) {
    return answer(outcome_class::transient, "old messages are still there");
  }
  return gone;
}

}  // namespace tenure::effects
