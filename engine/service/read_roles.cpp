#include "engine/service/read_roles.hpp"

#include "engine/service/exact_name.hpp"
#include "engine/service/suggest.hpp"

#include <algorithm>

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
  auto known = role_names();
  for (const auto& item : from.items) {
    auto at = path + "." + item.key;
    if (std::ranges::find(known, item.key) == known.end()) {
      complain(item.line, at, "is no role", did_you_mean(item.key, {known.begin(), known.end()}));
      continue;
    }
    reader.role(item, at, to[item.key]);
  }
}

}  // namespace tenure::service
