#include "engine/service/doctor.hpp"

#include "connectors/ldap/connector.hpp"
#include "engine/audit/start_check.hpp"
#include "engine/service/application.hpp"
#include "engine/service/offices.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace tenure::service {
namespace {

check private_file(const std::string& what, const std::filesystem::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) {
    return {what, false, file.string() + " is missing",
            "Put it back from its backup: what it signed or sealed needs it"};
  }
  bool exposed = (info.st_mode & 077) != 0;
  return {what, !exposed, file.string(), exposed ? "chmod 600 " + file.string() : ""};
}

check folder(const std::string& what, const std::filesystem::path& path) {
  bool there = std::filesystem::is_directory(path);
  bool writable = there && ::access(path.c_str(), W_OK | X_OK) == 0;
  return {what, writable, path.string(),
          writable ? "" : "Make the folder and give it to the user that Tenure runs as"};
}

// Asks for a mailbox that cannot exist: "not there" is the answer of a system that works.
check reachable(const system_parts& system) {
  mailbox_ref nobody{.account = {}, .directory_id = "00000000-0000-0000-0000-000000000000",
                     .login = "tenure-doctor-nobody", .address = "tenure-doctor-nobody@invalid"};
  outcome answer{.kind = outcome_class::unknown_outcome, .detail = "no answer"};
  system.governs->observe({&nobody, 1}, [&](std::size_t, const outcome& how) { answer = how; });
  bool ok = answer.kind == outcome_class::done || answer.kind == outcome_class::not_found;
  return {"system " + system.name, ok,
          ok ? "answers" : std::string(to_text(answer.kind)) + ": " + answer.detail,
          ok ? "" : "Check its address, credentials and certificate in the configuration"};
}

// What is written to an attribute that the directory does not know is refused when somebody waits
// for it.
check schema(const system_parts& system) {
  std::string what = "schema of " + system.name;
  auto how = system.directory->schema();
  if (how.kind != outcome_class::done) {
    return {what, false, std::string(to_text(how.kind)) + ": " + how.detail,
            "Let the engine's entry read the directory's subschema"};
  }
  auto unknown = std::string(value_of(how.facts, "unknown"));
  return {what, unknown.empty(), unknown.empty() ? "has all attributes" : "lacks " + unknown,
          unknown.empty() ? ""
                          : "Add them to the directory (tenure.schema), or name others under "
                            "connectors.ldap.attributes"};
}

bool keeps_senders(const system_parts& system) {
  return std::ranges::count(system.governs->governs(), "sendOnBehalf") > 0;
}

// Who may send on behalf must stand somewhere, if the pack offers it.
check senders(const application& app) {
  bool offered = std::ranges::any_of(app.pack.cases, [](const auto& each) {
    return std::ranges::count(each.second.gives, grant_kind::on_behalf) > 0;
  });
  bool kept = std::ranges::any_of(app.systems, keeps_senders);
  check out{"sending on behalf", !offered || kept, "", ""};
  out.detail = !offered ? "is not offered" : kept ? "is kept" : "is offered; no system keeps it";
  if (!out.ok) out.what_to_do = "Name the attribute: connectors.ldap.attributes.sendOnBehalf";
  return out;
}

check trail(application& app) {
  check out{.what = "trail", .ok = true, .detail = "the store is the one the trail was made from",
            .what_to_do = ""};
  app.engine->with_store([&](store& in) {
    auto done = audit::check_at_start(in, app.clock.now(), app.key->verifier(),
                                      app.config.trail.folder);
    if (done) return;
    out = {"trail", false, done.error().message, done.error().way_out};
  });
  return out;
}

// Whether anybody can act at all.
check people(const application& app) {
  if (app.demo) return {"people", true, "a demonstration: names are believed (--as)", ""};
  if (!app.authenticates) {
    return {"people", false, "nobody can sign in", "Configure the directory: connectors.ldap"};
  }
  bool some = std::ranges::any_of(app.config.roles,
                                  [](const auto& role) { return !role.second.empty(); });
  return {"people", some, some ? "they sign in with the directory's password" : "nobody has a role",
          some ? "" : "Say who may act: `roles:` in the configuration, as in config/server.yaml"};
}

}  // namespace

std::vector<check> doctor(application& app) {
  std::vector<check> out;
  out.push_back({"configuration", true, app.config.file.string(), ""});
  out.push_back({"policy pack", true, app.pack.name + " " + app.pack.version, ""});
  out.push_back(private_file("key of the trail", app.config.trail.key_file));
  out.push_back(private_file("key of the archive", app.config.archive.key_file));
  out.push_back(folder("folder of the trail", app.config.trail.folder));
  out.push_back(folder("folder of the archive", app.config.archive.folder));
  out.push_back(trail(app));
  out.push_back(people(app));
  for (const auto& each : office_states(app)) {
    out.push_back({"office " + each.role, each.counts, each.words,
                   each.counts ? "" : "The service reads them: is it running, and do the groups of "
                                      "`roles:` exist in the directory?"});
  }
  out.push_back(senders(app));
  for (const auto& system : app.systems) {
    out.push_back(reachable(system));
    if (system.directory && out.back().ok) out.push_back(schema(system));
  }
  for (const auto& trouble : app.problems()) {
    out.push_back({"engine", false, trouble, ""});
  }
  return out;
}

}  // namespace tenure::service
