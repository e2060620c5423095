#pragma once
// One TCP or TLS connection, used by one thread, each step bounded by the endpoint's timeout.

#include "connectors/dovecot/config.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace tenure::dovecot {

class wire {
 public:
  explicit wire(const endpoint& to);
  ~wire();

  // False when it failed: then trouble() says why and the connection is closed for good.
  // TLS: the certificate must be valid for the host.
  bool connect();
  bool write(std::string_view bytes);
  // What has arrived, at least one byte; 0 at the end of the stream, a timeout or an error.
  std::size_t read(char* into, std::size_t length);

  const std::string& trouble() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace tenure::dovecot
