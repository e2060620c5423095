#pragma once
// What a new account is called. The template comes from the pack: `{givenName}.{surname}`
// (CAM-10c), `{jobTitle}` (PAK-6a). Pure: whether a name is free is the caller's question.

#include "engine/model/person.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/pack.hpp"

#include <string>

namespace tenure::policy {

struct proposed_name {
  std::string local_stem;    // "jane.smith": lower-case ASCII letters, digits, '.', '-', '_'; at
                             // most 56 bytes; never ends in a digit (a number may be appended)
  std::string domain;        // "cambridgeshire.gov.uk"
  std::string display_name;  // "Jane Smith", UTF-8 as HR wrote it, NFC, one line

  std::string stem() const { return local_stem + "@" + domain; }
  // number 0: the stem itself; n: n appended to the local part (jane.smith2; 1 is never given).
  std::string address(int number) const;
  std::string login(int number) const;
};

// Transliterates to ASCII (Zoë O'Neill-Brückner -> zoe.oneill-brueckner is NOT wanted:
// zoe.oneill-bruckner; any script to Latin), folds case, drops what an address may not hold.
// Refused (naming.field_missing, naming.nothing_left) when a field that the template needs is empty
// or leaves nothing: place = the field, rule = the template's clause.
result<proposed_name> propose_name(const pack& rules, const person& who);

}  // namespace tenure::policy
