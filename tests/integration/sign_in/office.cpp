#include "tests/integration/sign_in/office.hpp"

#include "tests/support/files.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;

std::string person(const std::string& login, const std::string& number) {
  auto ldif = support::person_ldif(login, login, "Person", "employeeNumber: " + number + "\n");
  const std::string given = "userPassword: pw";
  return ldif.replace(ldif.find(given), given.size(),
                      std::string("userPassword: ") + office::password) + "\n";
}

std::string group(const std::string& name, const std::vector<std::string>& logins) {
  std::string out = "dn: cn=" + name + ",dc=example,dc=org\nobjectClass: groupOfNames\ncn: " +
                    name + "\n";
  for (const auto& login : logins) {
    out += "member: uid=" + login + ",ou=people,dc=example,dc=org\n";
  }
  return out + "\n";
}

}  // namespace

support::service_options office::real() {
  return {.demonstration = false,
          .more_config = "socketGroup: daemon\n"
                         "roles:\n"
                         "  hrOfficer: {groups: ['cn=hr,dc=example,dc=org']}\n"
                         "  dpo: {hrNumbers: [901]}\n"
                         "  auditor: {groups: ['CN=Audit, DC=example, DC=org']}\n"};
}

office::office(support::service_options how) : service(directory, mail, sink, std::move(how)) {
  directory.add(person("helen", "900") + person("hugo", "904") + person("dora", "901") +
                person("abe", "902") + group("hr", {"helen", "hugo"}) + group("audit", {"abe"}));
}

fs::path office::home(const std::string& login) const {
  auto out = service.folder() / ("login-" + login);
  fs::create_directories(out);
  fs::permissions(out, fs::perms::owner_all);
  return out;
}

support::command_result office::as(const std::string& login, std::vector<std::string> words) {
  return support::run(service.command(words), {.input = {},
                                               .environment = {{"XDG_RUNTIME_DIR", home(login)}},
                                               .bound = std::chrono::minutes(2)});
}

support::command_result office::sign_in(const std::string& login, const std::string& with) {
  return support::run(service.command({"sign-in", login, "--password-fd", "0"}),
                      {.input = with + "\n",
                       .environment = {{"XDG_RUNTIME_DIR", home(login)}},
                       .bound = std::chrono::minutes(2)});
}

void office::change(const std::string& login, const std::string& ldif_changes) {
  directory.modify("dn: uid=" + login + "," + directory.people() + "\nchangetype: modify\n" +
                   ldif_changes);
}

fs::path office::token_file(const std::string& login) const {
  for (const auto& each : fs::directory_iterator(home(login) / "tenure")) return each.path();
  throw std::runtime_error(login + " has no session");
}

std::string office::token(const std::string& login) const {
  return support::read_file(token_file(login));
}

}  // namespace tenure::test
