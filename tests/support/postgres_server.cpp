#include "tests/support/postgres_server.hpp"

#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/run.hpp"

namespace tenure::support {

postgres_server::postgres_server(bool fsync) : postgres_server(fsync, free_port()) { start(); }

postgres_server::postgres_server(bool fsync, std::uint16_t port)
    : child_server("postgres",
                   {{"PG_PORT", std::to_string(port)}, {"FSYNC", fsync ? "1" : "0"}}),
      port_(port) {}

postgres_server::~postgres_server() { shut_down(); }

// The first line of postmaster.pid is the process, the eighth says "ready" once it takes queries.
bool postgres_server::answers() const {
  const auto file = folder() / "data" / "postmaster.pid";
  if (!std::filesystem::exists(file)) {
    return false;
  }
  const auto text = read_file(file);
  return text.starts_with(std::to_string(pid()) + "\n") &&
         text.find("\nready") != std::string::npos;
}

std::string postgres_server::connection(const std::string& database) const {
  return "host=127.0.0.1 port=" + std::to_string(port_) + " user=test dbname=" + database;
}

std::string postgres_server::make_database() {
  const auto name = "test_" + std::to_string(++databases_);
  sql("create database " + name + " template template0");
  return connection(name);
}

std::string postgres_server::sql(const std::string& statement,
                                 const std::string& database) const {
  return run_or_throw(
             {"psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", connection(database)},
             {.input = statement})
      .out;
}

}  // namespace tenure::support
