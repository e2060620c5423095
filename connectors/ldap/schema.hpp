#pragma once
// Whether the directory knows the attributes that are configured. A search for an attribute that it
// does not know finds nothing and complains of nothing; only the write is refused, when somebody
// waits for it.

#include "connectors/ldap/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure::ldap {

// The configured attributes of mailboxes that no definition among `types` names. `types`: values of
// attributeTypes (RFC 4512 4.1.2, 4.2); one that cannot be read names nothing.
std::vector<std::string> unknown_to(const std::vector<std::string>& types,
                                    const attribute_names& names);

// The same of the server's subschema (RFC 4512 4.4). `done` with "unknown" among the facts, their
// names with blanks between; none: no such fact.
lazy<outcome> look_at_schema(session& over, const config& settings);

}  // namespace tenure::ldap
