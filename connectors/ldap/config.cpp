#include "connectors/ldap/config.hpp"

#include "connectors/common/settings.hpp"
#include "connectors/ldap/names.hpp"

#include <ldap.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tenure::ldap {
namespace {

using connectors::settings;

std::vector<std::string> texts(settings& from, std::string_view name,
                               std::vector<std::string> otherwise, const yaml_node& node) {
  const yaml_node* found = node.find(name);
  if (!found) return otherwise;
  if (!found->list()) return {from.text(name)};
  std::vector<std::string> out;
  for (const auto& item : from.node(name).items) {
    if (!item.scalar()) from.refuse("config.not_text", "the list holds texts only", name);
    out.push_back(item.text);
  }
  return out;
}

// {attribute: ..., FIRST: ..., SECOND: ..., absent: FIRST}
std::optional<refusal> read_pair(settings& parent, const yaml_node& node, std::string_view name,
                                 std::string_view first, std::string_view second,
                                 const std::string& place, two_valued& to) {
  if (!node.find(name)) return std::nullopt;
  settings from(parent.node(name), place);
  to.attribute = from.text("attribute", to.attribute);
  to.first = from.text(first, to.first);
  to.second = from.text(second, to.second);
  const std::string absent = from.text("absent", to.absent_is_first ? first : "");
  if (!absent.empty() && absent != first) {
    from.refuse("config.absent", "`absent` is left out or `" + std::string(first) + "`", "absent");
  }
  to.absent_is_first = !absent.empty();
  return from.finish();
}

std::optional<refusal> read_attributes(const yaml_node& node, const std::string& place,
                                       attribute_names& to) {
  settings from(node, place);
  const std::pair<const char*, std::string*> plain[] = {{"rdn", &to.rdn},
                                                        {"login", &to.login},
                                                        {"lifecycleId", &to.lifecycle_id},
                                                        {"hrId", &to.hr_id},
                                                        {"givenName", &to.given_name},
                                                        {"surname", &to.surname},
                                                        {"commonName", &to.common_name},
                                                        {"address", &to.address},
                                                        {"aliases", &to.aliases},
                                                        {"displayName", &to.display_name},
                                                        {"quota", &to.quota},
                                                        {"messageSize", &to.message_size},
                                                        {"sendOnBehalf", &to.send_on_behalf},
                                                        {"forwarding", &to.forwarding},
                                                        {"hrNumber", &to.hr_number},
                                                        {"groupMember", &to.group_member}};
  for (const auto& [name, value] : plain) *value = from.text(name, *value);
  if (auto why = read_pair(from, node, "signIn", "allowed", "blocked", place, to.sign_in)) {
    return why;
  }
  if (auto why = read_pair(from, node, "addressList", "shown", "hidden", place, to.address_list)) {
    return why;
  }
  if (auto why = read_pair(from, node, "delivery", "accepted", "refused", place, to.delivery)) {
    return why;
  }
  return from.finish();
}

refusal no(std::string code, std::string message, const std::string& place) {
  return {"ldap." + std::move(code), std::move(message), place, "", ""};
}

std::optional<refusal> check_uris(const config& c, const std::string& place) {
  if (c.uris.empty()) return no("uri", "at least one URI is needed", place);
  for (const auto& uri : c.uris) {
    LDAPURLDesc* parsed = nullptr;
    const bool readable = uri.find(' ') == std::string::npos &&
                          ldap_url_parse(uri.c_str(), &parsed) == LDAP_URL_SUCCESS;
    const std::string scheme = readable ? parsed->lud_scheme : "";
    const bool plain =
        readable && (!parsed->lud_dn || !*parsed->lud_dn) && parsed->lud_host && *parsed->lud_host;
    if (parsed) ldap_free_urldesc(parsed);
    if (!plain || (scheme != "ldap" && scheme != "ldaps" && scheme != "ldapi")) {
      return no("uri", "`" + uri + "` is no ldap://host, ldaps://host or ldapi://socket", place);
    }
    if (c.bind_dn.empty() && scheme != "ldapi") {
      return no("bind", "without bindDn (SASL EXTERNAL) only ldapi:// is possible", place);
    }
  }
  if (c.bind_dn.empty() != c.password_file.empty()) {
    return no("bind", "bindDn and passwordFile belong together", place);
  }
  return std::nullopt;
}

std::optional<refusal> check_names(const attribute_names& a, const std::string& place) {
  std::set<std::string> fields;
  for (const auto* name :
       {&a.rdn, &a.login, &a.lifecycle_id, &a.given_name, &a.surname, &a.common_name}) {
    if (!is_attribute_name(*name)) return no("attribute", "`" + *name + "` names none", place);
  }
  for (const auto* name :
       {&a.lifecycle_id, &a.login, &a.hr_id, &a.address, &a.aliases, &a.display_name, &a.quota,
        &a.message_size, &a.send_on_behalf, &a.forwarding, &a.sign_in.attribute,
        &a.address_list.attribute, &a.delivery.attribute}) {
    if (name->empty()) continue;  // not governed
    if (!is_attribute_name(*name)) return no("attribute", "`" + *name + "` names none", place);
    if (!fields.insert(lower(*name)).second) {
      return no("attribute", "`" + *name + "` cannot stand for two fields", place);
    }
  }
  for (const auto* name : {&a.hr_number, &a.group_member}) {
    if (!name->empty() && !is_attribute_name(*name)) {
      return no("attribute", "`" + *name + "` names none", place);
    }
  }
  for (const auto* pair : {&a.sign_in, &a.address_list, &a.delivery}) {
    const bool bad =
        pair->first.empty() || pair->second.empty() || lower(pair->first) == lower(pair->second);
    if (!pair->attribute.empty() && bad) {
      return no("value", "`" + pair->attribute + "` needs two different values", place);
    }
  }
  return std::nullopt;
}

}  // namespace

result<void> check(const config& what, const std::string& place) {
  if (auto why = check_uris(what, place)) return *why;
  if (auto why = check_names(what.attributes, place)) return *why;
  for (const auto* dn : {&what.base, &what.people}) {
    if (dn->empty() || !is_dn(*dn)) return no("dn", "`" + *dn + "` is no DN", place);
  }
  if (!what.bind_dn.empty() && !is_dn(what.bind_dn)) return no("dn", "bindDn is no DN", place);
  if (!is_below(what.people, what.base)) {
    return no("people_outside_base", "`people` does not stand below `base`", place);
  }
  const bool named = std::ranges::all_of(what.object_classes, is_attribute_name);
  if (what.object_classes.empty() || !named) {
    return no("object_class", "objectClasses are names, at least one", place);
  }
  return {};
}

result<config> parse_config(std::string_view yaml, const std::string& place) {
  auto parsed = parse_yaml(std::string(yaml), place);
  if (!parsed) return parsed.error();
  const yaml_node& node = *parsed;
  settings from(node, place);
  config out;
  out.uris = texts(from, "uri", {}, node);
  out.ca_file = from.text("caFile", "");
  out.bind_dn = from.text("bindDn", "");
  out.password_file = from.text("passwordFile", "");
  out.base = from.text("base");
  out.people = from.text("people");
  out.object_classes = texts(from, "objectClasses", out.object_classes, node);
  out.window = static_cast<std::size_t>(from.number("window", 16, 1, 256));
  out.connect_timeout =
      std::chrono::milliseconds(from.number("connectTimeoutMs", 5000, 50, 60'000));
  out.timeout = std::chrono::milliseconds(from.number("timeoutMs", 15'000, 50, 600'000));
  if (node.find("attributes")) {
    if (auto why = read_attributes(from.node("attributes"), place, out.attributes)) return *why;
  }
  if (auto why = from.finish()) return *why;
  if (auto fine = check(out, place); !fine) return fine.error();
  return out;
}

}  // namespace tenure::ldap
