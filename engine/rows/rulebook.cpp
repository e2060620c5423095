#include "engine/rows/rulebook.hpp"

#include "engine/statechart/load.hpp"

namespace tenure::rows {

result<rulebook> load_rulebook(const std::filesystem::path& pack,
                               const std::filesystem::path& workflows,
                               std::filesystem::path account) {
  const auto schema = workflows / "schema";
  auto names = statechart::load_vocabulary(schema / "vocabulary.yaml");
  if (!names) return names.error();
  if (account.empty()) account = workflows / "account" / "workflow.yaml";
  auto life = statechart::load_file(account, *names);
  if (!life) return life.error();
  auto cases = statechart::load_folder(workflows, "account", *names);
  if (!cases) return cases.error();
  auto rules = policy::load_pack(pack, schema / "policy-vocabulary.yaml");
  if (!rules) return rules.error();
  return rulebook{*std::move(life), *std::move(cases), *std::move(rules)};
}

}  // namespace tenure::rows
