#include "engine/http/connection.hpp"

#include "engine/http/target.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>

#include <sys/socket.h>

#include <algorithm>

namespace tenure::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using error_code = boost::system::error_code;

namespace {

// What the asker is told about a request that cannot be read; nullopt: nobody is there to tell.
std::optional<response> complaint(const error_code& error) {
  if (error.category() != wire::make_error_code(wire::error::end_of_stream).category()) {
    return std::nullopt;
  }
  if (error == wire::error::end_of_stream || error == wire::error::partial_message) {
    return std::nullopt;
  }
  if (error == wire::error::body_limit) {
    return problem(413, {"request.body.too_large", "The request's body is too large", "", "",
                         "Large files are given by their path, not in the request."});
  }
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow) {
    return problem(
        431, {"request.header.too_large", "The request's header is too large", "", "", ""});
  }
  return problem(400, {"request.malformed", "This is no HTTP request", "", "", ""});
}

bool served(const server_options& options, const std::optional<peer>& who) {
  if (!who) return false;
  if (options.users.contains(who->uid)) return true;
  if (!options.group) return false;
  return who->gid == *options.group || std::ranges::count(who->groups, *options.group) > 0;
}

response not_served(const std::optional<peer>& who) {
  auto uid = who ? "User " + std::to_string(who->uid) : std::string("This user");
  return problem(403, {"request.peer.denied", uid + " may not use this service", "", "",
                       "Whoever runs it can add the user to the service's group."});
}

// Stops the worker from waking a connection that is gone.
struct wake_while {
  wake_while(exchange& of, asio::any_io_executor where, std::shared_ptr<asio::steady_timer> timer)
      : of_(of) {
    of_.wake_with([where, timer] { asio::post(where, [timer] { timer->cancel(); }); });
  }
  ~wake_while() { of_.wake_with({}); }
  exchange& of_;
};

}  // namespace

connection::connection(asio::local::stream_protocol::socket socket, surroundings& around)
    : around_(around),
      stream_(std::move(socket)),
      buffer_(around.options.header_bytes_max + 64 * 1024),
      peer_(peer_of(stream_.socket().native_handle())) {
  around_.open.insert(this);
}

connection::~connection() {
  abandon();
  around_.open.erase(this);
  if (around_.open.empty()) around_.drained();
}

void connection::end_if_idle() {
  if (!current_) stream_.close();
}

void connection::abandon() {
  if (current_) current_->cancel();
}

asio::awaitable<void> connection::run() {
  auto alive = shared_from_this();
  for (;;) {
    wire_request asked;
    if (!co_await read(asked)) break;
    if (!co_await answer(asked)) break;
  }
  stream_.close();
}

asio::awaitable<bool> connection::read(wire_request& into) {
  wire::request_parser<wire::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(around_.options.header_bytes_max));
  parser.body_limit(around_.options.body_bytes_max);
  // Each bound is for the whole of its part, so dripping bytes does not stretch it.
  stream_.expires_after(around_.options.header_within);
  auto [error, header_bytes] = co_await wire::async_read_header(stream_, buffer_, parser, as_value);
  if (!error) {
    stream_.expires_after(around_.options.body_within);
    auto [late, body_bytes] = co_await wire::async_read(stream_, buffer_, parser, as_value);
    error = late;
  }
  if (error) {
    if (auto told = complaint(error)) co_await write(std::move(*told), false);
    co_return false;
  }
  into = parser.release();
  co_return true;
}

std::optional<response> connection::refuse(const wire_request& asked, request& as) const {
  if (!served(around_.options, peer_)) return not_served(peer_);
  as.method = std::string(asked.method_string());
  if (auto target = read_target(asked.target(), as); !target) return problem(target.error());
  as.body = asked.body();
  as.by = actor_of(*peer_);
  as.uid = peer_->uid;
  as.token = std::string(asked[session_header]);
  as.as = std::string(asked[claimed_name_header]);
  return std::nullopt;
}

// Answers one request; false when the connection should end.
asio::awaitable<bool> connection::answer(wire_request& asked) {
  bool keep_alive = asked.keep_alive() && !around_.stopping;
  request what;
  if (auto refused = refuse(asked, what)) {
    co_return co_await write(std::move(*refused), keep_alive) && keep_alive;
  }
  bool streamed = asked[wire::field::accept].find(ndjson) != beast::string_view::npos;
  auto mine = std::make_shared<exchange>();
  current_ = mine;
  if (streamed && !co_await begin_stream(keep_alive)) co_return false;
  hand_over(std::move(what), mine);
  watch_for_hangup();
  bool reachable = co_await wait_for(*mine, streamed);
  current_ = nullptr;
  if (!reachable) {
    mine->cancel();
    co_return false;
  }
  error_code ignored;
  stream_.socket().cancel(ignored);  // the watch for a hang-up
  auto done = mine->take_answer();
  keep_alive = keep_alive && !around_.stopping;
  bool written = streamed ? co_await end_stream(*done)
                          : co_await write(std::move(*done), keep_alive);
  co_return written && keep_alive;
}

void connection::hand_over(request what, const std::shared_ptr<exchange>& to) {
  what.report = [to](const progress& so_far) { to->report(so_far); };
  what.cancelled = [to] { return to->cancelled(); };
  auto held = std::make_shared<ticket>(to);
  const router& routes = around_.routes;
  try {
    around_.run([what = std::move(what), to, held, &routes] { to->finish(routes.handle(what)); });
  } catch (const std::exception&) {
    // The executor took nothing: `held` is the last holder and answers 503.
  }
}

// A peer that hangs up while its handler works: the handler is told, and may stop early.
void connection::watch_for_hangup() {
  auto watch = [self = shared_from_this(), of = current_](error_code error) {
    char byte = 0;
    if (error || !self->stream_.socket().is_open()) return;
    int descriptor = self->stream_.socket().native_handle();
    if (::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0) of->cancel();
  };
  stream_.socket().async_wait(asio::socket_base::wait_read, std::move(watch));
}

// Until the answer is there: passes progress on, at least one line per heartbeat. False: the peer
// cannot be written to any more.
asio::awaitable<bool> connection::wait_for(exchange& of, bool streamed) {
  auto timer = std::make_shared<asio::steady_timer>(stream_.get_executor());
  wake_while woken(of, stream_.get_executor(), timer);
  progress latest{0, 0, "waiting"};
  for (;;) {
    if (auto news = of.take_progress(); news && streamed) {
      latest = std::move(*news);
      if (!co_await write_chunk(progress_line(latest))) co_return false;
      continue;
    }
    if (of.answered()) co_return true;
    timer->expires_after(around_.options.heartbeat);
    auto [cut_short] = co_await timer->async_wait(as_value);
    if (!cut_short && streamed && !co_await write_chunk(progress_line(latest))) co_return false;
  }
}

asio::awaitable<bool> connection::write(response what, bool keep_alive) {
  wire::response<wire::string_body> out(static_cast<wire::status>(what.status), 11);
  for (const auto& [name, value] : what.headers) out.set(name, value);
  out.set(wire::field::content_type, what.content_type);
  out.set(wire::field::cache_control, "no-store");
  out.keep_alive(keep_alive);
  out.body() = std::move(what.body);
  out.prepare_payload();
  stream_.expires_after(around_.options.write_within);
  auto [error, bytes] = co_await wire::async_write(stream_, out, as_value);
  stream_.expires_never();
  co_return !error;
}

asio::awaitable<bool> connection::begin_stream(bool keep_alive) {
  wire::response<wire::empty_body> out(wire::status::ok, 11);
  out.set(wire::field::content_type, ndjson);
  out.set(wire::field::cache_control, "no-store");
  out.keep_alive(keep_alive);
  out.chunked(true);
  wire::response_serializer<wire::empty_body> serializer(out);
  stream_.expires_after(around_.options.write_within);
  auto [error, bytes] = co_await wire::async_write_header(stream_, serializer, as_value);
  stream_.expires_never();
  co_return !error;
}

asio::awaitable<bool> connection::write_chunk(std::string line) {
  stream_.expires_after(around_.options.write_within);
  auto chunk = wire::make_chunk(asio::buffer(line));
  auto [error, bytes] = co_await asio::async_write(stream_, chunk, as_value);
  stream_.expires_never();
  co_return !error;
}

asio::awaitable<bool> connection::end_stream(const response& what) {
  if (!co_await write_chunk(answer_line(what))) co_return false;
  stream_.expires_after(around_.options.write_within);
  auto [error, bytes] = co_await asio::async_write(stream_, wire::make_chunk_last(), as_value);
  stream_.expires_never();
  co_return !error;
}

}  // namespace tenure::http
