#include "engine/audit/checkpoint.hpp"

#include "engine/audit/encoding.hpp"

namespace tenure::audit {
namespace {

refusal malformed(std::string message) {
  return {"audit.checkpoint.malformed", std::move(message), "", "", ""};
}

// Takes a line without its end off `text`; nullopt when there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
  std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string to_text(const checkpoint& head) {
  return head.origin + "\n" + std::to_string(head.size) + "\n" + base64(bytes_of(head.root)) + "\n";
}

result<checkpoint> parse_checkpoint(std::string_view body) {
  auto origin = take_line(body), size = take_line(body), root = take_line(body);
  if (!origin || !size || !root || !body.empty()) {
    return malformed("a checkpoint has three lines: origin, size and root");
  }
  if (origin->empty()) return malformed("the origin is empty");
  auto number = parse_decimal(*size);
  auto hash = base64_decode(*root);
  if (!number) return malformed("the size is not a plain decimal number");
  if (!hash || hash->size() != 32) return malformed("the root is not base64 of 32 bytes");
  return checkpoint{std::string(*origin), *number, digest_of(*hash)};
}

std::string sign_checkpoint(std::uint64_t size, const digest& root, const signing_key& key) {
  return sign_note(to_text(checkpoint{key.verifier().name, size, root}), key);
}

result<opened_checkpoint> open_checkpoint(std::string_view note, const verifier_key& log,
                                          const std::vector<verifier_key>& witnesses) {
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  std::vector<verifier_key> known = witnesses;
  known.push_back(log);
  auto signers = check_note(*parsed, known);
  if (!signers) return signers.error();
  opened_checkpoint out;
  bool signed_by_log = false;
  for (const auto& signer : *signers) {
    if (signer.key == log) {
      signed_by_log = true;
    } else {
      out.witnesses.push_back(signer);
    }
  }
  if (!signed_by_log) {
    return refusal{"audit.checkpoint.unsigned", "the log's own signature is missing", "", "",
                   "use the verifier key of the log that made this checkpoint: " + log.name};
  }
  auto head = parse_checkpoint(parsed->text);
  if (!head) return head.error();
  out.head = std::move(*head);
  if (out.head.origin != log.name) {
    return refusal{"audit.checkpoint.origin",
                   "the checkpoint is of another log: " + out.head.origin, "", "", ""};
  }
  return out;
}

}  // namespace tenure::audit
