#pragma once
// An SMTP server that keeps every message with its envelope and refuses on demand: the local part
// of a recipient steers the answer (reject5xx-, reject4xx-, data5xx-, data4xx-, drop-, see
// config/deploy/sandbox/sink.py).

#include <cstdint>

#include "tests/support/child_server.hpp"

namespace tenure::support {

class smtp_sink : public child_server {
 public:
  smtp_sink();  // started
  ~smtp_sink() override;

  std::uint16_t port() const { return port_; }
  // JSON, one object for each accepted message: n, from, to (array), size, subject, file, helo.
  std::vector<std::string> envelopes() const;
  // The bytes as sent, CRLF line ends; `index` counts from 0 as in envelopes().
  std::string message(std::size_t index) const;
  // Waits until at least `count` messages have arrived.
  void wait_for(std::size_t count,
                std::chrono::milliseconds bound = std::chrono::milliseconds(10'000)) const;

 private:
  explicit smtp_sink(std::uint16_t port);
  bool answers() const override;

  std::uint16_t port_;
};

}  // namespace tenure::support
