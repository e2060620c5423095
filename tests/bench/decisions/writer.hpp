#pragma once
// The same rows written twice: through the store's port, and by SQLite's own prepared statements.

#include <cstdint>
#include <memory>
#include <string>

namespace tenure::bench {

class writer {
 public:
  virtual ~writer() = default;
  // Puts `count` events into the inbox, the first numbered `from`. Not measured.
  virtual void prepare(std::uint64_t from, std::uint64_t count) = 0;
  // Decides these events, `batch` of them a commit: load and save the account, append a journal
  // entry, set a deadline, add an effect, mark the event handled.
  virtual void decide(std::uint64_t from, std::uint64_t count, std::uint64_t batch) = 0;
};

inline constexpr std::uint64_t accounts = 10'000;

// The stored texts, equal for both.
inline const std::string leaf(400, 'l'), leaf_hash(32, 'h'), head(200, 'c');
inline const std::string context =
    R"({"lastDay":"2026-11-30","manager":"P1042","reason":"leaver"})";
inline const std::string desired = R"({"signIn":"blocked","addressList":"hidden"})";

// Both start from a new store in `path` with `accounts` accounts.
std::unique_ptr<writer> make_store_writer(const std::string& path);
std::unique_ptr<writer> make_raw_writer(const std::string& path);

}  // namespace tenure::bench
