#include "engine/audit/evidence.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/json_cursor.hpp"
#include "engine/audit/personal_file.hpp"
#include "engine/audit/receipt.hpp"

#include <algorithm>
#include <set>

namespace tenure::audit {
namespace {

constexpr std::string_view json_name = "case.json", page_name = "index.html",
                           checkpoint_name = "checkpoint";

using pack = std::map<std::string, std::string>;

std::string receipt_name(std::uint64_t index) {
  return "receipts/" + std::to_string(index) + ".tlog-proof";
}

refusal broken(std::string_view what, std::string message, std::string place) {
  return {"audit.evidence." + std::string(what), std::move(message), std::move(place), "",
          "the pack is not what the log's operator signed: ask for it again, and keep this one"};
}

// A notice about a case is an event of its subject's mailbox, not of the case.
bool is_of_case(const leaf& content, std::string_view of) {
  return value_of(content.facts, "case") == of || value_of(content.facts, "ofCase") == of;
}

result<std::vector<evidence_entry>> entries_of(journal_table& journal, const case_id& of,
                                               const account_id& subject) {
  std::vector<evidence_entry> out;
  for (auto index : journal.of_account(subject)) {
    auto rows = journal.read(index, 1);
    auto content = rows.empty() ? read_leaf("") : read_leaf(rows[0].leaf);
    if (!content) return content.error();
    if (!is_of_case(*content, of.text())) continue;
    auto personal = journal.personal(index);
    std::sort(personal.begin(), personal.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    out.push_back({std::move(*content), std::move(personal)});
  }
  if (!out.empty()) return out;
  return refusal{"audit.evidence.nothing", "the trail has no entry of this case", of.text(), "",
                 "see tenure case list --all"};
}

std::string personal_lines(const std::vector<evidence_entry>& entries) {
  std::string out;
  for (const auto& entry : entries) {
    for (const auto& value : entry.personal) append_personal(out, entry.content.index, value);
  }
  return out;
}

std::string manifest_text(const evidence& of, const pack& files) {
  std::string out(evidence_format);
  out += "\norigin " + of.head.origin + "\ncase " + of.of_case + "\nentries " +
         std::to_string(of.entries.size()) + "\n";
  for (const auto& [name, bytes] : files) out += hex(bytes_of(sha256(bytes))) + " " + name + "\n";
  return out;
}

// The files that follow from the entries.
pack said_by(const evidence& of) {
  return {{std::string(json_name), evidence_json(of)}, {std::string(page_name), evidence_page(of)},
          {std::string(personal_name), personal_lines(of.entries)}};
}

// --- checking

result<pack> read_pack(const export_files& from) {
  pack out;
  for (const auto& name : from.names) {
    auto bytes = from.read(name);
    if (!bytes) return broken("file", "the file is missing", name);
    out[name] = std::move(*bytes);
  }
  return out;
}

result<std::string> signed_manifest(const pack& files, const verifier_key& log) {
  std::string place(manifest_name);
  auto found = files.find(place);
  if (found == files.end()) return broken("manifest", "there is no manifest", place);
  auto note = parse_note(found->second);
  if (!note) return broken("manifest", note.error().message, place);
  auto signers = check_note(*note, {log});
  if (!signers || signers->empty()) {
    return broken("manifest", "it is not signed by this log", place);
  }
  // A further signature would be bytes that nobody vouches for.
  if (note->signatures.size() != 1) return broken("manifest", "it has other signatures", place);
  return result<std::string>(boost::system::in_place_value, std::move(note->text));
}

std::optional<refusal> differing_file(const std::string& manifest, const pack& files) {
  pack listed = files;
  listed.erase(std::string(manifest_name));
  std::set<std::string> missing;
  std::size_t at = 0;
  for (int line = 0; at < manifest.size(); ++line) {
    auto end = manifest.find('\n', at);
    std::string text = manifest.substr(at, end - at);
    at = end + 1;
    if (line < 4) continue;
    std::string name = text.size() > 65 ? text.substr(65) : "";
    auto found = listed.find(name);
    if (found == listed.end()) return broken("file", "the file is missing", name);
    if (hex(bytes_of(sha256(found->second))) + " " + name != text) {
      return broken("file", "the file was changed", name);
    }
    listed.erase(found);
  }
  if (listed.empty()) return std::nullopt;
  return broken("file", "the file does not belong to the pack", listed.begin()->first);
}

result<evidence_entry> check_receipt(const std::string& name, const std::string& text,
                                     const evidence& of, const verifier_key& log) {
  auto read = verify_receipt(text, log);
  if (!read) {
    refusal why = read.error();
    why.place = name;
    return why;
  }
  if (name != receipt_name(read->index) || read->head != of.head ||
      !is_of_case(read->content, of.of_case)) {
    return broken("entry", "the receipt is of another entry, case or checkpoint", name);
  }
  return evidence_entry{std::move(read->content), {}};
}

result<std::vector<evidence_entry>> check_receipts(const pack& files, const evidence& of,
                                                   const verifier_key& log) {
  std::map<std::uint64_t, evidence_entry> found;
  for (const auto& [name, bytes] : files) {
    if (!name.starts_with("receipts/")) continue;
    auto entry = check_receipt(name, bytes, of, log);
    if (!entry) return entry.error();
    found.emplace(entry->content.index, std::move(*entry));
  }
  std::vector<evidence_entry> out;
  for (auto& [index, entry] : found) out.push_back(std::move(entry));
  return out;
}

std::optional<refusal> take_personal(const std::string& lines, evidence& into) {
  std::string place(personal_name);
  for (std::string_view rest = lines; !rest.empty();) {
    auto end = rest.find('\n');
    auto line = parse_personal(rest.substr(0, end));
    if (!line || end == std::string_view::npos) {
      return broken("personal", "a line is not in the file's form", place);
    }
    rest.remove_prefix(end + 1);
    auto entry = std::find_if(into.entries.begin(), into.entries.end(), [&](const auto& each) {
      return each.content.index == line->index;
    });
    if (entry == into.entries.end() || !committed_to(entry->content, line->value)) {
      return broken("personal", "no entry commits to the value of " + line->value.name, place);
    }
    entry->personal.push_back(std::move(line->value));
  }
  return std::nullopt;
}

std::string third_line_value(const std::string& manifest) {
  auto at = manifest.find("\ncase ");
  return at == std::string::npos ? "" : manifest.substr(at + 6, 32);
}

}  // namespace

result<pack> make_evidence(transaction& from, const std::filesystem::path& trail,
                           const case_id& of, const account_id& subject, const signing_key& key) {
  auto entries = entries_of(from.journal(), of, subject);
  if (!entries) return entries.error();
  std::vector<std::uint64_t> indexes;
  for (const auto& entry : *entries) indexes.push_back(entry.content.index);
  auto receipts = prove_entries(trail, indexes, key.verifier());
  if (!receipts) return receipts.error();
  auto head = verify_receipt(receipts->front(), key.verifier());
  if (!head) return head.error();
  evidence content{of.text(), head->head, std::move(*entries)};
  pack out = said_by(content);
  auto note = receipts->front();
  out[std::string(checkpoint_name)] = note.substr(note.find("\n\n") + 2);
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    out[receipt_name(indexes[i])] = std::move((*receipts)[i]);
  }
  out[std::string(manifest_name)] = sign_note(manifest_text(content, out), key);
  return out;
}

bool is_evidence(const export_files& files) {
  auto manifest = files.read(std::string(manifest_name));
  return manifest && manifest->starts_with(evidence_format);
}

result<evidence> verify_evidence(const export_files& files, const verifier_key& log) {
  auto all = read_pack(files);
  if (!all) return all.error();
  auto manifest = signed_manifest(*all, log);
  if (!manifest) return manifest.error();
  if (auto wrong = differing_file(*manifest, *all)) return *wrong;
  auto opened = open_checkpoint((*all)[std::string(checkpoint_name)], log);
  if (!opened) return opened.error();
  evidence out{third_line_value(*manifest), opened->head, {}};
  auto entries = check_receipts(*all, out, log);
  if (!entries) return entries.error();
  out.entries = std::move(*entries);
  if (auto wrong = take_personal((*all)[std::string(personal_name)], out)) return *wrong;
  for (const auto& [name, bytes] : said_by(out)) {
    if ((*all)[name] != bytes) {
      return broken("words", "it does not say what the entries say", name);
    }
  }
  all->erase(std::string(manifest_name));
  if (manifest_text(out, *all) == *manifest) return out;
  return broken("manifest", "it is not in its form", std::string(manifest_name));
}

}  // namespace tenure::audit
