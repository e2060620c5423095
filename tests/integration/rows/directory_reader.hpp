#pragma once
// The directory as its administrator sees it, by plain LDAP on a connection of its own: how a test
// looks past the connector. Throws std::runtime_error with libldap's words for any trouble.

#include "tests/support/slapd_server.hpp"

#include <map>
#include <string>
#include <vector>

struct ldap;

namespace tenure::test {

class directory_reader {
 public:
  explicit directory_reader(const support::slapd_server& of);
  ~directory_reader();
  directory_reader(const directory_reader&) = delete;
  directory_reader& operator=(const directory_reader&) = delete;

  using entry = std::multimap<std::string, std::string>;  // a value each; its DN as "dn"
  std::vector<entry> search(const std::string& filter);
  void remove(const std::string& dn);

 private:
  std::string base_;
  ldap* connection_ = nullptr;
};

// The value, or empty when there is none.
std::string one(const directory_reader::entry& of, const std::string& attribute);

}  // namespace tenure::test
