#pragma once
// What a new account is called. The template comes from the pack: `{givenName}.{surname}`
// (CAM-10c), `{jobTitle}` (PAK-6a). Pure: whether a name is free is the caller's question.

#include "engine/model/person.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/pack.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenure::policy {

struct proposed_name {
  std::string local_stem;    // "jane.smith": lower-case ASCII letters, digits, '.', '-', '_'; at
                             // most 56 bytes; never ends in a digit (a number may be appended)
  std::string login_stem;    // as local_stem, by the pack's loginTemplate
  std::string domain;        // "cambridgeshire.gov.uk"
  std::string display_name;  // "Jane Smith", UTF-8 as HR wrote it, NFC, one line

  std::string stem() const { return local_stem + "@" + domain; }
  // number 0: the stem itself; n: n appended to the local part (jane.smith2; 1 is never given).
  std::string address(int number) const;
  std::string login(int number) const;
};

// Each field is transliterated to ASCII from any script, folded to lower case and stripped of what
// an address may not hold: Zoë O'Neill-Brückner -> zoe.oneill-bruckner. Blanks, dots and slashes in
// a field become one '-'. A stem that would end in a digit has its last digits spelt out (section
// officer 2 -> section-officer-two); one that is too long loses letters of its longest field.
// Refused, with rule = the template's clause:
//   naming.field_missing  a field that the template needs is blank; place = the field
//   naming.nothing_left   it holds nothing an address could (an emoji); place = the field
//   naming.reserved       the stem is postmaster, abuse, ... of RFC 2142
result<proposed_name> propose_name(const pack& rules, const person& who);

// The address of a mailbox of a unit or group, from the name that was asked for ("support", "sr+d")
// by the pack's addressTemplate for `shared`. Refused: mailbox.not_offered.denied (the template has
// no {name}), alias.malformed, alias.reserved.
result<std::string> shared_address(const pack& rules, std::string_view name);

// What is wrong with a further address that somebody asks for; nullopt: nothing. alias.malformed
// (lower-case letters, digits, '.', '-', '_' of at most 64 bytes before the @), alias.other_domain,
// alias.reserved.
std::optional<refusal> fault_in_alias(const pack& rules, std::string_view address);

}  // namespace tenure::policy
