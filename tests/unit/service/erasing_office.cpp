#include "tests/unit/service/erasing_office.hpp"

namespace tenure::service {

namespace json = boost::json;

erasing_office::erasing_office() {
  write([](flow::line& on) {
    on.in.people().save({.id = {"1"}, .given_name = "Jane", .surname = "Smith", .unit = "U1",
                         .manager = {"3"}, .contact = "js@home.example", .on_staff = false});
    on.in.people().save({.id = {"900"}, .given_name = "Dora", .surname = "Prior"});
    account of{.id = jane, .person = {"1"}, .workflow = "account", .state = "ended",
               .context = {{"deletedAt", "2024-01-01T00:00:00Z"}, {"archiveDigest", "d"},
                           {"certificate", "c"}, {"leavingReason", "moved to Leeds"}}};
    of.login = "jane.smith", of.address = "jane.smith@example.org";
    of.aliases = {"jane.jones2@example.org"}, of.display_name = "Jane Smith";
    on.in.accounts().save(of);
    on.in.addresses().claim({of.address, of.address, 0, jane});
    for (const char* event : {"leaver.notified", "account.suspended"}) {
      on.in.journal().append({.at = on.now, .account = jane, .cause = {}, .event = event,
                              .from = "a", .to = "b", .by = {"3", "hr", "test"}, .rules = {},
                              .facts = {{"case", matter.text()}},
                              .personal = {{"person", "1"}, {"address", of.address},
                                           {"reason", "Smith asked"}}});
    }
  });
}

void erasing_office::write(const std::function<void(flow::line&)>& what) {
  council.app->engine->run([&](flow::line& on) {
    what(on);
    return true;
  });
}

account erasing_office::load() {
  account out;
  write([&](flow::line& on) { out = on.in.accounts().load(jane).value(); });
  return out;
}

std::int64_t erasing_office::values_left() {
  std::int64_t out = 0;
  write([&](flow::line& on) {
    for (auto index : on.in.journal().of_account(jane)) {
      out += static_cast<std::int64_t>(on.in.journal().personal(index).size());
    }
  });
  return out;
}

std::string erasing_office::digest() {
  return std::string(json::parse(preview().body).at("digest").as_string());
}

http::response erasing_office::erase(const std::string& by, const std::string& of_digest,
                                     const std::string& why) {
  return council.ask("POST", path, body({{"digest", of_digest}, {"reason", why}}), by);
}

case_file erasing_office::case_about_jane() {
  case_file out{.id = matter, .workflow = "disclosure", .subject = jane, .requester = {"3"},
                .state = "closed", .context = {{"recipient", "4"}, {"why", "Smith v. Council"}}};
  out.closed = true;
  return out;
}

}  // namespace tenure::service
