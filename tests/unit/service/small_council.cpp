#include "tests/unit/service/small_council.hpp"

#include "tests/support/run.hpp"

#include <fstream>
#include <iostream>
#include <stdexcept>

namespace tenure::service {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

const fs::path project = TENURE_SOURCE_DIR;

server_config config_in(const fs::path& folder) {
  server_config out;
  out.file = folder / "tenure.yaml";
  out.store = "sqlite://" + (folder / "tenure.db").string();
  out.policy_pack = project / "config/policies/cambridgeshire";
  out.workflows = project / "workflows";
  out.socket = folder / "tenure.sock";
  out.trail = {folder / "trail", folder / "keys/trail.key"};
  out.archive = {folder / "archive", folder / "keys/archive.key"};
  out.hr_mapping = project / "config/hr-lists.yaml";
  out.connectors.push_back({"memory", "{}\n", 1});
  return out;
}

}  // namespace

small_council::small_council(council_options how)
    : config_(config_in(folder.path())), demonstration_(how.demonstration) {
  config_.roles = std::move(how.roles);
  if (!how.policy_pack.empty()) config_.policy_pack = std::move(how.policy_pack);
  if (how.smtp_port != 0) {
    auto port = std::to_string(how.smtp_port);
    config_.connectors.push_back({"smtp", "host: 127.0.0.1\nport: " + port + "\nsecurity: none\n"
                                          "from: tenure@example.org\n", 2});
  }
  fs::create_directory(folder / "keys");
  fs::create_directory(folder / "archive");
  fs::permissions(folder / "archive", fs::perms::owner_all);
  std::ofstream(config_.archive.key_file) << std::string(64, '7') << '\n';
  fs::permissions(config_.archive.key_file, fs::perms::owner_read | fs::perms::owner_write);
  auto made = application::open(
      {.config = config_, .create = true, .demonstration = demonstration_});
  if (!made) throw std::runtime_error(made.error().text());
  made->reset();
  open();
}

result<std::unique_ptr<application>> small_council::try_open(bool check_trail) {
  return application::open({.config = config_, .check_trail = check_trail});
}

void small_council::open() {
  auto opened = try_open();
  if (!opened) throw std::runtime_error(opened.error().text());
  app = std::move(*opened);
  auto people = std::make_unique<memory::people_book>();
  directory = people.get();
  app->authenticates = std::move(people);
  app->routes.log_incidents_with([](const http::request& asked, std::string_view what) {
    std::cerr << asked.method << " " << asked.path << ": " << what << '\n';
    return std::string("1");
  });
  app->start();
}

void small_council::close() {
  if (!app) return;
  app->stop();
  auto published = app->publish();
  app.reset();
  if (!published) throw std::runtime_error(published.error().text());
}

http::response small_council::ask(std::string method, std::string path, std::string body,
                                  std::string as, attributes query, std::string token,
                                  std::int64_t uid) {
  http::request what;
  what.method = std::move(method);
  what.path = std::move(path);
  what.body = std::move(body);
  what.query = std::move(query);
  what.as = as.empty() && demonstration_ && token.empty() ? "ann" : std::move(as);
  what.token = std::move(token);
  what.uid = uid;
  what.by = {"sam", "none", "operating system user " + std::to_string(uid)};
  auto answer = app->routes.handle(std::move(what));
  auto settled = app->engine->wait_until_settled();
  if (!settled) throw std::runtime_error(settled.error().text());
  return answer;
}

namespace {

json::object good(const std::string& what, const http::response& answer) {
  if (answer.status >= 300) {
    throw std::runtime_error(what + ": " + std::to_string(answer.status) + " " + answer.body);
  }
  return json::parse(answer.body).as_object();
}

}  // namespace

json::object small_council::get(const std::string& path, attributes query) {
  return good(path, ask("GET", path, "", "", std::move(query)));
}

json::object small_council::post(const std::string& path, const std::string& body,
                                 const std::string& as) {
  return good(path, ask("POST", path, body, as));
}

void small_council::make_lists() {
  support::run_or_throw({(project / "config/sample/make").string(), (folder / "lists").string(),
                         "--today", "07/01/2030"});
  post("/v1/clock", R"({"set":"2030-01-07T09:00:00Z"})");
}

json::object small_council::apply(const std::string& kind) {
  auto shown = post("/v1/hr/previews", body({{"kind", kind}, {"path", list(kind + ".csv")}}));
  post("/v1/hr/lists", body({{"digest", shown.at("digest").as_string()}}));
  return shown;
}

json::array small_council::in_use() {
  auto all = get("/v1/accounts", {{"limit", "1000"}, {"state", "employed.presence.active"}});
  return all.at("accounts").as_array();
}

std::string path_of(const json::object& account) {
  return "/v1/accounts/" + std::string(account.at("id").as_string());
}

std::string body(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  json::object out;
  for (const auto& [name, value] : members) out[name] = value;
  return json::serialize(out);
}

std::string code_of(const http::response& answer) {
  if (answer.status < 300) return "";
  return std::string(json::parse(answer.body).at("code").as_string());
}

}  // namespace tenure::service
