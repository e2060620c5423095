#pragma once
// lazy<T>: a coroutine that starts when it is awaited and resumes its caller when it ends. What the
// session runs in a window: each item reads as straight code, many are under way at once.

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace tenure::ldap {

template <class T>
class [[nodiscard]] lazy {
 public:
  struct promise_type {
    std::optional<T> value;
    std::exception_ptr error;
    std::coroutine_handle<> caller;

    lazy get_return_object() { return lazy(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct to_caller {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle self) noexcept {
          return self.promise().caller;
        }
        void await_resume() noexcept {}
      };
      return to_caller{};
    }
    void return_value(T result) { value = std::move(result); }
    void unhandled_exception() { error = std::current_exception(); }
  };

  lazy(lazy&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  lazy(const lazy&) = delete;
  lazy& operator=(const lazy&) = delete;
  ~lazy() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
    handle_.promise().caller = caller;
    return handle_;
  }
  T await_resume() {
    if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    return std::move(*handle_.promise().value);
  }

 private:
  using handle = std::coroutine_handle<promise_type>;
  explicit lazy(handle self) : handle_(self) {}
  handle handle_;
};

}  // namespace tenure::ldap
