#pragma once
// The evidence pack of one case: its entries with receipts, the personal values that were not
// erased, the same as JSON and as a page for people, and a manifest that the log's key signed.
// It is checked with nothing but its files and the verifier key. FORMAT.md has its form.

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/verify_export.hpp"
#include "engine/ports/store.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenure::audit {

// First line of a pack's manifest. Not a schema-less URL, so no checkpoint can begin with it.
inline constexpr std::string_view evidence_format = "tenure evidence pack, form 1";
inline constexpr std::string_view manifest_name = "manifest";

struct evidence_entry {
  leaf content;
  std::vector<personal_value> personal;  // not erased; by name
};

// What a pack says; its JSON and its page follow from this alone, so a verifier writes both anew
// and compares.
struct evidence {
  std::string of_case;  // 32 hexadecimal digits
  checkpoint head;
  std::vector<evidence_entry> entries;  // by index
};

std::string evidence_json(const evidence& of);
// No scripts, nothing from elsewhere; every value is escaped.
std::string evidence_page(const evidence& of);

// Name -> bytes of the pack's files, from a trail that is published up to the newest entry of the
// case. "audit.evidence.nothing" when no entry is of this case; refusals of prove_entries().
result<std::map<std::string, std::string>> make_evidence(transaction& from,
                                                         const std::filesystem::path& trail,
                                                         const case_id& of,
                                                         const account_id& subject,
                                                         const signing_key& key);

// Whether this folder is to be read as a pack and not as an export.
bool is_evidence(const export_files& files);

// Every byte of every file: signature, digests, receipts, commitments, and that the JSON and the
// page say what the entries say. Refusals name the file:
//   audit.evidence.manifest  it is not in its form, or not signed by the log
//   audit.evidence.file      a file is missing, changed, or not of the pack
//   audit.evidence.entry     a receipt is of another entry, case or checkpoint
//   audit.evidence.personal  a value is not what the entry commits to
//   audit.evidence.words     the JSON or the page says something else than the entries
// and those of open_checkpoint() and verify_receipt().
result<evidence> verify_evidence(const export_files& files, const verifier_key& log);

}  // namespace tenure::audit
