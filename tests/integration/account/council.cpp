#include "tests/integration/account/council.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

using support::run;
using support::run_or_throw;
using support::size_at;
using support::text_at;

constexpr const char* joiners_header =
    "Employee No,First Name,Surname,Person Type,Job Title,Unit Code,Line Manager,Personal Email,"
    "Start Date,Leaving Date\r\n";

// RFC 2047 by Python: subjects with other than ASCII letters come encoded.
std::string decoded(const std::string& subject) {
  return run_or_throw({"/usr/bin/python3", "-c",
                       "import email.header as h, sys; "
                       "print(h.make_header(h.decode_header(sys.argv[1])), end='')",
                       subject}).out;
}

}  // namespace

council::council() {
  service.start();
  const auto now = text_at(service.ask({"clock", "show"}), "/now");
  today_ = add(parse_date(now.substr(0, 10)).value(), {.days = 1});
  advance_to(to_text(today_) + "T09:00:00Z");
}

std::string council::day(int days) const {
  const auto text = to_text(add(today_, {.days = days}));
  return text.substr(8, 2) + "/" + text.substr(5, 2) + "/" + text.substr(0, 4);
}

std::string council::join(const std::string& hr_id, const std::string& given_name,
                          const std::string& surname, const std::string& type,
                          const std::string& manager) {
  service.apply("joiners", joiners_header + hr_id + "," + given_name + "," + surname + "," + type +
                               ",Clerk,FIN," + manager + "," + hr_id + "@home.example," +
                               day(-1) + ",\r\n");
  settle();
  return text_at(show(hr_id), "/login");
}

void council::leave(const std::string& hr_id, int days, const std::string& reason) {
  service.apply("leavers", "Employee No,Leaving Date,Reason\r\n" + hr_id + "," + day(days) + "," +
                               reason + "\r\n");
  settle();
}

void council::finish_task(const std::string& account, const std::string& kind,
                          const std::string& by) {
  const auto shown = show(account);
  for (std::size_t i = 0; i < size_at(shown, "/tasks"); ++i) {
    const auto at = "/tasks/" + std::to_string(i);
    if (text_at(shown, at + "/kind") != kind) {
      continue;
    }
    service.ask({"--as", by, "task", "done", text_at(shown, at + "/id")});
    settle();
    return;
  }
  throw std::runtime_error("no task " + kind + ": " + shown);
}

std::string council::show(const std::string& account) {
  return service.ask({"account", "show", account});
}

bool council::has_task(const std::string& account, const std::string& kind) {
  return show(account).find("\"kind\":\"" + kind + "\"") != std::string::npos;
}

std::string council::attribute(const std::string& login, const std::string& name) {
  const auto entry = directory.search("(uid=" + login + ")", {name});
  if (entry.empty()) {
    throw std::runtime_error("no entry of " + login);
  }
  const auto at = entry.find("\n" + name + ": ");
  if (at == std::string::npos) {
    return "";
  }
  const auto begin = at + name.size() + 3;
  return entry.substr(begin, entry.find('\n', begin) - begin);
}

bool council::has_entry(const std::string& login) {
  return !directory.search("(uid=" + login + ")", {"uid"}).empty();
}

bool council::closed_in_directory(const std::string& login) {
  return attribute(login, "tenureAccountStatus") == "disabled" &&
         attribute(login, "tenureHidden") == "TRUE" &&
         attribute(login, "tenureDelivery") == "refused";
}

bool council::open_in_directory(const std::string& login) {
  return attribute(login, "tenureAccountStatus") == "active" &&
         attribute(login, "tenureHidden") != "TRUE" &&
         attribute(login, "tenureDelivery") != "refused";
}

void council::set_password(const std::string& login) {
  directory.modify("dn: uid=" + login + "," + directory.people() +
                   "\nchangetype: modify\nreplace: userPassword\nuserPassword: pw\n");
}

bool council::may_sign_in(const std::string& login) {
  const auto url = "imap://127.0.0.1:" + std::to_string(mail.ports().imap) + "/";
  const auto tried = run({"curl", "--silent", "--show-error", "--user", login + ":pw", url});
  if (tried.exit != 0 && tried.exit != 67) {  // CURLE_LOGIN_DENIED
    throw std::runtime_error("curl: " + tried.err);
  }
  return tried.exit == 0;
}

std::string council::rights_on_inbox(const std::string& login) {
  return run_or_throw({"doveadm", "-c", mail.folder() / "dovecot.conf", "acl", "get", "-u", login,
                       "INBOX"}).out;
}

std::string council::deliver(const std::string& address, int megabytes) {
  auto said = run_or_throw({TENURE_SOURCE_DIR "/tests/support/lmtp_send",
                            std::to_string(mail.ports().lmtp), address,
                            std::to_string(megabytes)}).out;
  return said.substr(0, said.find('\n'));
}

std::vector<std::string> council::notices(const std::string& address) {
  std::vector<std::string> subjects;
  for (const auto& envelope : sink.envelopes()) {
    if (text_at(envelope, "/to/0") == address) {
      subjects.push_back(decoded(text_at(envelope, "/subject")));
    }
  }
  return subjects;
}

std::size_t council::verify_trail() {
  const auto trail = service.export_trail();
  for (std::size_t i = 0; i < trail.size(); ++i) {
    if (trail[i].index != i) {
      throw std::runtime_error("entry " + std::to_string(i) + " is missing");
    }
  }
  return trail.size();
}

std::vector<std::string> council::events(const std::string& account) {
  const auto id = text_at(show(account), "/id");
  std::vector<std::string> names;
  for (const auto& entry : service.export_trail()) {
    if (entry.account == id) {
      names.push_back(entry.event);
    }
  }
  return names;
}

}  // namespace tenure::test
