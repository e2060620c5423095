#pragma once
// Private to this folder: one connection of the server. Lives on the io thread.

#include "engine/http/exchange.hpp"
#include "engine/http/peer.hpp"
#include "engine/http/server.hpp"
#include "engine/http/stream.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>
#include <set>

namespace tenure::http {

class connection;

// What the connections of one server share.
struct surroundings {
  server_options options;
  const router& routes;
  executor run;
  std::set<connection*> open;
  bool stopping = false;
  std::function<void()> drained;  // the last open connection ended
};

class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(boost::asio::local::stream_protocol::socket socket, surroundings& around);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // Requests one after another until the peer goes, errs, stalls or the server stops.
  boost::asio::awaitable<void> run();
  void end_if_idle();
  void abandon();  // tells the handler that nobody waits

 private:
  using wire_request = boost::beast::http::request<boost::beast::http::string_body>;

  boost::asio::awaitable<bool> read(wire_request& into);
  boost::asio::awaitable<bool> answer(wire_request& asked);
  boost::asio::awaitable<bool> write(response what, bool keep_alive);
  boost::asio::awaitable<bool> wait_for(exchange& of, bool streamed);
  boost::asio::awaitable<bool> begin_stream(bool keep_alive);
  boost::asio::awaitable<bool> write_chunk(std::string line);
  boost::asio::awaitable<bool> end_stream(const response& what);
  std::optional<response> refuse(const wire_request& asked, request& as) const;
  void hand_over(request what, const std::shared_ptr<exchange>& to);
  void watch_for_hangup();

  surroundings& around_;
  stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<peer> peer_;
  std::shared_ptr<exchange> current_;  // set while a handler works
};

}  // namespace tenure::http
