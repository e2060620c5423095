#include "tests/faults/kill/crowd.hpp"

#include "engine/model/instant.hpp"

#include <boost/json.hpp>

#include <sstream>
#include <stdexcept>

namespace tenure::test {
namespace {

using support::run_or_throw;
using support::text_at;

constexpr int first_number = 100'000;

// 0 -> "Aaaa", 1 -> "Baaa": surnames that nobody else has.
std::string surname_of(std::size_t number) {
  std::string name = "aaaa";
  for (char& letter : name) {
    letter = static_cast<char>('a' + number % 26);
    number /= 26;
  }
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

std::string hr_date(date day) {
  const auto text = to_text(day);
  return text.substr(8, 2) + "/" + text.substr(5, 2) + "/" + text.substr(0, 4);
}

date today_of(const support::tenure_service& service) {
  return parse_date(text_at(service.ask({"clock", "show"}), "/now").substr(0, 10)).value();
}

std::string message_of(std::size_t person, std::size_t number) {
  return "From: <sender@example.net>\r\nSubject: " + std::to_string(number) + " for " +
         std::to_string(person) + "\r\n\r\nmessage\r\n";
}

// LDIF into records, each without its last newline.
std::vector<std::string> records_of(const std::string& ldif) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; begin < ldif.size();) {
    auto end = std::min(ldif.find("\n\n", begin), ldif.size());
    all.push_back(ldif.substr(begin, end - begin));
    begin = end + 2;
  }
  return all;
}

std::string value_of_line(const std::string& record, const std::string& name) {
  const auto at = ("\n" + record).find("\n" + name + ": ");
  if (at == std::string::npos) {
    return "";
  }
  const auto begin = at + name.size() + 2;
  return record.substr(begin, record.find('\n', begin) - begin);
}

// "uid=ann.aaaa,ou=people,..." -> "ann.aaaa"
std::string uid_in(const std::string& dn) { return dn.substr(4, dn.find(',') - 4); }

void note(entry_history& of, const std::string& record) {
  std::istringstream lines(record);
  for (std::string line; std::getline(lines, line);) {
    const bool sets = line.starts_with("reqMod: tenureAccountStatus:=") ||
                      line.starts_with("reqMod: tenureAccountStatus:+");
    if (!sets) {
      continue;
    }
    const bool closes = line.ends_with(" disabled");
    of.closings += closes ? 1 : 0;
    of.undone = of.undone || (!closes && of.closings > 0);
  }
}

}  // namespace

crowd::crowd(std::size_t leavers, std::size_t staying_on) : leaving(leavers), staying(staying_on) {
  for (std::size_t i = 0; i < leaving + staying; ++i) {
    messages.push_back({message_of(i, 1)});
    if (i % 2 == 0) {
      messages.back().push_back(message_of(i, 2));
    }
  }
}

std::string crowd::joiners_list() const {
  const auto start = hr_date(add(today_of(service), {.days = -30}));
  std::string csv = "Employee No,First Name,Surname,Person Type,Start Date\r\n";
  for (std::size_t i = 0; i < leaving + staying; ++i) {
    csv += std::to_string(first_number + i) + ",Ann," + surname_of(i) + ",Employee," + start +
           "\r\n";
  }
  return csv;
}

std::string crowd::leavers_list() const {
  const auto today = today_of(service);
  std::string csv = "Employee No,Leaving Date,Reason\r\n";
  for (std::size_t i = 0; i < leaving; ++i) {
    const auto day = add(today, {.days = -1 - static_cast<int>(i % 10)});
    csv += std::to_string(first_number + i) + "," + hr_date(day) + ",Resigned\r\n";
  }
  return csv;
}

void crowd::receive_mail() {
  const auto all = boost::json::parse(service.ask({"account", "list", "--limit", "100000"}));
  logins.resize(leaving + staying);
  accounts.resize(leaving + staying);
  std::map<std::string, std::vector<std::string>> mailboxes;
  for (const auto& each : all.at("accounts").as_array()) {
    const auto number = std::stoul(std::string(each.at("person").as_string())) - first_number;
    logins.at(number) = each.at("login").as_string();
    accounts.at(number) = each.at("id").as_string();
    mailboxes[logins[number]] = messages[number];
  }
  mail.seed(mailboxes);
}

std::map<std::string, std::string> crowd::entries(const std::string& filter) {
  std::map<std::string, std::string> found;
  for (auto& record : records_of(directory.search(filter))) {
    found[value_of_line(record, "uid")] = record;
  }
  return found;
}

std::map<std::string, entry_history> crowd::histories() {
  const auto ldif =
      run_or_throw({"ldapsearch", "-x", "-LLL", "-o", "ldif-wrap=no", "-H", directory.uri(), "-D",
                    directory.admin_dn(), "-y", directory.folder() / "secrets/admin", "-b",
                    "cn=accesslog", "(|(objectClass=auditDelete)(objectClass=auditModify))",
                    "reqDN", "reqType", "reqMod"})
          .out;
  std::map<std::string, entry_history> found;
  for (const auto& record : records_of(ldif)) {
    auto& of = found[uid_in(value_of_line(record, "reqDN"))];
    of.deletes += value_of_line(record, "reqType") == "delete" ? 1 : 0;
    note(of, record);
  }
  return found;
}

std::map<std::string, int> crowd::states() {
  std::map<std::string, int> count;
  const auto all = boost::json::parse(service.ask({"account", "list", "--limit", "100000"}));
  for (const auto& each : all.at("accounts").as_array()) {
    ++count[std::string(each.at("state").as_string())];
  }
  return count;
}

}  // namespace tenure::test
