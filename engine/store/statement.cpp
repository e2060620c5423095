#include "engine/store/statement.hpp"

#include "engine/store/errors.hpp"
#include "engine/store/text.hpp"

#include <soci/soci.h>

#include <deque>
#include <stdexcept>

namespace tenure::storage {
namespace {

// Where one parameter or column lives while the statement does; SOCI keeps its address.
struct slot {
  char type = 't';
  std::string text;
  long long number = 0;
  soci::indicator state = soci::i_ok;
};

char type_of(const value& from) {
  if (std::holds_alternative<std::optional<std::int64_t>>(from.get())) return 'n';
  return std::holds_alternative<octets>(from.get()) ? 'b' : 't';
}

struct filler {
  slot& to;
  dialect speaks;

  void operator()(std::string_view text) const {
    if (!storable_text(text)) throw std::logic_error("text that is not UTF-8 or holds a NUL");
    to.text.assign(text);
  }
  void operator()(octets of) const {
    if (speaks == dialect::postgresql) {
      to.text = "\\x" + to_hex(of.bytes);
    } else {
      to.text.assign(of.bytes);
    }
  }
  void operator()(const std::optional<std::int64_t>& number) const {
    to.state = number ? soci::i_ok : soci::i_null;
    to.number = number.value_or(0);
  }
  void operator()(const tenure::detail::id_bits& bits) const {
    to.text = bits == tenure::detail::id_bits{} ? std::string() : tenure::detail::id_text(bits);
  }
};

}  // namespace

struct statement::prepared {
  prepared(soci::session& session, const std::string& sql, const std::string& columns,
           std::initializer_list<value> parameters)
      : statement(session) {
    for (const auto& one : parameters) bind(in.emplace_back(slot{.type = type_of(one)}));
    for (char type : columns) define(out.emplace_back(slot{.type = type}));
    statement.alloc();
    statement.prepare(sql);
    statement.define_and_bind();
  }

  void bind(slot& from) {
    if (from.type == 'n') {
      statement.exchange(soci::use(from.number, from.state));
    } else {
      statement.exchange(soci::use(from.text));
    }
  }
  void define(slot& to) {
    if (to.type == 'n') {
      statement.exchange(soci::into(to.number, to.state));
    } else {
      statement.exchange(soci::into(to.text, to.state));
    }
  }
  void fill(std::initializer_list<value> parameters, dialect speaks) {
    if (parameters.size() != in.size()) throw std::logic_error("wrong number of parameters");
    auto to = in.begin();
    for (const auto& from : parameters) std::visit(filler{*to++, speaks}, from.get());
  }

  std::deque<slot> in, out;
  soci::statement statement;
  bool first = false;  // the first row was fetched by executing
};

statement::statement(database& db, std::string sql, std::string_view columns)
    : db_(db), sql_(std::move(sql)), columns_(columns) {}

statement::~statement() = default;

void statement::read(std::initializer_list<value> parameters) try {
  if (!prepared_) {
    prepared_ = std::make_unique<prepared>(db_.session(), sql_, columns_, parameters);
  }
  prepared_->fill(parameters, db_.speaks());
  prepared_->first = prepared_->statement.execute(true);
} catch (...) {
  db_.broken = true;
  prepared_.reset();  // SOCI's PostgreSQL buffers of a failed execution are freed with it only
  throw_as_ours(sql_);
}

std::int64_t statement::write(std::initializer_list<value> parameters) {
  read(parameters);
  return prepared_->statement.get_affected_rows();
}

bool statement::next() try {
  if (prepared_->first) {
    prepared_->first = false;
    return true;
  }
  return prepared_->statement.got_data() && prepared_->statement.fetch();
} catch (...) {
  db_.broken = true;
  throw_as_ours(sql_);
}

bool statement::read_one(std::initializer_list<value> parameters) {
  read(parameters);
  if (!next()) return false;
  if (next()) db_.violated("more than one row from: " + sql_);  // ends the cursor, keeps the row
  return true;
}

const std::string& statement::text(std::size_t column) const { return prepared_->out[column].text; }

std::string statement::octets(std::size_t column) const {
  const auto& held = prepared_->out[column].text;
  if (db_.speaks() == dialect::sqlite) return held;
  auto bytes = from_hex(std::string_view(held).substr(2));  // "\x0a1b"
  if (!bytes) damaged("octets");
  return *bytes;
}

std::int64_t statement::number(std::size_t column) const { return prepared_->out[column].number; }

std::optional<instant> statement::optional_at(std::size_t column) const {
  if (prepared_->out[column].state == soci::i_null) return std::nullopt;
  return at(column);
}

void statement::damaged(std::string_view what) const {
  db_.broken = true;
  throw environment_lost("the store holds no readable " + std::string(what) + ": " + sql_);
}

}  // namespace tenure::storage
