#include "engine/service/application.hpp"

#include "connectors/archive_store/connector.hpp"
#include "connectors/dovecot/connector.hpp"
#include "connectors/hr_csv/connector.hpp"
#include "connectors/ldap/connector.hpp"
#include "connectors/ldap/groups.hpp"
#include "connectors/ldap/sign_in.hpp"
#include "connectors/memory/connector.hpp"
#include "connectors/smtp/connector.hpp"
#include "engine/audit/sealer.hpp"
#include "engine/audit/start_check.hpp"
#include "engine/decide/can_run.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/lanes.hpp"
#include "engine/service/offices.hpp"
#include "engine/service/read_roles.hpp"
#include "engine/service/reading.hpp"
#include "engine/service/routes.hpp"
#include "engine/statechart/load.hpp"
#include "engine/store/store.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

namespace tenure::service {
namespace {

constexpr std::string_view epoch_setting = "engine.epoch";
constexpr std::string_view offset_setting = "clock.offset";

// result<void> and "stop at the first refusal" without exceptions.
#define TENURE_TRY(expression) \
  if (auto tried = (expression); !tried) return tried.error()

std::chrono::minutes minutes_of(const std::string& clock_time) {
  int hours = 0, minutes = 0;
  std::from_chars(clock_time.data(), clock_time.data() + 2, hours);
  std::from_chars(clock_time.data() + 3, clock_time.data() + 5, minutes);
  return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

result<void> load_rules(application& app) {
  const auto& folder = app.config.workflows;
  auto names = statechart::load_vocabulary(folder / "schema" / "vocabulary.yaml");
  if (!names) return names.error();
  auto chart = statechart::load_file(folder / "account" / "workflow.yaml", *names);
  if (!chart) return chart.error();
  TENURE_TRY(decide::can_run(**chart));
  app.chart = *chart;
  auto cases = statechart::load_folder(folder, "account", *names);
  if (!cases) return cases.error();
  for (const auto& [id, each] : *cases) TENURE_TRY(decide::can_run(*each));
  app.case_charts = std::move(*cases);
  auto pack = policy::load_pack(app.config.policy_pack,
                                folder / "schema" / "policy-vocabulary.yaml");
  if (!pack) return pack.error();
  app.pack = std::move(*pack);
  TENURE_TRY(refuse_unknown_roles(app.config.roles, app.pack, app.config.file.string(),
                                  app.config.policy_pack.string()));
  app.calendar = std::make_unique<policy::calendar>(
      app.pack.time_zone, minutes_of(app.pack.get("endOfWorkingDay", person_kind::employee).value));
  const auto& effects = app.config.effects;
  app.organisation = std::make_unique<flow::organisation>(flow::organisation{
      .rules = {*app.chart, app.pack, *app.calendar, &app.case_charts},
      .retry = {.first = std::chrono::seconds(effects.first_wait.seconds),
                .longest = std::chrono::seconds(effects.longest_wait.seconds),
                .attempts_before_task = static_cast<int>(effects.attempts_max)},
      .roles = offices_of(app.config.roles)});
  return {};
}

// A mistyped place is not made a store: work would go on in an empty one, and look as if it did.
result<void> must_exist(const std::string& store) {
  auto there = store_exists(store);
  if (!there) return there.error();
  if (*there) return {};
  return refusal{.code = "store.missing",
                 .message = "There is no store",
                 .place = store.starts_with("sqlite:") ? store : "postgresql",
                 .way_out = "Correct `store:` in the configuration, or --store; a new one is made "
                            "by: tenure init"};
}

result<void> open_store_of(application& app, const application_options& how) {
  app.seals = audit::make_sealer(app.random, app.pack.organisation);
  auto store = open_store({.url = app.config.store, .organisation = app.pack.organisation,
                           .demonstration = how.demonstration, .sqlite_vfs = {}},
                          *app.seals);
  if (!store) return store.error();
  app.store = std::move(*store);
  auto tx = app.store->begin(app.clock.now());
  app.demo = tx->settings().get(demonstration_setting).value_or("false") == "true";
  std::int64_t offset = 0;
  auto text = tx->settings().get(offset_setting).value_or("0");
  std::from_chars(text.data(), text.data() + text.size(), offset);
  if (app.demo) app.clock.move_forward(std::chrono::microseconds(offset));
  return {};
}

// --- the mail and directory systems

// The directory is also who says who somebody is.
result<system_parts> open_ldap(const connector_config& part, const std::string& place,
                               application& app) {
  auto config = ldap::parse_config(part.yaml, place);
  if (!config) return config.error();
  app.authenticates = std::make_unique<ldap::sign_in_check>(*config);
  app.groups = std::make_unique<ldap::groups>(*config);
  auto directory = std::make_unique<ldap::directory>(*config);
  system_parts out{.name = part.name};
  out.creates = directory.get();
  out.removes_entry = directory.get();
  out.directory = directory.get();
  out.governs = std::move(directory);
  return out;
}

result<system_parts> open_dovecot(const connector_config& part, const std::string& place) {
  auto config = dovecot::parse_config(part.yaml, place);
  if (!config) return config.error();
  auto opened = dovecot::open(*config);
  if (!opened) return opened.error();
  system_parts out{.name = part.name};
  out.removes_mail = opened->get();
  out.reads = opened->get();
  out.finds = opened->get();
  out.delivers = opened->get();
  out.sweeps = opened->get();
  out.governs = std::move(*opened);
  return out;
}

system_parts open_memory() {
  auto mail = std::make_unique<memory::mail_system>();
  system_parts out{.name = "memory"};
  out.creates = mail.get();
  out.removes_mail = mail.get();
  out.removes_entry = mail.get();
  out.reads = mail.get();
  out.finds = mail.get();
  out.delivers = mail.get();
  out.sweeps = mail.get();
  out.governs = std::move(mail);
  return out;
}

result<void> open_systems(application& app) {
  std::string place = app.config.file.string();
  for (auto part : app.config.connectors) {
    // Blank lines before it, so that a complaint names the line of the whole file.
    part.yaml.insert(0, static_cast<std::size_t>(std::max(part.first_line - 1, 0)), '\n');
    if (part.name == "smtp") {
      auto config = smtp::parse_config(part.yaml, place);
      if (!config) return config.error();
      auto mailer = smtp::open(*config);
      if (!mailer) return mailer.error();
      app.mailer = std::move(*mailer);
      continue;
    }
    auto opened = part.name == "ldap"      ? open_ldap(part, place, app)
                  : part.name == "dovecot" ? open_dovecot(part, place)
                                           : result<system_parts>(open_memory());
    if (!opened) return opened.error();
    app.systems.push_back(std::move(*opened));
  }
  return {};
}

result<void> open_archive(application& app) {
  archive_store::config config;
  config.folder = app.config.archive.folder;
  config.key = "k1";
  config.keys["k1"] = app.config.archive.key_file;
  auto kept = archive_store::open(config);
  if (!kept) return kept.error();
  app.kept = std::move(*kept);
  return {};
}

// Every start gets a higher fencing epoch, so that what an earlier run still held is told apart.
std::int64_t next_epoch(application& app) {
  auto tx = app.store->begin(app.clock.now());
  std::int64_t epoch = 0;
  auto text = tx->settings().get(epoch_setting).value_or("0");
  std::from_chars(text.data(), text.data() + text.size(), epoch);
  ++epoch;
  tx->settings().put(epoch_setting, std::to_string(epoch));
  tx->outbox().release_claims(epoch);
  tx->commit();
  return epoch;
}

// Before the store is made: a store without its key could neither be used nor made again.
result<void> open_key(application& app, const application_options& how) {
  const auto& trail = app.config.trail;
  if (how.create && !std::filesystem::exists(trail.key_file)) {
    auto made = audit::create_key_file(trail.key_file, "tenure/" + app.pack.organisation,
                                       app.random);
    if (!made) return made.error();
  }
  auto key = audit::load_key_file(trail.key_file);
  if (!key) return key.error();
  app.key = std::make_unique<audit::signing_key>(std::move(*key));
  return {};
}

result<void> open_trail(application& app, const application_options& how) {
  const auto& trail = app.config.trail;
  std::filesystem::create_directories(trail.folder);
  auto checked =
      audit::check_at_start(*app.store, app.clock.now(), app.key->verifier(), trail.folder);
  app.continues_trail = checked.has_value();
  if (!checked && how.check_trail) return checked.error();
  return {};
}

result<void> open_feed(application& app) {
  std::ifstream file(app.config.hr_mapping);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) {
    return refusal{.code = "config.not_found", .message = "the mapping of HR's lists is missing",
                   .place = app.config.hr_mapping.string()};
  }
  auto config = hr_csv::parse_config(text.str(), app.config.hr_mapping.string());
  if (!config) return config.error();
  app.feed = std::make_unique<hr_csv::connector>(*config);
  return {};
}

}  // namespace

result<std::unique_ptr<application>> application::open(application_options how) {
  std::unique_ptr<application> app(new application);
  app->config = how.config;
  TENURE_TRY(load_rules(*app));
  if (!how.create) TENURE_TRY(must_exist(how.config.store));
  TENURE_TRY(open_key(*app, how));
  TENURE_TRY(open_store_of(*app, how));
  TENURE_TRY(open_trail(*app, how));
  TENURE_TRY(open_feed(*app));
  TENURE_TRY(open_systems(*app));
  TENURE_TRY(open_archive(*app));
  auto lanes = make_lanes(*app);
  app->engine = std::make_unique<flow::engine>(*app->store, app->clock, *app->organisation,
                                               next_epoch(*app), std::move(lanes));
  app->lists = std::make_unique<flow::lists>(*app->engine, *app->feed, app->random,
                                             *app->organisation);
  forget_former_offices(*app);
  add_routes(app->routes, *app);
  app->routes.admit_with([here = app.get()](const http::request& asked) {
    if (auto fine = refuse_claim(asked, *here); !fine) return fine;
    return may_read(asked, *here);
  });
  return app;
}

application::~application() {
  if (engine) engine->stop();
}

}  // namespace tenure::service
