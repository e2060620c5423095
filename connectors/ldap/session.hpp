#pragma once
// Runs a batch: one coroutine per item, at most `window` operations in flight on one connection,
// each answer resumes the item it belongs to. A lost connection answers every operation in flight
// with code_lost and is opened again by the next one, twice per batch at most: an item decides
// itself whether what it sent may have been carried out.

#include "connectors/ldap/connection.hpp"
#include "connectors/ldap/lazy.hpp"
#include "engine/ports/connector.hpp"

#include <coroutine>
#include <exception>
#include <functional>
#include <unordered_map>

namespace tenure::ldap {

// One thread at a time.
class session {
 public:
  explicit session(const config& settings) : connection_(settings), window_(settings.window) {}

  using item = std::function<lazy<outcome>(std::size_t index)>;
  // Every index below `count` is reported exactly once. An exception of `make` or `each` is thrown
  // on after the operations in flight came in.
  void run(std::size_t count, const item& make, const on_outcome& each);

  class operation {
   public:
    operation(session& of, request what) : of_(of), what_(std::move(what)) {}
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> caller);
    reply await_resume() { return std::move(answer_); }

   private:
    friend class session;
    session& of_;
    request what_;
    std::coroutine_handle<> caller_;
    bool sent_ = false;
    reply answer_;
  };
  operation send(request what) { return {*this, std::move(what)}; }

  // Why the connection could not be opened; what an item answers when all it got is code_lost.
  const outcome& trouble() const { return trouble_; }

 private:
  struct detached;
  detached start(std::size_t index, const item& make, const on_outcome& each);
  bool opened();
  void resume_one();
  void lose_all();

  connection connection_;
  std::size_t window_;
  std::size_t active_ = 0;  // items begun and not ended
  int openings_left_ = 0;
  int unsent_ = 0;  // numbers below 0, for operations that found the connection lost
  outcome trouble_;
  std::exception_ptr error_;
  std::unordered_map<int, operation*> in_flight_;
};

}  // namespace tenure::ldap
