#pragma once
// A statement prepared once and reused for the life of the store. Values are copied into slots the
// statement owns, so nothing temporary is ever bound; every read is fetched to its end, so no
// cursor stays open.
//
// SQL is the same text for both databases. A name may appear only once in it: PostgreSQL numbers
// appearances, SQLite numbers names.

#include "engine/store/database.hpp"
#include "engine/store/value.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tenure::storage {

class statement {
 public:
  // `columns`: one letter per result column: 't' text, 'n' number, 'b' octets. Empty: a write.
  statement(database& db, std::string sql, std::string_view columns = "");
  ~statement();
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;

  // A write; answers the number of rows it touched.
  std::int64_t write(std::initializer_list<value> parameters);
  // A read; next() moves to each row, the first too.
  void read(std::initializer_list<value> parameters);
  bool next();
  // A read of at most one row, complete when it returns; false when there is none.
  bool read_one(std::initializer_list<value> parameters);

  // The current row; columns from 0.
  const std::string& text(std::size_t column) const;
  std::string octets(std::size_t column) const;
  std::int64_t number(std::size_t column) const;
  instant at(std::size_t column) const { return {number(column)}; }
  std::optional<instant> optional_at(std::size_t column) const;
  template <class Id>
  Id id(std::size_t column) const {
    return parse_id<Id>(text(column));
  }

 private:
  template <class Id>
  Id parse_id(const std::string& from) const {
    if (from.empty()) return {};
    auto parsed = Id::parse(from);
    if (!parsed) damaged("an id");
    return *parsed;
  }
  [[noreturn]] void damaged(std::string_view what) const;

  struct prepared;
  database& db_;
  std::string sql_;
  std::string columns_;
  std::unique_ptr<prepared> prepared_;
};

}  // namespace tenure::storage
