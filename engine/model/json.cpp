// The stored text forms of model values. Boost.JSON stays in this file.
#include "engine/model/attributes.hpp"
#include "engine/model/condition.hpp"

#include <boost/json.hpp>

namespace tenure {
namespace {

namespace json = boost::json;

template <class Enum>
void put(json::object& out, const char* name, const std::optional<Enum>& value, const char* first,
         const char* second) {
  if (value) out[name] = *value == Enum{} ? first : second;
}

void put(json::object& out, const char* name, const std::optional<std::string>& value) {
  if (value) out[name] = *value;
}

void put(json::object& out, const char* name,
         const std::optional<std::vector<std::string>>& values) {
  if (values) out[name] = json::array(values->begin(), values->end());
}

template <class Enum>
bool get(const json::value& from, std::optional<Enum>& to, std::string_view first,
         std::string_view second) {
  if (!from.is_string()) return false;
  std::string_view text = from.get_string();
  if (text != first && text != second) return false;
  to = text == first ? Enum{} : Enum(1);
  return true;
}

bool get(const json::value& from, std::optional<std::string>& to) {
  if (!from.is_string()) return false;
  to = std::string(from.get_string());
  return true;
}

bool get(const json::value& from, std::optional<std::int64_t>& to) {
  if (!from.is_int64()) return false;
  to = from.get_int64();
  return true;
}

bool get(const json::value& from, std::optional<std::vector<std::string>>& to) {
  if (!from.is_array()) return false;
  to.emplace();
  for (const auto& each : from.get_array()) {
    if (!each.is_string()) return false;
    to->emplace_back(each.get_string());
  }
  return true;
}

bool get_delegates(const json::value& from, std::optional<std::vector<delegate>>& to) {
  if (!from.is_object()) return false;
  to.emplace();
  for (const auto& [who, rights] : from.get_object()) {
    if (!rights.is_string()) return false;
    to->push_back({std::string(who), std::string(rights.get_string())});
  }
  return true;
}

bool get_field(std::string_view name, const json::value& from, mailbox_condition& to) {
  if (name == "signIn") return get(from, to.sign_in, "allowed", "blocked");
  if (name == "addressList") return get(from, to.address_list, "shown", "hidden");
  if (name == "delivery") return get(from, to.delivery, "accepted", "refused");
  if (name == "address") return get(from, to.address);
  if (name == "aliases") return get(from, to.aliases);
  if (name == "displayName") return get(from, to.display_name);
  if (name == "forwarding") return get(from, to.forwarding);
  if (name == "autoReply") return get(from, to.auto_reply);
  if (name == "delegates") return get_delegates(from, to.delegates);
  if (name == "sendOnBehalf") return get(from, to.send_on_behalf);
  if (name == "quota") return get(from, to.quota_bytes);
  if (name == "messageSize") return get(from, to.message_bytes);
  return false;
}

std::optional<json::object> parse_object(std::string_view text) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

}  // namespace

std::string to_json(const attributes& values) {
  json::object out;
  for (const auto& [name, value] : values) out[name] = value;
  return json::serialize(out);
}

std::optional<attributes> attributes_from_json(std::string_view text) {
  auto object = parse_object(text);
  if (!object) return std::nullopt;
  attributes out;
  for (const auto& [name, value] : *object) {
    if (!value.is_string()) return std::nullopt;
    out.emplace(std::string(name), std::string(value.get_string()));
  }
  return out;
}

std::string to_json(const mailbox_condition& c) {
  json::object out;
  put(out, "signIn", c.sign_in, "allowed", "blocked");
  put(out, "addressList", c.address_list, "shown", "hidden");
  put(out, "delivery", c.delivery, "accepted", "refused");
  put(out, "address", c.address);
  put(out, "aliases", c.aliases);
  put(out, "displayName", c.display_name);
  put(out, "forwarding", c.forwarding);
  put(out, "autoReply", c.auto_reply);
  if (c.delegates) {
    json::object delegates;
    for (const auto& d : *c.delegates) delegates[d.who] = d.rights;
    out["delegates"] = std::move(delegates);
  }
  put(out, "sendOnBehalf", c.send_on_behalf);
  if (c.quota_bytes) out["quota"] = *c.quota_bytes;
  if (c.message_bytes) out["messageSize"] = *c.message_bytes;
  return json::serialize(out);
}

std::optional<mailbox_condition> condition_from_json(std::string_view text) {
  auto object = parse_object(text);
  if (!object) return std::nullopt;
  mailbox_condition out;
  for (const auto& [name, value] : *object) {
    if (!get_field(name, value, out)) return std::nullopt;
  }
  return out;
}

}  // namespace tenure
