#pragma once
// Asks a running service over its Unix socket. Synchronous: one connection per request.

#include "engine/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace tenure::http {

struct client_options {
  std::filesystem::path socket;
  std::chrono::milliseconds write_within{60'000};
  std::chrono::milliseconds silence_max{60'000};  // the service says something every 10 s
  std::size_t answer_bytes_max = 256 * 1024 * 1024;
};

class client {
 public:
  explicit client(client_options options);

  // What the service answered, whatever its status; progress goes to what.report. Refused:
  // client.service.not_found (nobody listens there), client.service.denied (no right to connect),
  // client.service.lost (the connection broke, or silence_max passed: whether the request was
  // carried out is then unknown), client.answer.invalid.
  result<response> send(const request& what) const;

 private:
  client_options options_;
};

}  // namespace tenure::http
