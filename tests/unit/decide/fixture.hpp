#pragma once
// What decide() is given in tests: the shipped workflow, a shipped pack whose values a test may
// change, and an account in a state of its choice. Nothing but values: no store, no connector.

#include "engine/decide/deliberation.hpp"
#include "engine/policy/calendar.hpp"
#include "engine/policy/pack.hpp"
#include "engine/statechart/load.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::test {

inline const std::filesystem::path source_folder = TENURE_SOURCE_DIR;

inline statechart::vocabulary shipped_vocabulary() {
  return statechart::load_vocabulary(source_folder / "workflows/schema/vocabulary.yaml").value();
}

inline std::shared_ptr<const statechart::chart> account_chart() {
  static const auto chart =
      statechart::load_file(source_folder / "workflows/account/workflow.yaml",
                            shipped_vocabulary())
          .value();
  return chart;
}

// Words that only workflows of cases use are driven by their cases.yaml; these are the others.
inline std::vector<std::string_view> words_of_account(std::string_view kind) {
  auto elsewhere = statechart::unused_names(shipped_vocabulary(), {account_chart()});
  std::vector<std::string_view> out;
  for (auto name : decide::known_names(kind)) {
    auto whole = std::string(kind) + "." + std::string(name);
    if (std::find(elsewhere.begin(), elsewhere.end(), whole) == elsewhere.end()) {
      out.push_back(name);
    }
  }
  return out;
}

inline policy::pack shipped_pack(const std::string& name) {
  return policy::load_pack(source_folder / "config/policies" / name,
                           source_folder / "workflows/schema/policy-vocabulary.yaml")
      .value();
}

inline instant at(std::string_view iso) { return parse_instant(iso).value(); }

struct desk {
  explicit desk(const std::string& pack_name = "cambridgeshire",
                std::chrono::minutes end_of_day = std::chrono::hours(17))
      : pack(shipped_pack(pack_name)),
        calendar(std::make_shared<policy::calendar>(pack.time_zone, end_of_day)) {
    known.account.id = {{0, 1}};
    known.account.person = {"1001"};
    known.account.workflow = "account";
    known.account.revision = 1;
    known.account.directory_id = "d1";
    known.account.login = "jane.smith";
    known.account.address = "jane.smith@" + pack.domain;
    known.person = person{.id = {"1001"}, .given_name = "Jane", .surname = "Smith",
                          .job_title = "Officer", .unit = "U1", .manager = {"M1"},
                          .contact = "jane@home.example"};
    what = {.id = {{7, 7}}, .name = "test", .at = at("2026-11-02T09:00:00Z"),
            .account = known.account.id, .by = {"test", "hr", "test"}, .data = {}};
  }

  // For everybody, whatever the pack says.
  void set(const std::string& name, const std::string& value) {
    pack.settings.at(name).common.value = value;
    pack.settings.at(name).by_kind.clear();
  }
  void remember(const std::string& name, const std::string& value) {
    known.account.context[name] = value;
  }
  void hold() { known.holds.push_back({.id = {{0, 9}}, .account = known.account.id}); }
  // The account waits for this invoke.
  void wait_for(const std::string& invoke) { known.account.pending[invoke] = {{0, 5}}; }

  decide::rules rules() const { return {*account_chart(), pack, *calendar}; }
  result<decision> decide() const { return decide::decide(known, what, rules()); }
  result<decision> tell(const std::string& name, attributes data = {}) {
    what.name = name;
    what.data = std::move(data);
    return decide();
  }

  policy::pack pack;
  std::shared_ptr<const policy::calendar> calendar;
  decide::snapshot known;
  event what;
};

}  // namespace tenure::test
