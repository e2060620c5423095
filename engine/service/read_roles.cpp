#include "engine/service/read_roles.hpp"

#include "engine/service/exact_name.hpp"
#include "engine/service/suggest.hpp"

namespace tenure::service {
namespace {

class roles_reader {
 public:
  explicit roles_reader(const complaint& complain) : complain_(complain) {}

  void texts(const yaml_node& from, const std::string& path, std::vector<std::string>& to) {
    auto take = [&](const yaml_node& each) {
      if (!each.scalar() || exact_name(each.text).empty()) {
        return complain_(each.line, path, "is no text", "Write one value, or a list of them.");
      }
      to.push_back(each.text);
    };
    if (!from.list()) return take(from);
    for (const auto& each : from.items) take(each);
  }

  void role(const yaml_node& from, const std::string& path, role_members& to) {
    if (!from.map()) {
      return complain_(from.line, path, "is no map", "Write groups:, hrNumbers: or logins:.");
    }
    for (const auto& item : from.items) {
      auto at = path + "." + item.key;
      if (item.key == "groups") {
        texts(item, at, to.groups);
      } else if (item.key == "hrNumbers") {
        texts(item, at, to.hr_numbers);
      } else if (item.key == "logins") {
        texts(item, at, to.logins);
      } else {
        complain_(item.line, at, "is not known",
                  did_you_mean(item.key, {"groups", "hrNumbers", "logins"}));
      }
    }
  }

 private:
  const complaint& complain_;
};

}  // namespace

void read_roles(const yaml_node& from, const std::string& path, role_map& to,
                const complaint& complain) {
  if (!from.map()) return complain(from.line, path, "is no map", "Write `role: {...}` lines.");
  roles_reader reader(complain);
  for (const auto& item : from.items) {
    auto at = path + "." + item.key;
    to[item.key].line = item.line;
    reader.role(item, at, to[item.key]);
  }
}

result<void> refuse_unknown_roles(const role_map& given, const policy::pack& under,
                                  const std::string& config, const std::string& pack_folder) {
  auto known = roles_of_acts();
  for (const auto& [office, does] : under.offices) known.insert(office);
  std::string mistakes;
  for (const auto& [role, members] : given) {
    if (is_role(under, role)) continue;
    mistakes += (mistakes.empty() ? "" : "\n") + config + ":" + std::to_string(members.line) +
                ": roles." + role + ": is no role: no act asks for it, and it is no office of " +
                under.name + ". " + did_you_mean(role, {known.begin(), known.end()}) +
                " A pack adds an office under `offices:` in " + pack_folder + "/policy.yaml";
  }
  if (mistakes.empty()) return {};
  return refusal{"config.invalid", mistakes, "", "", ""};
}

}  // namespace tenure::service
