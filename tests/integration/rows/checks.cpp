#include "tests/integration/rows/checks.hpp"

#include "engine/audit/publisher.hpp"
#include "engine/audit/verify_export.hpp"
#include "engine/decide/decide.hpp"
#include "tests/support/temp_folder.hpp"

namespace tenure::test {

std::vector<std::string> verify_trail(tenure::rows::world& of) {
  support::temp_folder folder("trail");
  auto made = audit::create_key_file(folder / "key", "tenure/" + of.pack.organisation, of.random);
  auto key = audit::load_key_file(folder / "key");
  auto out = audit::export_trail(*of.store, of.clock.now(), *key, folder / "export");
  if (!made || !out) return {"the trail cannot be exported: " + out.error().text()};
  auto report = audit::verify_export(audit::files_in(folder / "export"), key->verifier());
  if (!report) return {"the trail does not verify: " + report.error().text()};
  if (report->head.size != of.trail().size()) return {"the trail is not whole"};
  return {};
}

std::vector<std::string> look_for_drift(tenure::rows::world& of, mail_house& house) {
  std::vector<account> all;
  std::vector<mailbox_condition> wanted;
  of.engine->run([&](flow::line& on) {
    for (auto& each : on.in.accounts().list({}, "", 1000)) {
      bool there = !each.directory_id.empty() && !each.context.contains("deletedAt");
      if (!there || each.pending.contains("reconcile")) continue;
      wanted.push_back(decide::desired_condition(each, of.organisation->rules,
                                                 on.in.grants().on(each.id)));
      all.push_back(std::move(each));
    }
    return false;
  });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto is = house.look(all[i]);
    if (!is) {
      out.push_back("the mailbox of " + all[i].login + " is gone");
      continue;
    }
    auto differs = difference(wanted[i], *is);
    if (says_nothing(differs)) continue;
    out.push_back("the mailbox of " + all[i].login + " is not as it should be: " +
                  to_json(differs) + " is wanted, there is " + to_json(*is));
  }
  return out;
}

}  // namespace tenure::test
