#include "connectors/dovecot/wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <optional>

namespace tenure::dovecot {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// Asio's blocking calls know no timeout; so each step is started asynchronously and the context run
// until it is done or the time is up.
struct wire::state {
  endpoint to;
  asio::io_context context{1};
  asio::ssl::context tls{asio::ssl::context::tls_client};
  tcp::socket socket{context};
  std::optional<asio::ssl::stream<tcp::socket&>> secure;
  std::string trouble;

  bool failed(std::string_view step, const error_code& why) {
    if (trouble.empty()) trouble = std::string(step) + ": " + why.message();
    error_code ignored;
    socket.close(ignored);
    return false;
  }

  // Runs what `start` began; `start` is given the handler to call.
  template <class Start>
  bool step(std::string_view name, Start start) {
    std::optional<error_code> ended;
    start([&](const error_code& how, auto&&...) { ended = how; });
    context.restart();
    context.run_for(to.timeout);
    if (!ended) {
      failed(name, asio::error::timed_out);
      context.restart();
      context.run();  // the handler refers to `ended`: it must have run before we leave
      return false;
    }
    return *ended ? failed(name, *ended) : true;
  }

  bool open_tls() {
    error_code why;
    tls.set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                    asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    if (to.ca_file.empty()) {
      tls.set_default_verify_paths(why);
    } else {
      tls.load_verify_file(to.ca_file.string(), why);
    }
    if (why) return failed("reading the trusted certificates", why);
    secure.emplace(socket, tls);
    secure->set_verify_mode(asio::ssl::verify_peer);
    secure->set_verify_callback(asio::ssl::host_name_verification(to.host));
    if (!SSL_set_tlsext_host_name(secure->native_handle(), to.host.c_str())) {
      return failed("TLS", asio::error::invalid_argument);
    }
    return step("TLS handshake", [&](auto done) {
      secure->async_handshake(asio::ssl::stream_base::client, done);
    });
  }
};

wire::wire(const endpoint& to) : state_(std::make_unique<state>()) { state_->to = to; }
wire::~wire() = default;

bool wire::connect() {
  auto& s = *state_;
  tcp::resolver resolver(s.context);
  tcp::resolver::results_type found;
  const bool resolved = s.step("looking up the server", [&](auto done) {
    resolver.async_resolve(s.to.host, std::to_string(s.to.port),
                           [&found, done](const error_code& how, const auto& addresses) {
                             found = addresses;
                             done(how);
                           });
  });
  if (!resolved) return false;
  if (!s.step("connecting", [&](auto done) { asio::async_connect(s.socket, found, done); })) {
    return false;
  }
  error_code ignored;
  s.socket.set_option(tcp::no_delay(true), ignored);
  return !s.to.tls || s.open_tls();
}

bool wire::write(std::string_view bytes) {
  auto& s = *state_;
  if (!s.trouble.empty()) return false;
  const auto buffer = asio::buffer(bytes.data(), bytes.size());
  return s.step("sending", [&](auto done) {
    if (s.secure) {
      asio::async_write(*s.secure, buffer, done);
    } else {
      asio::async_write(s.socket, buffer, done);
    }
  });
}

std::size_t wire::read(char* into, std::size_t length) {
  auto& s = *state_;
  if (!s.trouble.empty()) return 0;
  std::size_t got = 0;
  const auto buffer = asio::buffer(into, length);
  s.step("receiving", [&](auto done) {
    auto counted = [&got, done](const error_code& how, std::size_t count) {
      got = count;
      done(how);
    };
    if (s.secure) {
      s.secure->async_read_some(buffer, counted);
    } else {
      s.socket.async_read_some(buffer, counted);
    }
  });
  return s.trouble.empty() ? got : 0;
}

const std::string& wire::trouble() const { return state_->trouble; }

}  // namespace tenure::dovecot
