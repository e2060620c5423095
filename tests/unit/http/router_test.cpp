#include "engine/http/router.hpp"

#include "engine/http/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

handler answering(std::string body) {
  return [body](const request&) { return json_response(200, body); };
}

request ask(std::string method, std::string path) {
  request out;
  out.method = std::move(method);
  out.path = std::move(path);
  return out;
}

class a_router : public testing::Test {
 protected:
  a_router() {
    routes.add("GET", "/v1/accounts", answering("list"), "List");
    routes.add("GET", "/v1/accounts/{account}",
               [](const request& r) {
                 return json_response(200, r.path_parameters.at("account"));
               },
               "Show");
    routes.add("GET", "/v1/accounts/count", answering("count"), "Count");
    routes.add("POST", "/v1/accounts/{account}/events", answering("event"), "Event");
  }
  router routes;
};

struct table_row {
  std::string method, path;
  int status;
  std::string body;  // a part of it
};

TEST_F(a_router, finds_its_routes_and_refuses_the_rest) {
  const table_row table[] = {
      {"GET", "/v1/accounts", 200, "list"},
      {"GET", "/v1/accounts/a%40example.org", 200, "a@example.org"},
      {"GET", "/v1/accounts/a%2Fb", 200, "a/b"},
      {"GET", "/v1/accounts/count", 200, "count"},
      {"POST", "/v1/accounts/7/events", 200, "event"},
      {"GET", "/v1/accounts/", 404, "request.path.not_found"},
      {"GET", "/v1/accounts//events", 404, "request.path.not_found"},
      {"POST", "/v1/accounts//events", 404, "request.path.not_found"},
      {"GET", "/v1/account", 404, "request.path.not_found"},
      {"GET", "/", 404, "request.path.not_found"},
      {"GET", "/V1/accounts", 404, "request.path.not_found"},
      {"GET", "/v1/accounts/7/events/8", 404, "request.path.not_found"},
      {"GET", "/v1/accounts/../accounts", 404, "request.path.not_found"},
      {"DELETE", "/v1/accounts", 405, "Possible: GET."},
      {"get", "/v1/accounts", 405, "Possible: GET."},
      {"GET", "/v1/accounts/7/events", 405, "Possible: POST."},
      {"GET", "", 400, "request.target.malformed"},
      {"GET", "v1/accounts", 400, "request.target.malformed"},
      {"GET", "/v1/accounts/%", 400, "request.target.malformed"},
      {"GET", "/v1/accounts/%zz", 400, "request.target.malformed"},
      {"GET", "/v1/accounts/a%00b", 400, "request.target.malformed"},
      {"GET", "/v1/accounts/a%0D%0Ab", 400, "request.target.malformed"},
  };
  for (const auto& row : table) {
    SCOPED_TRACE(row.method + " " + row.path);
    auto answer = routes.handle(ask(row.method, row.path));
    EXPECT_EQ(answer.status, row.status);
    EXPECT_THAT(answer.body, HasSubstr(row.body));
  }
}

TEST_F(a_router, says_what_is_allowed) {
  auto answer = routes.handle(ask("PUT", "/v1/accounts/count"));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.at("Allow"), "GET");
}

TEST_F(a_router, does_not_take_a_route_twice) {
  EXPECT_THROW(routes.add("GET", "/v1/accounts", answering(""), ""), std::logic_error);
  EXPECT_THROW(routes.add("GET", "v1/accounts", answering(""), ""), std::logic_error);
}

TEST_F(a_router, turns_a_refusal_into_a_problem) {
  routes.add("POST", "/v1/holds",
             [](const request&) -> result<response> {
               return refusal{"hold.exists", "There is one.", "account 7", "WYO-III.H", "Lift it."};
             },
             "Place");
  auto answer = routes.handle(ask("POST", "/v1/holds"));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.content_type, "application/problem+json");
  EXPECT_EQ(answer.body,
            R"({"code":"hold.exists","message":"There is one.","place":"account 7",)"
            R"("rule":"WYO-III.H","wayOut":"Lift it."})");
}

TEST_F(a_router, keeps_what_was_thrown_to_itself) {
  std::string logged;
  routes.log_incidents_with([&](const request& r, std::string_view what) {
    logged = r.path + ": " + std::string(what);
    return std::string("i-42");
  });
  routes.add("GET", "/boom", [](const request&) -> result<response> {
    throw std::runtime_error("password=hunter2");
  }, "");
  routes.add("GET", "/odd", [](const request&) -> result<response> { throw 7; }, "");
  auto answer = routes.handle(ask("GET", "/boom"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("i-42"));
  EXPECT_THAT(answer.body, Not(HasSubstr("hunter2")));
  EXPECT_EQ(logged, "/boom: password=hunter2");
  EXPECT_EQ(routes.handle(ask("GET", "/odd")).status, 500);
}

TEST_F(a_router, answers_503_when_the_environment_is_lost) {
  routes.add("GET", "/lost", [](const request&) -> result<response> {
    throw environment_lost("disk I/O error at /secret/place");
  }, "");
  auto answer = routes.handle(ask("GET", "/lost"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("environment.lost"));
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST_F(a_router, admits_before_it_handles) {
  routes.admit_with([](request& r) -> result<void> {
    if (r.as == "mallory") return refusal{"actor.denied", "Not you.", "", "", ""};
    r.by.who = r.as;
    return {};
  });
  routes.add("GET", "/who", [](const request& r) { return json_response(200, r.by.who); }, "");
  auto asked = ask("GET", "/who");
  asked.as = "alice";
  EXPECT_EQ(routes.handle(asked).body, "alice");
  asked.as = "mallory";
  EXPECT_EQ(routes.handle(asked).status, 403);
}

TEST(status_of_a_refusal, follows_the_words_of_its_code) {
  const std::pair<const char*, int> table[] = {
      {"account.not_found", 404},   {"hold.unknown", 404},      {"list.changed", 409},
      {"brake.release.denied", 403}, {"list.held", 423},        {"store.environment", 503},
      {"environment.lost", 503},    {"instant.malformed", 400}, {"hr.row.surname_missing", 422},
      {"list_changed", 409},        {"list.unchanged", 422},    {"upheld.thing", 422},
      {"", 422},                    {"...", 422},               {"not_found", 404},
  };
  for (const auto& [code, status] : table) {
    EXPECT_EQ(status_of({code, "", "", "", ""}), status) << code;
  }
}

TEST(json_text, keeps_only_utf8) {
  EXPECT_EQ(json_text("Zo\xC3\xAB \"\n"), "\"Zo\xC3\xAB \\\"\\n\"");
  for (std::string_view bad : {"\xC3", "\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                               "\xE0\x80\x80", "\x80"}) {
    EXPECT_THAT(json_text(bad), HasSubstr("\xEF\xBF\xBD"));
    EXPECT_THAT(json_text(bad), Not(HasSubstr(std::string(bad))));
  }
}

TEST(target, is_read_as_it_was_written) {
  request out;
  out.path = path_of({"v1", "accounts", "a/b c%@\xC3\xAB"});
  out.query = {{"state", "leaving&x=1"}, {"limit", "10"}};
  request back;
  ASSERT_TRUE(read_target(target_of(out), back));
  EXPECT_EQ(back.path, out.path);
  EXPECT_EQ(back.query, out.query);
  EXPECT_EQ(split_path(back.path).value().back(), "a/b c%@\xC3\xAB");
}

TEST(target, is_refused) {
  for (std::string_view bad :
       {"", "*", "example.org:80", "http://example.org/", "/a?x=1&x=2", "/a?x=%", "/a?x=%00",
        "/a?x%0A=1", "/%zz", "/a b", "/a#b", "/\xC3\xAB", "/a\\b"}) {
    request to;
    auto read = read_target(bad, to);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code, "request.target.malformed");
  }
}

}  // namespace
}  // namespace tenure::http
