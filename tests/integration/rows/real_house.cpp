#include "tests/integration/rows/real_house.hpp"

#include "connectors/archive_store/connector.hpp"
#include "connectors/dovecot/connector.hpp"
#include "connectors/dovecot/sieve.hpp"
#include "connectors/ldap/connector.hpp"
#include "connectors/smtp/connector.hpp"
#include "engine/service/notices.hpp"
#include "tests/support/files.hpp"
#include "tests/support/ldap_settings.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;

ldap::config directory_settings(const mail_servers& on) {
  auto out = support::ldap_settings(on.directory);
  out.attributes.hr_id = "employeeNumber";
  return out;
}

std::unique_ptr<dovecot::dovecot_connector> open_mail(const mail_servers& on) {
  const auto& mail = on.mail;
  dovecot::config settings;
  settings.doveadm = {mail.host(), mail.ports().doveadm, false, {}, std::chrono::seconds(30)};
  settings.imap = {mail.host(), mail.ports().imap, false, {}, std::chrono::seconds(30)};
  settings.master_user = mail.master_user();
  return std::make_unique<dovecot::dovecot_connector>(settings, mail.doveadm_key(),
                                                      mail.master_password());
}

std::unique_ptr<archive> open_shelf(const fs::path& folder) {
  archive_store::config settings;
  settings.folder = folder / "archive";
  settings.key = "k1";
  settings.keys["k1"] = folder / "archive.key";
  fs::create_directory(settings.folder);
  fs::permissions(settings.folder, fs::perms(0700));
  support::write_file(settings.keys["k1"], std::string(64, 'a'));
  fs::permissions(settings.keys["k1"], fs::perms(0600));
  return archive_store::open(settings).value();
}

std::unique_ptr<notifier> open_mailer(const mail_servers& on) {
  smtp::config settings;
  settings.host = "127.0.0.1";
  settings.port = on.sink.port();
  settings.security = smtp::security::none;
  settings.from = "service.desk@example.org";
  return smtp::open(settings).value();
}

// What vfile writes: "user=p2 lr", a letter for each right (doveadm-acl(1)).
delegate delegate_of(const std::string& line) {
  auto blank = line.find(' ');
  auto letters = line.substr(blank + 1);
  std::ranges::sort(letters);
  auto rights = letters == "lr" ? "read" : letters == "eiklprstw" ? "full" : "letters " + letters;
  return {line.substr(5, blank - 5), rights};
}

std::vector<delegate> delegates_in(const fs::path& acl_file, const std::string& owner) {
  std::vector<delegate> out;
  if (!fs::exists(acl_file)) return out;
  std::istringstream lines(support::read_file(acl_file));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("user=") && !line.starts_with("user=" + owner + " ")) {
      out.push_back(delegate_of(line));
    }
  }
  std::ranges::sort(out);
  return out;
}

// Who has the same rights in every folder; a right in some only is told as "some".
std::vector<delegate> delegates_everywhere(const fs::path& maildir, const std::string& owner) {
  auto out = delegates_in(maildir / "dovecot-acl", owner);
  if (!fs::exists(maildir)) return out;
  for (const auto& folder : fs::directory_iterator(maildir)) {
    if (!fs::exists(folder.path() / "maildirfolder")) continue;
    if (delegates_in(folder.path() / "dovecot-acl", owner) == out) continue;
    for (auto& each : out) each.rights = "some";
  }
  return out;
}

// "Message-ID: <ID@...>": the effect's id.
std::string message_id_in(const std::string& message) {
  constexpr std::string_view field = "\r\nMessage-ID: <";
  auto at = message.find(field);
  if (at == message.npos) return {};
  at += field.size();
  return message.substr(at, message.find('@', at) - at);
}

std::vector<std::string> all(const std::multimap<std::string, std::string>& of,
                             const std::string& attribute) {
  std::vector<std::string> out;
  for (auto [at, end] = of.equal_range(attribute); at != end; ++at) out.push_back(at->second);
  std::ranges::sort(out);
  return out;
}

}  // namespace

struct mail_servers::ways_in {
  explicit ways_in(const mail_servers& on)
      : directory(directory_settings(on)), mail(open_mail(on)) {}
  ldap::directory directory;
  std::unique_ptr<dovecot::dovecot_connector> mail;
};

mail_servers::mail_servers()
    : engines(std::make_unique<ways_in>(*this)),
      somebodys(std::make_unique<ways_in>(*this)),
      mailer(open_mailer(*this)) {}

mail_servers::~mail_servers() = default;

void mail_servers::empty() {
  for (const auto& each : entries.search("(objectClass=tenureAccount)")) {
    entries.remove(one(each, "dn"));
  }
  for (const auto& home : fs::directory_iterator(mail.folder() / "mail")) {
    fs::remove_all(home.path());
  }
}

real_house::real_house(mail_servers& on)
    : servers_(on),
      shelf_(open_shelf(folder_.path())),
      directory_(on.engines->directory, plan_),
      creator_(on.engines->directory, plan_),
      mail_remover_(*on.engines->mail, plan_),
      sweeper_(*on.engines->mail, plan_),
      archive_(*shelf_, plan_),
      sent_before_(on.sink.envelopes().size()) {
  on.empty();
}

real_house::~real_house() = default;

mail_ports real_house::ports() {
  auto& directory = servers_.engines->directory;
  auto& mail = *servers_.engines->mail;
  return {.governs = {&directory_, &mail}, .creates = {&creator_},
          .removes_mail = {&mail_remover_}, .removes_entry = {&directory}, .reads = mail,
          .finds = mail, .delivers = mail, .sweeps = sweeper_, .keeps = archive_,
          .tells = *servers_.mailer};
}

memory::fault_plan& real_house::faults(std::string_view) { return plan_; }

result<notice> real_house::compose(flow::engine& on, const flow::organisation& of,
                                   const effects::work& item, instant now) {
  auto text = service::compose_notice(on, of, item, now);
  for (const char* instead : {"subject", "contact"}) {
    if (text || text.error().code != "notice.no_recipient") break;
    auto again = item;
    again.effect.input["to"] = instead;
    text = service::compose_notice(on, of, again, now);
    if (text) text->mail.to = somebody_else;
  }
  if (!text) return text.error();
  composed_[item.effect.id.text()] = {
      .about = item.account.id,
      .what = {std::string(value_of(item.effect.input, "template")),
               std::string(value_of(item.effect.input, "to"))},
      .address = text->mail.to};
  return text->mail;
}

std::optional<mailbox_condition> real_house::look(const account& of) {
  if (of.id.empty()) return std::nullopt;
  auto out = entry_of(of);
  if (!out && servers_.mail.messages_on_disk(of.login) == 0) return std::nullopt;
  if (!out) return mailbox_condition{};  // mail that nothing leads to
  read_files(of, *out);
  return out;
}

std::optional<mailbox_condition> real_house::entry_of(const account& of) {
  auto found = servers_.entries.search("(tenureLifecycleId=" + of.id.text() + ")");
  if (found.empty()) return std::nullopt;
  const auto& is = found.front();
  mailbox_condition out;
  bool active = one(is, "tenureAccountStatus") == "active";
  out.sign_in = active ? sign_in::allowed : sign_in::blocked;
  bool hidden = one(is, "tenureHidden") == "TRUE";
  out.address_list = hidden ? address_list::hidden : address_list::shown;
  bool refused = one(is, "tenureDelivery") == "refused";
  out.delivery = refused ? delivery::refused : delivery::accepted;
  out.address = one(is, "mail");
  out.aliases = all(is, "tenureAlias");
  out.send_on_behalf = all(is, "tenureSendOnBehalf");
  out.display_name = one(is, "displayName");
  auto quota = one(is, "tenureQuota");
  out.quota_bytes = quota.empty() ? 0 : std::stoll(quota);
  auto largest = one(is, "tenureMessageSize");
  out.message_bytes = largest.empty() ? 0 : std::stoll(largest);
  return out;
}

// The active script says both in its first lines; that it acts so is for tests/integration/dovecot.
void real_house::read_files(const account& of, mailbox_condition& into) const {
  auto home = servers_.mail.home(of.login);
  into.forwarding = "", into.auto_reply = "";
  if (fs::exists(home / ".dovecot.sieve")) {
    auto script = support::read_file(home / ".dovecot.sieve");
    auto ours = dovecot::read_sieve(script);
    into.forwarding = ours ? ours->forwarding : "a script of somebody else";
    into.auto_reply = ours ? ours->auto_reply : "a script of somebody else";
  }
  into.delegates = delegates_everywhere(home / "maildir", of.login);
}

std::optional<std::size_t> real_house::archived(const account& of) {
  std::size_t count = 0;
  auto how = shelf_->read(ref_of(of), [&](const stored_message&) { return ++count > 0; });
  if (how.kind == outcome_class::not_found) return std::nullopt;
  if (how.kind != outcome_class::done) throw std::runtime_error("the archive: " + how.detail);
  return count;
}

std::vector<arrived_notice> real_house::notices(account_id about) {
  std::vector<arrived_notice> out;
  auto envelopes = servers_.sink.envelopes();
  for (std::size_t i = sent_before_; i < envelopes.size(); ++i) {
    auto known = composed_.find(message_id_in(servers_.sink.message(i)));
    if (known == composed_.end() || known->second.about != about) continue;
    const auto& was = known->second;
    bool there = envelopes[i].find("\"to\": [\"" + was.address + "\"]") != std::string::npos;
    out.push_back(there ? was.what : arrived_notice{was.what.name, "another: " + envelopes[i]});
  }
  return out;
}

bool real_house::put_message(const account& to, const std::string& folder,
                             const std::string& bytes, instant received) {
  // Each is one of its own, or the second like it would not be put.
  auto own = "Message-ID: <" + std::to_string(++put_) + "@row.example>\r\n" + bytes;
  message_copy copy{.bytes = own, .received = received};
  auto how = servers_.somebodys->mail->deliver(ref_of(to), folder, {&copy, 1});
  return how.kind == outcome_class::done;
}

// Maildir++: a folder is ".Name" beside the INBOX's own cur and new.
std::size_t real_house::messages_in(const account& of, const std::string& folder) {
  auto maildir = servers_.mail.home(of.login) / "maildir";
  auto at = folder == "INBOX" ? maildir : maildir / ("." + folder);
  std::size_t count = 0;
  for (const char* part : {"cur", "new"}) {
    if (!fs::exists(at / part)) continue;
    for ([[maybe_unused]] const auto& file : fs::directory_iterator(at / part)) ++count;
  }
  return count;
}

bool real_house::edit(const account& of, const mailbox_condition& fields) {
  bool done = true;
  for (connector* system : {static_cast<connector*>(&servers_.somebodys->directory),
                            static_cast<connector*>(servers_.somebodys->mail.get())}) {
    auto governed = system->governs();
    change what{ref_of(of), only(fields, governed)};
    if (says_nothing(what.desired)) continue;
    system->apply({&what, 1}, [&](std::size_t, const outcome& how) {
      done = done && how.kind == outcome_class::done;
    });
  }
  return done;
}

}  // namespace tenure::test
