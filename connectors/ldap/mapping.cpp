#include "connectors/ldap/mapping.hpp"

#include "connectors/ldap/names.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tenure::ldap {
namespace {

template <class Enum>
std::optional<Enum> read(const entry& of, const two_valued& as) {
  if (as.attribute.empty()) return std::nullopt;
  const auto& values = values_of(of, as.attribute);
  if (values.empty()) return as.absent_is_first ? std::optional(Enum{}) : std::nullopt;
  const std::string value = lower(only_value(of, as.attribute));
  if (value == lower(as.first)) return Enum{};
  if (value == lower(as.second)) return Enum(1);
  return std::nullopt;
}

template <class Enum>
void write(const std::optional<Enum>& field, const two_valued& as, std::vector<replacement>& to) {
  if (!field || as.attribute.empty()) return;
  to.push_back({as.attribute, {*field == Enum{} ? as.first : as.second}});
}

std::optional<std::string> read_text(const entry& of, const std::string& attribute) {
  if (attribute.empty() || values_of(of, attribute).size() > 1) return std::nullopt;
  return only_value(of, attribute);
}

std::optional<std::vector<std::string>> read_texts(const entry& of, const std::string& attribute) {
  if (attribute.empty()) return std::nullopt;
  auto out = values_of(of, attribute);
  std::ranges::sort(out);
  return out;
}

void write_texts(const std::optional<std::vector<std::string>>& field,
                 const std::string& attribute, std::vector<replacement>& to) {
  if (field && !attribute.empty()) to.push_back({attribute, *field});
}

void write_text(const std::optional<std::string>& field, const std::string& attribute,
                std::vector<replacement>& to) {
  if (!field || attribute.empty()) return;
  to.push_back({attribute, field->empty() ? std::vector<std::string>{} : std::vector{*field}});
}

std::optional<std::int64_t> read_bytes(const entry& of, const std::string& attribute) {
  const auto text = read_text(of, attribute);
  if (!text) return std::nullopt;
  if (text->empty()) return 0;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return number;
}

// 0 is no limit: no attribute.
void write_bytes(const std::optional<std::int64_t>& field, const std::string& attribute,
                 std::vector<replacement>& to) {
  if (field) write_text(*field == 0 ? std::string() : std::to_string(*field), attribute, to);
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

outcome no(std::string_view field, const char* why) {
  return said(outcome_class::invalid, std::string(field) + ": " + why);
}

}  // namespace

std::vector<std::string_view> governed(const attribute_names& a) {
  const std::pair<std::string_view, const std::string*> all[] = {
      {"signIn", &a.sign_in.attribute},
      {"addressList", &a.address_list.attribute},
      {"delivery", &a.delivery.attribute},
      {"address", &a.address},
      {"aliases", &a.aliases},
      {"displayName", &a.display_name},
      {"forwarding", &a.forwarding},
      {"sendOnBehalf", &a.send_on_behalf},
      {"quota", &a.quota},
      {"messageSize", &a.message_size}};
  std::vector<std::string_view> out;
  for (const auto& [field, attribute] : all) {
    if (!attribute->empty()) out.push_back(field);
  }
  return out;
}

std::vector<std::string> read_attributes(const attribute_names& a) {
  std::vector<std::string> out{std::string(entry_uuid), a.lifecycle_id, a.login};
  for (const auto* name : {&a.sign_in.attribute, &a.address_list.attribute, &a.delivery.attribute,
                           &a.address, &a.aliases, &a.display_name, &a.forwarding, &a.quota,
                           &a.message_size, &a.send_on_behalf}) {
    if (!name->empty()) out.push_back(*name);
  }
  return out;
}

mailbox_condition condition_of(const entry& of, const attribute_names& a) {
  mailbox_condition out;
  out.sign_in = read<enum sign_in>(of, a.sign_in);
  out.address_list = read<enum address_list>(of, a.address_list);
  out.delivery = read<enum delivery>(of, a.delivery);
  out.address = read_text(of, a.address);
  out.aliases = read_texts(of, a.aliases);
  out.display_name = read_text(of, a.display_name);
  out.forwarding = read_text(of, a.forwarding);
  out.send_on_behalf = read_texts(of, a.send_on_behalf);
  out.quota_bytes = read_bytes(of, a.quota);
  out.message_bytes = read_bytes(of, a.message_size);
  return out;
}

std::vector<replacement> replacements(const mailbox_condition& desired, const attribute_names& a) {
  std::vector<replacement> out;
  write(desired.sign_in, a.sign_in, out);
  write(desired.address_list, a.address_list, out);
  write(desired.delivery, a.delivery, out);
  write_text(desired.address, a.address, out);
  write_texts(desired.aliases, a.aliases, out);
  write_text(desired.display_name, a.display_name, out);
  write_text(desired.forwarding, a.forwarding, out);
  write_texts(desired.send_on_behalf, a.send_on_behalf, out);
  write_bytes(desired.quota_bytes, a.quota, out);
  write_bytes(desired.message_bytes, a.message_size, out);
  return out;
}

std::vector<replacement> attributes_of(const new_mailbox& what, const config& settings) {
  const attribute_names& a = settings.attributes;
  mailbox_condition initial;
  initial.address = what.account.address;
  initial.aliases = what.account.aliases;
  initial.display_name = what.account.display_name;
  std::vector<replacement> out{{"objectClass", settings.object_classes}};
  auto add = [&](const std::string& name, std::string value) {
    const bool there = std::ranges::any_of(
        out, [&](const replacement& r) { return lower(r.attribute) == lower(name); });
    if (!there && !value.empty()) out.push_back({name, {std::move(value)}});
  };
  for (auto& r : replacements(overlay(initial, what.desired), a)) {
    if (!r.values.empty()) out.push_back(std::move(r));
  }
  const std::string name =
      what.account.display_name.empty() ? what.account.login : what.account.display_name;
  add(a.login, what.account.login);
  add(a.rdn, what.account.login);
  add(a.lifecycle_id, what.account.id.text());
  if (!a.hr_id.empty()) add(a.hr_id, what.account.person.value);
  add(a.given_name, what.given_name);
  add(a.surname, what.surname.empty() ? name : what.surname);  // inetOrgPerson asks for sn and cn
  add(a.common_name, name);
  return out;
}

std::optional<outcome> unacceptable(const mailbox_condition& c) {
  if (c.address && !is_value(*c.address)) return no("address", "empty, or holds a NUL");
  for (const auto& alias : c.aliases.value_or(std::vector<std::string>{})) {
    if (!is_value(alias)) return no("aliases", "one is empty, or holds a NUL");
  }
  for (const auto& login : c.send_on_behalf.value_or(std::vector<std::string>{})) {
    if (!is_value(login)) return no("sendOnBehalf", "one is empty, or holds a NUL");
  }
  if (c.display_name && has_nul(*c.display_name)) return no("displayName", "holds a NUL");
  if (c.forwarding && has_nul(*c.forwarding)) return no("forwarding", "holds a NUL");
  if (c.quota_bytes.value_or(0) < 0) return no("quota", "is negative");
  if (c.message_bytes.value_or(0) < 0) return no("messageSize", "is negative");
  return std::nullopt;
}

const std::vector<std::string>& values_of(const entry& of, std::string_view attribute) {
  static const std::vector<std::string> none;
  auto found = of.values.find(lower(attribute));
  return found == of.values.end() ? none : found->second;
}

std::string only_value(const entry& of, std::string_view attribute) {
  const auto& values = values_of(of, attribute);
  return values.size() == 1 ? values.front() : std::string();
}

bool has_value(const entry& of, std::string_view attribute, std::string_view value) {
  return std::ranges::any_of(values_of(of, attribute),
                             [&](const std::string& each) { return lower(each) == lower(value); });
}

}  // namespace tenure::ldap
