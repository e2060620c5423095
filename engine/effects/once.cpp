#include "engine/effects/once.hpp"

#include <charconv>

namespace tenure::effects {
namespace {

// Given up, or a hold came: nothing was called. The workflow no longer waits for this answer.
outcome given_up() {
  return {.kind = outcome_class::denied, .detail = "no longer wanted when it was about to happen"};
}

int closings_of(const account& closed) {
  auto text = value_of(closed.context, "closings");
  int count = 1;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

mailbox_ref nth_package(const account& closed, int nth) {
  auto package = ref_of(closed);
  if (nth > 1) package.account = closed.id.derive<account_id>("closing:" + std::to_string(nth));
  return package;
}

// The account's own mailbox, whatever the package is called.
class source_of final : public message_source {
 public:
  source_of(message_source& from, const account& owner) : from_(from), mailbox_(ref_of(owner)) {}
  outcome read(const mailbox_ref&, const std::vector<read_position>& after,
               const std::function<bool(const stored_message&)>& take) override {
    return from_.read(mailbox_, after, take);
  }

 private:
  message_source& from_;
  mailbox_ref mailbox_;
};

outcome keep(archive& into, message_source& from, const work& item, const still_wanted& wanted) {
  source_of source(from, item.account);
  return into.keep(package_of(item.account), source, [&] { return wanted(item); });
}

// Oldest first; the ones gone already say so and are passed over. A crash half-way repeats it.
outcome destroy_all(archive& kept, const account& closed) {
  outcome last;
  for (int nth = 1; nth <= closings_of(closed); ++nth) {
    last = kept.destroy(nth_package(closed, nth));
    if (last.kind != outcome_class::done) return last;
  }
  return last;
}

}  // namespace

mailbox_ref package_of(const account& closed) { return nth_package(closed, closings_of(closed)); }

void creation::perform(std::span<const work> items, const on_outcome& each) {
  std::vector<new_mailbox> wanted;
  for (const auto& item : items) {
    wanted.push_back({item.account, item.person ? item.person->given_name : "",
                      item.person ? item.person->surname : "", item.effect.desired});
  }
  std::vector<outcome> whole(items.size());
  for (auto* creator : creators_) {
    creator->create(wanted, [&](std::size_t i, const outcome& how) {
      if (whole[i].kind != outcome_class::done) return;
      attributes facts = std::move(whole[i].facts);
      whole[i] = how;
      whole[i].facts.merge(facts);
    });
  }
  for (std::size_t i = 0; i < items.size(); ++i) each(i, whole[i]);
}

void archiving::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    each(i, wanted_(items[i]) ? keep(into_, from_, items[i], wanted_) : given_up());
  }
}

outcome deletion::remove_one(const work& item) {
  auto mailbox = ref_of(item.account);
  if (kept_ != nullptr && item.account.context.contains("archiveDigest")) {
    outcome verified = kept_->verify(package_of(item.account));
    if (verified.kind != outcome_class::done) return verified;
    if (value_of(verified.facts, "digest") != value_of(item.account.context, "archiveDigest")) {
      return {.kind = outcome_class::invalid, .detail = "the archive is not the one recorded"};
    }
  }
  // Last moment at which nothing has happened yet. A crash after this line repeats the removers,
  // which find out by immutable id what is left to remove.
  if (!wanted_(item)) return given_up();
  outcome whole;
  for (auto* remover : removers_) {
    remover->remove({&mailbox, 1}, [&](std::size_t, const outcome& how) { whole = how; });
    if (whole.kind != outcome_class::done) return whole;
  }
  return whole;
}

void deletion::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) each(i, remove_one(items[i]));
}

outcome destruction::destroy(const work& item) {
  if (!wanted_(item)) return given_up();
  if (item.effect.verb != earlier_destruction) return destroy_all(kept_, item.account);
  int nth = 0;
  auto text = value_of(item.effect.input, "closing");
  std::from_chars(text.data(), text.data() + text.size(), nth);
  if (nth < 1 || nth > closings_of(item.account)) {
    return {.kind = outcome_class::invalid, .detail = "no closing " + std::string(text)};
  }
  return kept_.destroy(nth_package(item.account, nth));
}

void destruction::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    each(i, destroy(items[i]));
  }
}

void notification::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto composed = compose_(items[i]);
    if (!composed) {
      each(i, {.kind = outcome_class::invalid, .detail = composed.error().text()});
      continue;
    }
    auto how = through_.send(composed->mail);
    how.facts.merge(composed->kept);
    each(i, how);
  }
}

}  // namespace tenure::effects
