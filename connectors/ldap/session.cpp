#include "connectors/ldap/session.hpp"

namespace tenure::ldap {
namespace {

constexpr int openings_per_batch = 3;

}  // namespace

// Runs at once and frees itself at its end.
struct session::detached {
  struct promise_type {
    detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }  // `start` lets none out
  };
};

session::detached session::start(std::size_t index, const item& make, const on_outcome& each) {
  ++active_;
  try {
    each(index, co_await make(index));
  } catch (...) {
    if (!error_) error_ = std::current_exception();
  }
  --active_;
}

void session::run(std::size_t count, const item& make, const on_outcome& each) {
  openings_left_ = openings_per_batch;
  error_ = nullptr;
  std::size_t next = 0;
  while ((next < count && !error_) || active_ > 0) {
    while (next < count && active_ < window_ && !error_) start(next++, make, each);
    if (active_ > 0) resume_one();
  }
  if (error_) std::rethrow_exception(error_);
}

bool session::operation::await_suspend(std::coroutine_handle<> caller) {
  caller_ = caller;
  std::optional<int> id;
  if (of_.opened()) {
    id = of_.connection_.send(what_);
    sent_ = true;  // perhaps in part only
  } else if (of_.in_flight_.empty()) {
    return false;  // the server is away: answered at once
  }
  // A connection just found lost: this operation waits with the others, and hears of it with them.
  of_.in_flight_[id ? *id : --of_.unsent_] = this;
  return true;
}

// While operations of a lost connection wait to hear of it, no new one is opened: their numbers
// would be mistaken for the new connection's.
bool session::opened() {
  if (connection_.is_open()) return true;
  if (!in_flight_.empty() || openings_left_ == 0) return false;
  --openings_left_;
  trouble_ = connection_.open();
  if (trouble_.kind == outcome_class::done) return true;
  openings_left_ = 0;  // the rest of the batch fails at once instead of waiting one by one
  return false;
}

void session::resume_one() {
  auto arrival = connection_.next();
  if (!arrival) return lose_all();
  auto found = in_flight_.find(arrival->id);
  if (found == in_flight_.end()) return;  // unsolicited (a notice of disconnection has number 0)
  operation* of = found->second;
  in_flight_.erase(found);
  of->answer_ = std::move(arrival->answer);
  of->answer_.sent = true;
  of->caller_.resume();
}

void session::lose_all() {
  connection_.close();
  auto lost = std::exchange(in_flight_, {});
  for (auto& [id, of] : lost) {
    of->answer_ = reply{};
    of->answer_.sent = of->sent_;
    of->caller_.resume();
  }
}

}  // namespace tenure::ldap
