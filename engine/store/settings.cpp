#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"

namespace tenure::storage {
namespace {

class settings : public setting_table {
 public:
  explicit settings(scope& in) : db_(in.db) {}

  std::optional<std::string> get(std::string_view name) override {
    if (!get_.read_one({name})) return std::nullopt;
    return get_.text(0);
  }

  void put(std::string_view name, std::string_view value) override { put_.write({name, value}); }

  std::vector<std::pair<std::string, std::string>> with_prefix(std::string_view prefix) override {
    std::vector<std::pair<std::string, std::string>> out;
    auto past = std::string(prefix) + "\xF4\x8F\xBF\xBF";  // U+10FFFF, after every other character
    with_prefix_.read({prefix, past});
    while (with_prefix_.next()) out.emplace_back(with_prefix_.text(0), with_prefix_.text(1));
    return out;
  }

 private:
  database& db_;
  statement get_{db_, "select value from setting where name = :name", "t"};
  statement put_{db_,
                 "insert into setting (name, value) values (:name, :value) "
                 "on conflict (name) do update set value = excluded.value"};
  statement with_prefix_{
      db_, "select name, value from setting where name >= :start and name < :past order by name",
      "tt"};
};

}  // namespace

std::unique_ptr<setting_table> make_settings(scope& in) { return std::make_unique<settings>(in); }

}  // namespace tenure::storage
