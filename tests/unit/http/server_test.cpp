// A real server on a real socket, asked by our client and by raw bytes.
#include "engine/http/server.hpp"

#include "engine/http/client.hpp"
#include "engine/http/target.hpp"
#include "tests/unit/http/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>
#include <latch>

namespace tenure::http {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

TEST_F(a_served_router, answers_over_its_socket) {
  routes.add("POST", "/v1/echo/{what}",
             [](const request& r) {
               auto out = json_response(201, r.path_parameters.at("what") + "|" +
                                                 r.query.at("q") + "|" + r.body + "|" + r.as);
               out.content_type = "text/plain";
               return out;
             },
             "Echo");
  start();
  request asked;
  asked.method = "POST";
  asked.path = path_of({"v1", "echo", "a/b"});
  asked.query = {{"q", "x&y"}};
  asked.body = "{\n}";
  asked.as = "alice";
  auto answer = ask(asked);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.content_type, "text/plain");
  EXPECT_EQ(answer.body, "a/b|x&y|{\n}|alice");
}

TEST_F(a_served_router, knows_who_asks) {
  routes.add("GET", "/who", [](const request& r) {
    return json_response(200, json_text(r.by.capacity + ", " + r.by.proof));
  }, "");
  start();
  EXPECT_EQ(get("/who").body, "\"none, operating system user " + std::to_string(::geteuid()) +'"');
}

TEST_F(a_served_router, passes_the_routers_own_answers_on) {
  routes.add("GET", "/boom", [](const request&) -> result<response> {
    throw std::runtime_error("inner secret");
  }, "");
  start();
  EXPECT_EQ(get("/nothing").status, 404);
  auto incident = get("/boom");
  EXPECT_EQ(incident.status, 500);
  EXPECT_EQ(incident.body.find("inner secret"), std::string::npos);
  EXPECT_EQ(get("/v1/%zz").status, 400);
}

TEST_F(a_served_router, gives_json_through_byte_by_byte) {
  const std::string body = R"({"n":1.50,"text":"\"body\":}","list":[1,2]})";
  routes.add("GET", "/json", [&](const request&) { return json_response(200, body); }, "");
  start();
  EXPECT_EQ(get("/json").body, body);
}

TEST_F(a_served_router, serves_many_at_once) {
  constexpr int clients = 8, each = 25;
  std::atomic<int> served = 0;
  routes.add("GET", "/n/{n}", [&](const request& r) {
    ++served;
    return json_response(200, r.path_parameters.at("n"));
  }, "");
  start();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] {
      for (int i = 0; i < each; ++i) {
        auto n = std::to_string(c * each + i);
        if (get("/n/" + n).body == n) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, clients * each);
  EXPECT_EQ(served, clients * each);
}

TEST_F(a_served_router, does_not_let_a_busy_handler_hold_up_the_others) {
  std::latch entered(1), released(1);
  routes.add("GET", "/slow", [&](const request&) {
    entered.count_down();
    released.wait();
    return json_response(200, "1");
  }, "");
  routes.add("GET", "/quick", [](const request&) { return json_response(200, "2"); }, "");
  start();
  std::thread slow([&] { EXPECT_EQ(get("/slow").body, "1"); });
  entered.wait();
  EXPECT_EQ(get("/quick").body, "2");
  released.count_down();
  slow.join();
}

TEST_F(a_served_router, streams_progress) {
  // The handler waits until each line reached the client, so none may be merged with the next.
  std::atomic<int> heard = 0;
  routes.add("POST", "/long", [&](const request& r) {
    for (int i = 1; i <= 3; ++i) {
      r.report({i, 3, "r\xC3\xA9""conciling"});
      EXPECT_TRUE(becomes_true([&] { return heard >= i; }));
    }
    return json_response(200, R"({"done":true})");
  }, "");
  start();
  std::vector<std::string> lines;
  request asked;
  asked.method = "POST";
  asked.path = "/long";
  asked.report = [&](const progress& p) {
    lines.push_back(p.what + " " + std::to_string(p.done) + "/" + std::to_string(p.total));
    ++heard;
  };
  auto answer = ask(asked);
  EXPECT_EQ(answer.body, R"({"done":true})");
  EXPECT_THAT(lines, testing::ElementsAre("r\xC3\xA9""conciling 1/3", "r\xC3\xA9""conciling 2/3",
                                          "r\xC3\xA9""conciling 3/3"));
}

TEST_F(a_served_router, shows_a_sign_of_life_while_a_handler_is_quiet) {
  std::atomic<int> heard = 0;
  options.heartbeat = 5ms;
  routes.add("GET", "/quiet", [&](const request&) {
    EXPECT_TRUE(becomes_true([&] { return heard >= 3; }));
    return json_response(200, "1");
  }, "");
  start();
  request asked;
  asked.method = "GET";
  asked.path = "/quiet";
  asked.report = [&](const progress&) { ++heard; };
  EXPECT_EQ(ask(asked).body, "1");
}

TEST_F(a_served_router, answers_plainly_when_not_asked_to_stream) {
  routes.add("GET", "/one", [](const request& r) {
    r.report({1, 2, "x"});
    return json_response(200, "{\"a\":1}");
  }, "");
  start();
  auto raw = exchange_bytes("GET /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(raw, HasSubstr("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(raw, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(raw, HasSubstr("\r\n\r\n{\"a\":1}"));
}

TEST_F(a_served_router, answers_requests_of_one_connection_in_order) {
  routes.add("GET", "/n/{n}",
             [](const request& r) {
               return json_response(200, "<" + r.path_parameters.at("n") + ">");
             },
             "");
  start();
  auto raw = exchange_bytes(
      "GET /n/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /n/2 HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /n/3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  auto first = raw.find("<1>"), second = raw.find("<2>"), third = raw.find("<3>");
  ASSERT_NE(third, std::string::npos) << raw;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST_F(a_served_router, refuses_peers_that_are_not_on_its_list) {
  bool handled = false;
  routes.add("GET", "/secret", [&](const request&) {
    handled = true;
    return json_response(200, "{}");
  }, "");
  options.users = {::geteuid() + 1};
  start();
  auto answer = get("/secret");
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("request.peer.denied"));
  EXPECT_FALSE(handled);
}

TEST_F(a_served_router, serves_the_members_of_its_group) {
  routes.add("GET", "/x", [](const request&) { return json_response(200, "1"); }, "");
  options.users = {::geteuid() + 1};
  options.group = ::getegid();
  start();
  EXPECT_EQ(get("/x").status, 200);
  struct stat file{};
  ASSERT_EQ(::stat(options.socket.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0660U);
}

TEST_F(a_served_router, refuses_what_is_too_large) {
  routes.add("POST", "/x", [](const request& r) {
    return json_response(200, std::to_string(r.body.size()));
  }, "");
  options.body_bytes_max = 1024 * 1024;
  start();
  request asked;
  asked.method = "POST";
  asked.path = "/x";
  asked.body = std::string(1024 * 1024, 'x');
  EXPECT_EQ(ask(asked).body, "1048576");
  asked.body = std::string(8 * 1024 * 1024, 'x');
  EXPECT_EQ(ask(asked).status, 413);
  auto raw = exchange_bytes("GET /x HTTP/1.1\r\nX: " + std::string(100'000, 'h') + "\r\n\r\n");
  EXPECT_THAT(raw, HasSubstr("HTTP/1.1 431 "));
  raw = exchange_bytes("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
                       std::string(0x200000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_THAT(raw, HasSubstr("HTTP/1.1 413 "));
}

TEST_F(a_served_router, refuses_what_is_no_request) {
  start();
  for (const char* bytes : {"hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n\r\n",
                            "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET /\r\n\r\n"}) {
    EXPECT_THAT(exchange_bytes(bytes), HasSubstr("HTTP/1.1 400 ")) << bytes;
  }
}

TEST_F(a_served_router, lets_go_of_slow_clients) {
  bool handled = false;
  routes.add("POST", "/x", [&](const request&) {
    handled = true;
    return json_response(200, "{}");
  }, "");
  options.header_within = 50ms;
  options.body_within = 50ms;
  start();
  // Neither sends the rest, and the socket stays open on our side: only the bound can end it.
  EXPECT_EQ(exchange_bytes("POST /x HTTP/1.1\r\nHo", keep_open), "");
  EXPECT_EQ(exchange_bytes("POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf", keep_open), "");
  EXPECT_EQ(exchange_bytes("", keep_open), "");
  EXPECT_FALSE(handled);
}

TEST_F(a_served_router, bounds_how_many_connect) {
  options.connections_max = 1;
  routes.add("GET", "/x", [](const request&) { return json_response(200, "1"); }, "");
  start();
  int held = connect_raw();
  ASSERT_EQ(::send(held, "G", 1, MSG_NOSIGNAL), 1);
  client second({options.socket});
  request asked;
  asked.method = "GET";
  asked.path = "/x";
  auto refused = second.send(asked);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "client.service.lost");
  ::close(held);
  EXPECT_TRUE(becomes_true([&] { return second.send(asked).has_value(); }));
}

TEST_F(a_served_router, tells_the_handler_that_the_client_went) {
  std::atomic<bool> entered = false, noticed = false;
  routes.add("GET", "/long", [&](const request& r) {
    entered = true;
    noticed = becomes_true([&] { return r.cancelled(); });
    return json_response(200, "{}");
  }, "");
  start();
  int peer = connect_raw();
  const std::string bytes = "GET /long HTTP/1.1\r\nHost: x\r\n\r\n";
  ASSERT_EQ(::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL), ssize_t(bytes.size()));
  ASSERT_TRUE(becomes_true([&] { return entered.load(); }));
  ::close(peer);
  EXPECT_TRUE(becomes_true([&] { return noticed.load(); }));
}

TEST_F(a_served_router, finishes_what_it_began_when_it_stops) {
  std::latch entered(1), released(1);
  routes.add("GET", "/slow", [&](const request&) {
    entered.count_down();
    released.wait();
    return json_response(200, "\"finished\"");
  }, "");
  start();
  int idle = connect_raw();
  std::thread slow([&] { EXPECT_EQ(get("/slow").body, "\"finished\""); });
  entered.wait();
  std::thread stopping([&] { service->stop(); });
  EXPECT_TRUE(becomes_true([&] { return !std::filesystem::exists(options.socket); }));
  char byte = 0;
  EXPECT_EQ(::recv(idle, &byte, 1, 0), 0);  // the idle connection ends while the busy one works
  released.count_down();
  slow.join();
  stopping.join();
  ::close(idle);
}

TEST_F(a_served_router, leaves_a_handler_that_does_not_end_in_time) {
  std::latch entered(1);
  std::atomic<bool> told = false;
  routes.add("GET", "/stuck", [&](const request& r) {
    entered.count_down();
    told = becomes_true([&] { return r.cancelled(); });
    return json_response(200, "{}");
  }, "");
  options.stop_within = 20ms;
  start();
  std::thread asking([&] {
    auto answer = client({options.socket}).send(make_get("/stuck"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "client.service.lost");
  });
  entered.wait();
  service.reset();
  asking.join();
  workers.finish();
  EXPECT_TRUE(told);
}

TEST_F(a_served_router, answers_503_when_its_workers_are_gone) {
  routes.add("GET", "/x", [](const request&) { return json_response(200, "1"); }, "");
  run = [](const std::function<void()>&) {};
  start();
  EXPECT_EQ(get("/x").status, 503);
  service.reset();
  run = [](const std::function<void()>&) { throw std::runtime_error("pool closed"); };
  start();
  EXPECT_EQ(get("/x").status, 503);
}

TEST_F(a_served_router, replaces_a_socket_that_nobody_listens_on) {
  routes.add("GET", "/x", [](const request&) { return json_response(200, "1"); }, "");
  sockaddr_un address = raw_address();
  int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(dead);
  ASSERT_TRUE(std::filesystem::exists(options.socket));
  start();
  EXPECT_EQ(get("/x").status, 200);
  struct stat file{};
  ASSERT_EQ(::stat(options.socket.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(a_served_router, keeps_off_a_socket_that_is_in_use) {
  start();
  auto second = server::start(options, routes, run);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "server.socket.busy");
  EXPECT_EQ(get("/nothing").status, 404) << "the first still serves";
}

TEST_F(a_served_router, keeps_off_files_and_impossible_paths) {
  std::ofstream(options.socket) << "precious";
  EXPECT_EQ(server::start(options, routes, run).error().code, "server.socket.denied");
  EXPECT_EQ(std::filesystem::file_size(options.socket), 8U);
  for (const auto& path : {folder / "missing" / "socket", folder / std::string(120, 'x'),
                           std::filesystem::path()}) {
    options.socket = path;
    EXPECT_EQ(server::start(options, routes, run).error().code, "server.socket.denied") << path;
  }
}

TEST_F(a_served_router, is_not_found_when_it_does_not_run) {
  auto refused = client({options.socket}).send(make_get("/x"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "client.service.not_found");
  start();
  service->stop();
  EXPECT_FALSE(std::filesystem::exists(options.socket));
  EXPECT_EQ(client({options.socket}).send(make_get("/x")).error().code, "client.service.not_found");
}

// Something listens, but it is no service: it takes the connection and says nothing, or nonsense.
TEST_F(a_served_router, is_given_up_when_it_falls_silent_or_talks_nonsense) {
  auto address = raw_address();
  int other = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(other, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(other, 8), 0);
  auto silent = client({options.socket, 60'000ms, 50ms}).send(make_get("/x"));
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, "client.service.lost");
  EXPECT_THAT(silent.error().message, HasSubstr("silent"));
  ::close(::accept(other, nullptr, nullptr));

  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n";
  for (const std::string& said : {std::string("220 mail.example.org ESMTP\r\n"),
                                  head + "Content-Length: 3\r\n\r\n{}\n",
                                  head + "Content-Length: 6\r\n\r\n{\"status",
                                  head + "Content-Length: 0\r\n\r\n",
                                  head + "Content-Length: 13\r\n\r\n{\"status\":1}\n"}) {
    std::thread talking([&] {
      int peer = ::accept(other, nullptr, nullptr);
      char byte[512];
      EXPECT_GT(::recv(peer, byte, sizeof byte, 0), 0);
      EXPECT_EQ(::send(peer, said.data(), said.size(), MSG_NOSIGNAL), ssize_t(said.size()));
      ::close(peer);
    });
    auto answer = client({options.socket}).send(make_get("/x"));
    talking.join();
    ASSERT_FALSE(answer) << said;
    EXPECT_THAT(answer.error().code,
                testing::AnyOf("client.service.lost", "client.answer.invalid")) << said;
  }
  ::close(other);
}

}  // namespace
}  // namespace tenure::http
