#pragma once
// Everything one organisation runs on, made from its configuration and owned here in the order of
// construction. The only place that names concrete types.

#include "engine/audit/note.hpp"
#include "engine/effects/reconciler.hpp"
#include "engine/flow/lists.hpp"
#include "engine/http/router.hpp"
#include "engine/ports/messages.hpp"
#include "engine/ports/archive.hpp"
#include "engine/ports/groups.hpp"
#include "engine/ports/notifier.hpp"
#include "engine/ports/sign_in.hpp"
#include "engine/service/clocks.hpp"
#include "engine/service/config.hpp"
#include "engine/statechart/chart.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tenure::ldap {
class directory;
}

namespace tenure::service {

// One mail or directory system by what it can do; null where it cannot.
struct system_parts {
  std::string name;
  std::unique_ptr<connector> governs;  // owns; the pointers below lead into it
  mailbox_creator* creates = nullptr;
  mailbox_remover* removes_mail = nullptr;
  mailbox_remover* removes_entry = nullptr;
  message_source* reads = nullptr;
  message_finder* finds = nullptr;
  message_courier* delivers = nullptr;
  message_sweeper* sweeps = nullptr;
  ldap::directory* directory = nullptr;
};

struct application_options {
  server_config config;
  bool create = false;         // make the store; without it one that is not there is refused
  bool demonstration = false;  // with `create`
  // Refuse a store that was rolled back or tampered with; otherwise `continues_trail` tells.
  bool check_trail = true;
};

class application {
 public:
  // Refusals of every part: store.missing, config.*, store.*, chart.*, policy.*, audit.*, of the
  // connectors.
  static result<std::unique_ptr<application>> open(application_options how);
  ~application();

  void start() { engine->start(); }
  void stop() { engine->stop(); }
  // Writes what is new to the trail's folder: tiles, bundles, the signed checkpoint. A full disk or
  // a lost store is refused (audit.unavailable), shown among the problems, and tried again.
  result<void> publish();
  // Everything that keeps the service from its work now, in words.
  std::vector<std::string> problems();
  bool demonstration() const { return demo; }

  server_config config;
  bool demo = false;
  bool continues_trail = true;  // false: opened in spite of its trail; nothing is entered into it
  adjustable_clock clock;
  system_entropy random;
  std::unique_ptr<sealer> seals;
  std::unique_ptr<tenure::store> store;
  std::shared_ptr<const statechart::chart> chart;
  decide::case_charts case_charts;
  policy::pack pack;
  std::unique_ptr<policy::calendar> calendar;
  std::unique_ptr<flow::organisation> organisation;
  std::vector<system_parts> systems;
  std::unique_ptr<notifier> mailer;
  std::unique_ptr<authenticator> authenticates;  // null: no directory, so nobody can sign in
  std::unique_ptr<group_reader> groups;          // null: no directory
  std::unique_ptr<archive> kept;
  std::unique_ptr<audit::signing_key> key;
  std::unique_ptr<effects::reconciler> reconciler;
  std::vector<std::unique_ptr<effects::performer>> performers;
  std::unique_ptr<flow::engine> engine;
  std::unique_ptr<hr_feed> feed;
  std::unique_ptr<flow::lists> lists;
  http::router routes;

 private:
  application() = default;

  std::mutex guard_;
  std::string publishing_trouble_;  // of the last publish(); empty: it went through
};

// The system that keeps messages in folders; nullptr: none does.
message_sweeper* sweeper_of(const application& app);

}  // namespace tenure::service
