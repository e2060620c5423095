#include "connectors/ldap/connector.hpp"
#include "tests/conformance/connector/suite.hpp"
#include "tests/support/ldap_settings.hpp"

#include <algorithm>
#include <map>
#include <sstream>

namespace tenure::conformance {
namespace {

using attribute_lines = std::multimap<std::string, std::string>;

class ldap_subject : public subject {
 public:
  ldap_subject() : directory_(settings()) {}

  connector& system() override { return directory_; }
  mailbox_creator* creator() override { return &directory_; }
  mailbox_remover* remover() override { return &directory_; }

  mailbox_ref put(const new_mailbox& what) override {
    server_.add(ldif(what));
    return with_id(what);
  }
  void put_many(std::span<const new_mailbox> what, std::vector<mailbox_ref>& to) override {
    std::string all;
    for (const auto& each : what) all += ldif(each);
    server_.add(all);
    for (const auto& each : what) to.push_back(ref_of(each.account));  // by lifecycle id
  }
  bool put_before(const new_mailbox& what) override {
    const account& who = what.account;
    const mailbox_condition& c = what.desired;
    std::string more = "employeeNumber: " + who.person.value + "\n";
    if (c.sign_in == sign_in::blocked) more += "tenureAccountStatus: disabled\n";
    if (c.address_list == address_list::hidden) more += "tenureHidden: TRUE\n";
    if (c.delivery == delivery::refused) more += "tenureDelivery: refused\n";
    server_.add("dn: uid=" + who.login + "," + server_.people() +
                "\nobjectClass: inetOrgPerson\nobjectClass: tenureAccount\nuid: " + who.login +
                "\ncn: P\nsn: P\nmail: " + who.address + "\n" + more + "\n");
    return true;
  }
  mailbox_condition look(const mailbox_ref& which) override {
    const attribute_lines lines = read(which);
    mailbox_condition out;
    out.sign_in =
        one(lines, "tenureAccountStatus") == "active" ? sign_in::allowed : sign_in::blocked;
    out.address_list =
        one(lines, "tenureHidden") == "TRUE" ? address_list::hidden : address_list::shown;
    out.delivery =
        one(lines, "tenureDelivery") == "refused" ? delivery::refused : delivery::accepted;
    out.address = one(lines, "mail");
    out.aliases = all(lines, "tenureAlias");
    out.send_on_behalf = all(lines, "tenureSendOnBehalf");
    out.display_name = one(lines, "displayName");
    const std::string quota = one(lines, "tenureQuota");
    out.quota_bytes = quota.empty() ? 0 : std::stoll(quota);
    const std::string largest = one(lines, "tenureMessageSize");
    out.message_bytes = largest.empty() ? 0 : std::stoll(largest);
    return out;
  }
  std::string bystander(const mailbox_ref& which) override {
    std::string out;
    for (const auto& [name, value] : read(which)) {
      const bool governed =
          name.starts_with("tenure") && name != "tenureLifecycleId" && name != "tenureForward";
      const bool ours = governed || name == "mail" || name == "displayName";
      if (!ours) out += name + "=" + value + "\n";
    }
    return out;
  }
  void edit(const mailbox_ref& which, const mailbox_condition& to) override {
    std::string changes = "dn: " + one(read(which), "dn") + "\nchangetype: modify\n";
    auto set = [&](const std::string& name, const std::vector<std::string>& values) {
      changes += "replace: " + name + "\n";
      for (const auto& value : values) changes += name + ": " + value + "\n";
      changes += "-\n";
    };
    set("tenureAccountStatus", {to.sign_in == sign_in::allowed ? "active" : "disabled"});
    set("tenureHidden", {to.address_list == address_list::shown ? "FALSE" : "TRUE"});
    set("tenureDelivery", {to.delivery == delivery::accepted ? "accepted" : "refused"});
    set("mail", {*to.address});
    set("tenureAlias", *to.aliases);
    set("displayName", {*to.display_name});
    set("tenureSendOnBehalf", *to.send_on_behalf);
    set("tenureQuota", {std::to_string(*to.quota_bytes)});
    set("tenureMessageSize", {std::to_string(*to.message_bytes)});
    server_.modify(changes + "\n");
  }
  bool rename(const mailbox_ref& which, const std::string& login) override {
    server_.modify("dn: " + one(read(which), "dn") + "\nchangetype: modrdn\nnewrdn: uid=" + login +
                   "\ndeleteoldrdn: 1\n\n");
    return true;
  }

 private:
  ldap::config settings() const {
    ldap::config out = support::ldap_settings(server_);
    out.attributes.hr_id = "employeeNumber";
    return out;
  }
  static std::string ldif(const new_mailbox& what) {
    const account& who = what.account;
    return "dn: uid=" + who.login + ",ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\n" +
           "objectClass: tenureAccount\nuid: " + who.login + "\ncn: " + who.display_name +
           "\nsn: " + what.surname + "\ngivenName: " + what.given_name + "\nmail: " + who.address +
           "\ndisplayName: " + who.display_name + "\nuserPassword: pw\ntitle: Adviser\n" +
           "tenureAccountStatus: active\ntenureLifecycleId: " + who.id.text() +
           "\ntenureForward: keep@example.org\n\n";
  }
  mailbox_ref with_id(const new_mailbox& what) {
    mailbox_ref out = ref_of(what.account);
    out.directory_id = one(read(out), "entryUUID");
    return out;
  }
  // One value a line, as ldapsearch gives them; a value in base64 ("name:: ") is decoded.
  attribute_lines read(const mailbox_ref& which) {
    std::istringstream text(
        server_.search("(tenureLifecycleId=" + which.account.text() + ")", {"*", "entryUUID"}));
    attribute_lines out;
    for (std::string line; std::getline(text, line);) {
      const auto colon = line.find(':');
      if (colon == std::string::npos) continue;
      const bool encoded = line.compare(colon, 2, "::") == 0;
      const std::string value = line.substr(colon + (encoded ? 3 : 2));
      out.emplace(line.substr(0, colon), encoded ? decode(value) : value);
    }
    return out;
  }
  static std::string decode(const std::string& base64) {
    static const std::string digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0, count = 0;
    for (char c : base64.substr(0, base64.find('='))) {
      bits = bits << 6 | static_cast<unsigned>(digits.find(c));
      count += 6;
      if (count >= 8) out += static_cast<char>(bits >> (count -= 8) & 0xff);
    }
    return out;
  }
  static std::vector<std::string> all(const attribute_lines& lines, const std::string& name) {
    std::vector<std::string> out;
    for (auto [at, end] = lines.equal_range(name); at != end; ++at) out.push_back(at->second);
    std::ranges::sort(out);
    return out;
  }
  static std::string one(const attribute_lines& lines, const std::string& name) {
    auto found = lines.find(name);
    return found == lines.end() ? std::string() : found->second;
  }

  support::slapd_server server_{{.accesslog = false}};
  ldap::directory directory_;
};

std::unique_ptr<subject> make_ldap() { return std::make_unique<ldap_subject>(); }

INSTANTIATE_TEST_SUITE_P(Ldap, Connector, testing::Values(&make_ldap));

}  // namespace
}  // namespace tenure::conformance
