#include "engine/http/client.hpp"

#include "engine/http/stream.hpp"
#include "engine/http/target.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <optional>

namespace tenure::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using error_code = boost::system::error_code;

refusal cannot_connect(const std::filesystem::path& socket, const error_code& error) {
  if (error == asio::error::access_denied) {
    return {"client.service.denied", "The service's socket may not be used by this user",
            socket.string(), "", "Whoever runs the service can add you to its group."};
  }
  return {"client.service.not_found", "No service listens here", socket.string(), "",
          "Start it with `tenure serve`."};
}

refusal lost(const error_code& error) {
  std::string why = error == beast::error::timeout ? "fell silent" : "broke off";
  return {"client.service.lost", "The connection to the service " + why, "", "",
          "Whether the request was carried out is not known: look (`tenure status`) before "
          "repeating it."};
}

refusal invalid_answer() {
  return {"client.answer.invalid", "The service's answer cannot be read", "", "",
          "Are `tenure` and the service of the same version?"};
}

// Reads an answer, passing on what a streamed one says on its way.
class reader {
 public:
  reader(stream& from, const client_options& options, const request& asked)
      : from_(from), options_(options), asked_(asked) {
    parser_.body_limit(options.answer_bytes_max);
  }

  asio::awaitable<result<response>> read() {
    while (!parser_.is_done()) {
      from_.expires_after(options_.silence_max);
      auto [error, bytes] = co_await wire::async_read_some(from_, buffer_, parser_, as_value);
      if (error) co_return lost(error);
      if (streamed() && !take_lines()) co_return invalid_answer();
    }
    if (streamed()) {
      if (answer_) co_return std::move(*answer_);
      co_return invalid_answer();
    }
    co_return plain();
  }

 private:
  bool streamed() {
    return parser_.is_header_done() && parser_.get()[wire::field::content_type] == ndjson;
  }

  bool take_lines() {
    std::string_view body = parser_.get().body();
    for (auto end = body.find('\n', taken_); end != std::string_view::npos;
         end = body.find('\n', taken_)) {
      std::optional<progress> so_far;
      if (!read_line(body.substr(taken_, end - taken_), so_far, answer_)) return false;
      if (so_far) asked_.report(*so_far);
      taken_ = end + 1;
    }
    return true;
  }

  response plain() {
    response out;
    out.status = parser_.get().result_int();
    out.content_type = std::string(parser_.get()[wire::field::content_type]);
    out.body = std::move(parser_.get().body());
    return out;
  }

  stream& from_;
  const client_options& options_;
  const request& asked_;
  beast::flat_buffer buffer_;
  wire::response_parser<wire::string_body> parser_;
  std::optional<response> answer_;
  std::size_t taken_ = 0;  // bytes of the body read as lines
};

asio::awaitable<result<response>> ask(const client_options& options, const request& what) {
  stream to(co_await asio::this_coro::executor);
  to.expires_after(options.write_within);
  auto [unreachable] = co_await to.async_connect(
      asio::local::stream_protocol::endpoint(options.socket.string()), as_value);
  if (unreachable) co_return cannot_connect(options.socket, unreachable);

  wire::request<wire::string_body> out(wire::string_to_verb(what.method), target_of(what), 11);
  out.set(wire::field::host, "tenure");
  out.set(wire::field::accept, ndjson);
  if (!what.body.empty()) out.set(wire::field::content_type, "application/json");
  if (!what.as.empty()) out.set(claimed_name_header, what.as);
  if (!what.token.empty()) out.set(session_header, what.token);
  out.keep_alive(false);
  out.body() = what.body;
  out.prepare_payload();
  auto [broken, bytes] = co_await wire::async_write(to, out, as_value);
  // A service that refuses a body early answers and closes: its answer still waits to be read.
  if (broken && broken != asio::error::broken_pipe && broken != asio::error::connection_reset) {
    co_return lost(broken);
  }
  reader answer(to, options, what);
  co_return co_await answer.read();
}

bool fits_a_header(std::string_view value) {
  return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace

client::client(client_options options) : options_(std::move(options)) {}

result<response> client::send(const request& what) const {
  if (!fits_a_header(what.as) || !fits_a_header(what.token) ||
      options_.socket.native().size() > 107) {
    return refusal{"client.request.malformed", "The request cannot be sent like this",
                   options_.socket.string(), "", "A socket's path has at most 107 bytes."};
  }
  asio::io_context io(1);
  std::optional<result<response>> out;
  std::exception_ptr thrown;
  asio::co_spawn(io, ask(options_, what),
                 [&](std::exception_ptr error, result<response> answer) {
                   thrown = error;
                   out = std::move(answer);
                 });
  io.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*out);
}

}  // namespace tenure::http
