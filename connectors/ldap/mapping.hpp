#pragma once
// A mailbox's condition as attributes of its entry, and back.

#include "connectors/ldap/connection.hpp"
#include "engine/model/account.hpp"
#include "engine/ports/connector.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::ldap {

inline constexpr std::string_view entry_uuid = "entryUUID";  // RFC 4530

// The fields whose attribute is configured, in the order of condition_fields.
std::vector<std::string_view> governed(const attribute_names& names);

// What is read of every entry: the governed attributes, entryUUID, the lifecycle id, the login.
std::vector<std::string> read_attributes(const attribute_names& names);

// An attribute with a value that says nothing here ("tenureAccountStatus: maybe", two primary
// addresses) leaves its field unset: so apply writes it.
mailbox_condition condition_of(const entry& of, const attribute_names& names);

// Only governed fields. Empty texts, no aliases and a limit of 0 take the attribute away.
std::vector<replacement> replacements(const mailbox_condition& desired,
                                      const attribute_names& names);

// The new entry's attributes; the login, the lifecycle id and the RDN among them.
std::vector<replacement> attributes_of(const new_mailbox& what, const config& settings);

// `invalid`, naming the field: a NUL, an empty address or alias, a negative limit.
std::optional<outcome> unacceptable(const mailbox_condition& desired);

const std::vector<std::string>& values_of(const entry& of, std::string_view attribute);
// The value, or empty when there is none or more than one.
std::string only_value(const entry& of, std::string_view attribute);
bool has_value(const entry& of, std::string_view attribute, std::string_view value);  // ASCII case

}  // namespace tenure::ldap
