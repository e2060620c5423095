#include "tests/support/tenure_service.hpp"

#include "engine/audit/leaf.hpp"
#include "engine/audit/tile.hpp"
#include "engine/audit/tile_folder.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <regex>
#include <stdexcept>

#include <sys/wait.h>

#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/spawn.hpp"

namespace tenure::support {

namespace {

constexpr std::chrono::seconds start_bound{60};
constexpr std::chrono::seconds stop_bound{60};
const std::string top = TENURE_SOURCE_DIR;

void write_secret(const std::filesystem::path& file, const std::string& content) {
  write_file(file, content);
  std::filesystem::permissions(file, std::filesystem::perms(0600));
}

boost::json::value value_at(const std::string& json, const std::string& pointer) {
  boost::system::error_code missing;
  const auto whole = boost::json::parse(json, missing);
  if (missing) {
    throw std::runtime_error("no JSON: " + json);
  }
  const auto* found = whole.find_pointer(pointer, missing);
  return found == nullptr ? boost::json::value() : *found;
}

}  // namespace

tenure_service::tenure_service(const slapd_server& directory, const dovecot_server& mail,
                               const smtp_sink& sink, service_options how)
    : how_(std::move(how)) {
  write_keys(directory, mail);
  write_config(directory, mail, sink);
  run_or_throw(command(how_.demonstration ? std::vector<std::string>{"init", "--demonstration"}
                                          : std::vector<std::string>{"init"}));
}

tenure_service::~tenure_service() {
  if (running() && test_failed()) {
    std::cerr << "--- tenure\n" << log() << '\n';
  }
  kill9();
}

void tenure_service::write_keys(const slapd_server& directory, const dovecot_server& mail) const {
  std::filesystem::create_directory(folder_ / "keys");
  write_secret(folder_ / "keys/ldap.password", directory.engine_password());
  write_secret(folder_ / "keys/doveadm.key", mail.doveadm_key());
  write_secret(folder_ / "keys/master.password", mail.master_password());
}

std::filesystem::path tenure_service::raise_limits() const {
  static const std::regex count(R"((brake\.[a-z]+\.(count|daily):\s+value: )[0-9]+)");
  static const std::regex percent(R"((brake\.[a-z]+\.percent:\s+value: )[0-9]+)");
  auto text = read_file(top + "/config/policies/cambridgeshire/policy.yaml");
  text = std::regex_replace(text, count, "$011000000");
  text = std::regex_replace(text, percent, "$01100");
  const auto pack = folder_ / "policies/cambridgeshire";
  std::filesystem::create_directories(pack);
  write_file(pack / "policy.yaml", text);
  return pack;
}

void tenure_service::write_config(const slapd_server& directory, const dovecot_server& mail,
                                  const smtp_sink& sink) const {
  const auto port = [](std::uint16_t number) { return std::to_string(number); };
  const std::string keys = folder_ / "keys/";
  write_file(config(),
             "store: sqlite:tenure.db\npolicy: " + raise_limits().string() +
                 "\nworkflows: " + top + "/workflows\nsocket: tenure.sock\n" +
                 "trail: {folder: trail, keyFile: keys/trail.key}\n"
                 "archive: {folder: archive, keyFile: keys/archive.key}\n"
                 "hrMapping: " + top + "/config/hr-lists.yaml\nconnectors:\n"
                 "  ldap:\n    uri: " + directory.uri() + "\n    caFile: " +
                 directory.ca_file() + "\n    bindDn: " + directory.engine_dn() +
                 "\n    passwordFile: " + keys +
                 "ldap.password\n    base: " + directory.base() +
                 "\n    people: " + directory.people() +
                 "\n    attributes: {hrId: employeeNumber}\n"
                 "  dovecot:\n    doveadm: {host: 127.0.0.1, port: " + port(mail.ports().doveadm) +
                 ", tls: false, apiKeyFile: " + keys + "doveadm.key}\n"
                 "    imap: {host: 127.0.0.1, port: " + port(mail.ports().imaps) +
                 ", tls: true, masterUser: master, masterPasswordFile: " +
                 keys + "master.password}\n"
                 "    caFile: " + mail.ca_file() + "\n" +
                 "  smtp: {host: 127.0.0.1, port: " + port(sink.port()) +
                 ", security: none, from: service.desk@cambridgeshire.gov.uk}\n"
                 "effects: {workers: 2, attemptsMax: 4, firstWait: PT1S, longestWait: PT2S}\n" +
                 how_.more_config);
}

void tenure_service::launch(const std::vector<std::string>& before) {
  if (running()) {
    throw std::logic_error("the service is already running");
  }
  // The kernel ends it together with the test.
  std::vector<std::string> words{"setpriv", "--pdeathsig", "KILL"};
  words.insert(words.end(), before.begin(), before.end());
  for (auto& word : command({"serve"})) {
    words.push_back(std::move(word));
  }
  pid_ = spawn(words, {}, {.out = folder_ / "serve.log", .err = folder_ / "serve.log"});
}

bool tenure_service::ready() const { return log().find("ready: ") != std::string::npos; }

void tenure_service::start(const std::vector<std::string>& before) {
  launch(before);
  await_ready();
}

void tenure_service::await_ready() {
  eventually(
      [this] {
        if (died()) {
          throw std::runtime_error("the service ended: " + log());
        }
        return ready();
      },
      start_bound, "the service's readiness");
}

void tenure_service::stop() {
  if (!running()) {
    return;
  }
  ::kill(pid_, SIGTERM);
  int status = 0;
  eventually([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; }, stop_bound,
             "the end of the service");
  pid_ = -1;
  if (exit_code(status) != 0) {
    throw std::runtime_error("the service ended with " + std::to_string(exit_code(status)) + ": " +
                             log());
  }
}

void tenure_service::kill9() {
  if (!running()) {
    return;
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool tenure_service::died() {
  if (!running() || ::waitpid(pid_, nullptr, WNOHANG) != pid_) {
    return false;
  }
  pid_ = -1;
  return true;
}

void tenure_service::stand_still() {
  if (!running()) {
    throw std::logic_error("the service is not running");
  }
  ::kill(pid_, SIGSTOP);
  int status = 0;
  if (::waitpid(pid_, &status, WUNTRACED) == pid_ && !WIFSTOPPED(status)) {
    pid_ = -1;
    throw std::runtime_error("the service ended by itself: " + log());
  }
}

void tenure_service::go_on() {
  if (running()) {
    ::kill(pid_, SIGCONT);
  }
}

std::vector<std::string> tenure_service::command(const std::vector<std::string>& words) const {
  std::vector<std::string> all{TENURE_PROGRAM, "--config", config()};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

command_result tenure_service::tenure(const std::vector<std::string>& words,
                                      std::chrono::milliseconds bound) const {
  return run(command(words), {.bound = bound});
}

std::string tenure_service::ask(const std::vector<std::string>& words,
                                std::chrono::milliseconds bound) const {
  auto all = command({"--json"});
  const bool named = std::find(words.begin(), words.end(), "--as") != words.end();
  if (how_.demonstration && !named) {
    all.insert(all.end(), {"--as", "council.officer"});
  }
  all.insert(all.end(), words.begin(), words.end());
  return run_or_throw(all, {.bound = bound}).out;
}

std::string tenure_service::preview(const std::string& kind, const std::string& csv) const {
  const auto file = folder_ / ("list" + std::to_string(++lists_) + ".csv");
  write_file(file, csv);
  const auto answer = ask({"hr", "preview", kind, file});
  if (size_at(answer, "/refused") != 0) {
    throw std::runtime_error("rows were refused: " + answer);
  }
  return text_at(answer, "/digest");
}

void tenure_service::apply(const std::string& kind, const std::string& csv) const {
  ask({"hr", "apply", preview(kind, csv)});
}

std::vector<trail_entry> tenure_service::export_trail() const {
  const auto to = folder_ / ("export" + std::to_string(++exports_));
  const auto size = std::stoull(text_at(ask({"audit", "export", to}), "/size"));
  const auto key = text_at(ask({"audit", "key"}), "/key");
  const auto verified = ask({"audit", "verify", to, "--key", key});
  if (std::stoull(text_at(verified, "/size")) != size) {
    throw std::runtime_error("not all of it was verified: " + verified);
  }
  audit::tile_folder tiles(to, size);
  std::vector<trail_entry> all;
  for (std::uint64_t n = 0; n * audit::tile_width < size; ++n) {
    const auto bundle = tiles.bundle(n);
    for (std::string_view rest = bundle; !rest.empty();) {
      const auto leaf = audit::read_leaf(audit::take_entry(rest).value()).value();
      all.push_back({leaf.index, to_text(leaf.committed), leaf.account, leaf.event});
    }
  }
  return all;
}

std::string tenure_service::log() const { return read_file(folder_ / "serve.log"); }

std::string text_at(const std::string& json, const std::string& pointer) {
  const auto found = value_at(json, pointer);
  if (found.is_null()) {
    return "";
  }
  return found.is_string() ? std::string(found.get_string()) : boost::json::serialize(found);
}

std::size_t size_at(const std::string& json, const std::string& pointer) {
  const auto found = value_at(json, pointer);
  return found.is_array() ? found.get_array().size() : 0;
}

}  // namespace tenure::support
