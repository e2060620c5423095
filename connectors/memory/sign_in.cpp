#include "connectors/memory/sign_in.hpp"

namespace tenure::memory {
namespace {

authentication no(outcome_class kind, std::string detail) {
  return {{.kind = kind, .detail = std::move(detail)}, {}};
}

}  // namespace

void people_book::put(identity who, std::string password) {
  std::lock_guard lock(mutex_);
  auto id = who.directory_id;
  for (auto& group : who.groups) group = group_key(group);
  who.how = "memory";
  people_[id] = {std::move(who), std::move(password), outcome_class::done};
}

void people_book::answer(std::string_view directory_id, outcome_class as) {
  std::lock_guard lock(mutex_);
  people_.find(directory_id)->second.as = as;
}

void people_book::away(bool is) {
  std::lock_guard lock(mutex_);
  away_ = is;
}

authentication people_book::answer_of(const person* found) const {
  if (away_) return no(outcome_class::transient, "the directory does not answer");
  if (found == nullptr) return no(outcome_class::not_found, "no such entry");
  if (found->as != outcome_class::done) return no(found->as, "as the test asked for");
  return {outcome{}, found->who};
}

authentication people_book::check(std::string_view login, std::string_view password) {
  std::lock_guard lock(mutex_);
  const person* found = nullptr;
  for (const auto& [id, each] : people_) {
    if (each.who.login == login) found = &each;
  }
  if (found != nullptr && (password.empty() || password != found->password)) found = nullptr;
  auto out = answer_of(found);
  if (out.why.kind != outcome_class::not_found) return out;
  return no(outcome_class::denied, "login or password are not right");
}

authentication people_book::look(std::string_view directory_id) {
  std::lock_guard lock(mutex_);
  auto found = people_.find(directory_id);
  return answer_of(found == people_.end() ? nullptr : &found->second);
}

}  // namespace tenure::memory
