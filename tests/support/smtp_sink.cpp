#include "tests/support/smtp_sink.hpp"

#include <cstdio>
#include <sstream>

#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"

namespace tenure::support {

smtp_sink::smtp_sink() : smtp_sink(free_port()) { start(); }

smtp_sink::smtp_sink(std::uint16_t port)
    : child_server("sink", {{"SINK_PORT", std::to_string(port)}}), port_(port) {}

smtp_sink::~smtp_sink() { shut_down(); }

bool smtp_sink::answers() const { return accepts_connections(port_); }

std::vector<std::string> smtp_sink::envelopes() const {
  const auto log = folder() / "log.jsonl";
  std::istringstream lines(std::filesystem::exists(log) ? read_file(log) : "");
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) {
    all.push_back(line);
  }
  return all;
}

std::string smtp_sink::message(std::size_t index) const {
  char name[32];
  std::snprintf(name, sizeof name, "%06zu.eml", index + 1);
  return read_file(folder() / name);
}

void smtp_sink::wait_for(std::size_t count, std::chrono::milliseconds bound) const {
  eventually([&] { return envelopes().size() >= count; }, bound,
             std::to_string(count) + " messages in the SMTP sink");
}

}  // namespace tenure::support
