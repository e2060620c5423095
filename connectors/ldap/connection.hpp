#pragma once
// One LDAP connection with several operations under way (libldap's asynchronous calls). Internal to
// this connector; <ldap.h> stays in connection.cpp.

#include "connectors/ldap/config.hpp"
#include "connectors/ldap/errors.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ldap;

namespace tenure::ldap {

// Names in lower case, without options; values as the server gives them.
struct entry {
  std::string dn;
  std::map<std::string, std::vector<std::string>, std::less<>> values;
};

// An attribute gets exactly these values; none: it goes.
struct replacement {
  std::string attribute;
  std::vector<std::string> values;
};

struct request {
  enum class kind { search, modify, add, remove };

  kind what = kind::search;
  std::string dn;                   // base of a search
  std::string filter;               // of a search
  bool only_base = false;           // of a search: not the whole subtree
  std::string assertion;            // RFC 4528: carry it out only if the entry matches; empty: none
  std::vector<std::string> read;    // attributes of a search, or to read back (RFC 4527 post-read)
  std::vector<replacement> values;  // of modify and add
};

struct reply {
  int code = code_lost;
  bool sent = false;               // of a code_lost: it may have been carried out
  std::vector<entry> entries;      // of a search
  std::optional<entry> read_back;  // of modify and add, when the server can
};

// A connection is used by one thread at a time.
class connection {
 public:
  explicit connection(const config& settings) : settings_(&settings) {}

  // Connects, starts TLS, binds; what was open before is closed. `done` or why not.
  outcome open();
  // The same as somebody else; for checking a password. `secret` must not be empty. A password that
  // is right but expired, or has to be changed first (ppolicy), is `denied` and says so.
  outcome open_as(const std::string& dn, std::string_view secret);
  bool is_open() const { return handle_ != nullptr; }
  void close() { handle_.reset(); }

  // The operation's number, or nullopt when the connection is lost (it is closed then).
  std::optional<int> send(const request& what);

  struct arrival {
    int id = 0;
    reply answer;
  };
  // The next answer; nullopt when the connection is lost or nothing came in `timeout`: closed.
  std::optional<arrival> next();

 private:
  struct unbind {
    void operator()(struct ::ldap* handle) const;
  };
  outcome connect();  // to the first of the URIs that answers
  outcome connect_to(const std::string& uri);
  outcome bind(const std::string& dn, std::string_view secret);
  outcome bind_by_policy(const std::string& dn, std::string_view secret);
  outcome failed(int code, std::string_view step);

  const config* settings_;
  std::unique_ptr<struct ::ldap, unbind> handle_;
};

}  // namespace tenure::ldap
