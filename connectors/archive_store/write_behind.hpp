#pragma once
// Lets a package_writer work on a thread of its own, so that the mail store is read while what it
// gave before is compressed, sealed and written. Order and content are what was given; at most
// `waiting_bytes` of messages wait, and one batch more at each end. Nothing is durable here:
// package_writer::seal() is, and is called after finish().

#include "connectors/archive_store/handover.hpp"
#include "connectors/archive_store/package_writer.hpp"

#include <exception>
#include <string>
#include <thread>
#include <vector>

namespace tenure::archive_store {

class write_behind {
 public:
  static constexpr std::size_t waiting_bytes = 4 << 20;
  static constexpr std::size_t batch_bytes = 256 << 10;

  // Nobody else uses `to` until finish() returned or this is gone.
  explicit write_behind(package_writer& to);
  ~write_behind();  // what still waits is dropped
  write_behind(const write_behind&) = delete;
  write_behind& operator=(const write_behind&) = delete;

  // Both throw what the writer threw, add() some messages late; after that nothing more is written.
  void add(const stored_message& message);
  void finish();  // everything given was added to the writer

 private:
  struct owned {
    stored_message message;  // its views are set when it is taken
    std::string folder;
    std::size_t bytes = 0;
  };
  struct batch {
    std::vector<owned> messages;
    std::string bytes;  // of all of them, one after the other
  };

  static std::size_t size_of(const batch& of);
  void pass_on();
  void end();
  void work();
  void write(const batch& next);

  package_writer& to_;
  batch open_;
  handover<batch> waiting_{waiting_bytes};
  std::exception_ptr trouble_;  // the thread's, until it was joined
  std::thread thread_;
};

}  // namespace tenure::archive_store
