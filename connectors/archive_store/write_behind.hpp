#pragma once
// Lets a package_writer work on a thread of its own, so that the mail store is read while what it
// gave before is compressed, sealed and written. Order and content are what was given; at most
// `waiting_bytes` of messages wait, and one more. Nothing is durable here: package_writer::seal()
// is, and is called after finish().

#include "connectors/archive_store/package_writer.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

namespace tenure::archive_store {

class write_behind {
 public:
  static constexpr std::size_t waiting_bytes = 4 << 20;

  // Nobody else uses `to` until finish() returned or this is gone.
  explicit write_behind(package_writer& to);
  ~write_behind();  // what still waits is dropped
  write_behind(const write_behind&) = delete;
  write_behind& operator=(const write_behind&) = delete;

  // Both throw what the writer threw, once; after that nothing more is written.
  void add(const stored_message& message);
  void finish();  // everything given was added to the writer

 private:
  struct owned {
    stored_message message;  // its views lead into the two texts
    std::string folder, bytes;
  };

  void work();
  void end();

  package_writer& to_;
  std::mutex guard_;
  std::condition_variable came_, went_;
  std::deque<owned> waiting_;
  std::size_t bytes_ = 0;  // of those
  bool last_ = false, given_up_ = false;
  std::exception_ptr trouble_;
  std::thread thread_;
};

}  // namespace tenure::archive_store
