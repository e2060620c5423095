#include "tests/unit/service/notice_office.hpp"

#include <stdexcept>

namespace tenure::service {

namespace json = boost::json;

notice_office::notice_office() {
  council.ask("POST", "/v1/clock", R"({"set":"2030-01-07T12:00:00Z"})");
  write([&](flow::line& on) {
    const std::pair<const char*, const char*> people[] = {
        {"1", "Jane Smith"}, {"2", "Ada Holt"}, {"3", "Tom Baker"}, {"5", "Hal Desk"},
        {"6", "Una Audit"},  {"7", "Max Mail"}};
    for (const auto& [id, name] : people) {
      std::string given(name, 3), surname(name + 4), login(given + "." + surname);
      for (char& c : login) c = c < 'a' && c != '.' ? static_cast<char>(c | 0x20) : c;
      on.in.people().save({.id = {id}, .given_name = given, .surname = surname, .unit = "U1",
                           .manager = {"2"}, .contact = {}});
      account of{.id = {{0, id[0] == '1' ? 9u : 100u + static_cast<unsigned>(id[0])}},
                 .person = {id}, .workflow = "account",
                 .state = "employed.presence.active,employed.employment.staying"};
      of.login = login, of.address = login + "@example.org", of.display_name = name;
      on.in.accounts().save(of);
    }
  });
}

void notice_office::write(const std::function<void(flow::line&)>& what) {
  council.app->engine->run([&](flow::line& on) {
    what(on);
    return true;
  });
}

std::string notice_office::send(const std::string& name, const std::string& to, attributes more) {
  effect what{.id = {{7, ++sent_}}, .account = jane, .verb = "notify", .invoke = {},
              .input = std::move(more)};
  what.input["template"] = name;
  what.input["to"] = to;
  write([&](flow::line& on) {
    what.created = what.not_before = on.now;
    on.in.outbox().add(what);
  });
  auto settled = council.app->engine->wait_until_settled();
  if (!settled) throw std::runtime_error(settled.error().text());
  return what.id.text();
}

http::response notice_office::resend(const std::string& which, const std::string& by,
                                     const std::string& reason) {
  return council.ask("POST", "/v1/notices/" + which + "/resend", body({{"reason", reason}}), by);
}

json::array notice_office::list(attributes query) {
  return council.get("/v1/notices", std::move(query)).at("notices").as_array();
}

void notice_office::set_contact(const std::string& address) {
  write([&](flow::line& on) {
    auto who = on.in.people().load({"1"}).value();
    who.contact = address;
    on.in.people().save(who);
  });
}

void notice_office::set_manager(const std::string& manager) {
  write([&](flow::line& on) {
    auto who = on.in.people().load({"1"}).value();
    who.manager = {manager};
    on.in.people().save(who);
  });
}

std::string said(const json::object& of, std::string_view name) {
  const auto* value = of.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : "";
}

}  // namespace tenure::service
