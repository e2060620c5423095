#pragma once
// PostgreSQL 15. The cluster is made anew (initdb: 0.5 s, start: 0.05 s), superuser "test", no
// password. Give each test its own database: make_database() copies nothing and takes 30 ms.

#include <cstdint>

#include "tests/support/child_server.hpp"

namespace tenure::support {

class postgres_server : public child_server {
 public:
  explicit postgres_server(bool fsync = false);  // started
  ~postgres_server() override;

  std::uint16_t port() const { return port_; }
  // A libpq connection string for 127.0.0.1.
  std::string connection(const std::string& database = "postgres") const;
  // A new empty database; its connection string.
  std::string make_database();
  // psql -At as the superuser; throws on an SQL error.
  std::string sql(const std::string& statement, const std::string& database = "postgres") const;

 private:
  postgres_server(bool fsync, std::uint16_t port);
  bool answers() const override;

  std::uint16_t port_;
  int databases_ = 0;
};

}  // namespace tenure::support
