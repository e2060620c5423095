#include "connectors/archive_store/write_behind.hpp"

#include <utility>

namespace tenure::archive_store {

write_behind::write_behind(package_writer& to) : to_(to), thread_([this] { work(); }) {}

write_behind::~write_behind() {
  waiting_.leave();
  if (thread_.joinable()) thread_.join();
}

// Empty messages are not for nothing either.
std::size_t write_behind::size_of(const batch& of) {
  return of.bytes.size() + of.messages.size() * sizeof(owned);
}

void write_behind::add(const stored_message& message) {
  open_.bytes.reserve(batch_bytes);
  open_.messages.push_back({message, std::string(message.folder), message.bytes.size()});
  open_.bytes += message.bytes;
  if (size_of(open_) >= batch_bytes) pass_on();
}

void write_behind::finish() {
  if (!open_.messages.empty()) pass_on();
  end();
}

// Message by message the two threads would wake each other thousands of times a second.
void write_behind::pass_on() {
  const std::size_t size = size_of(open_);
  if (!waiting_.put(std::exchange(open_, {}), size)) end();
}

void write_behind::end() {
  waiting_.close();
  if (thread_.joinable()) thread_.join();
  if (trouble_) std::rethrow_exception(trouble_);
}

void write_behind::work() try {
  batch next;
  while (waiting_.take(next)) write(next);
} catch (...) {
  trouble_ = std::current_exception();
  waiting_.leave();
}

void write_behind::write(const batch& next) {
  std::size_t at = 0;
  for (const owned& each : next.messages) {
    stored_message message = each.message;
    message.folder = each.folder;
    message.bytes = std::string_view(next.bytes).substr(at, each.bytes);
    to_.add(message);
    at += each.bytes;
  }
}

}  // namespace tenure::archive_store
