#include "engine/policy/notices.hpp"

#include "engine/policy/template_text.hpp"

#include <algorithm>
#include <set>

namespace tenure::policy {
namespace {

class notice_reader {
 public:
  notice_reader(const std::string& file, fault_list& faults) : file_(file), faults_(faults) {}

  notice_template read(const yaml_node& node, const std::vector<std::string>& variables) {
    std::string path = "notices." + node.key;
    notice_template out;
    for (const auto& part : node.items) {
      auto* to = part.key == "subject" ? &out.subject
                 : part.key == "text"  ? &out.text
                 : part.key == "html"  ? &out.html
                                       : nullptr;
      if (!node.map() || !to || !part.scalar()) {
        fault(part, path + "." + part.key, "is no part of a notice", "Use subject, text and html");
        continue;
      }
      *to = part.text;
      check_text(part, path + "." + part.key, variables);
      if (part.key == "html") check_html(part, path + ".html");
    }
    if (out.subject.empty() || out.text.empty()) {
      fault(node, path, "needs a subject and a text", "Add both");
    }
    if (!out.html.empty() && used_in(out.html) != used_in(out.text)) {
      fault(node, path + ".html", "does not name the same variables as the text",
            "Both parts say the same: a reader sees only one of them");
    }
    return out;
  }

  void fault(const yaml_node& at, const std::string& path, const std::string& what,
             const std::string& way_out) {
    faults_.add(file_, std::max(at.line, 1), path, what, way_out);
  }

 private:
  static std::set<std::string> used_in(const std::string& text) {
    std::set<std::string> used;
    auto pieces = parse_template(text);
    if (!pieces) return used;
    for (const auto& piece : *pieces) {
      if (piece.variable) used.insert(piece.text);
    }
    return used;
  }

  void check_text(const yaml_node& part, const std::string& path,
                  const std::vector<std::string>& variables) {
    bool lines = part.key == "subject" && part.text.find('\n') != part.text.npos;
    if (lines || !printable(part.text)) {
      fault(part, path, "holds control characters, or a subject of several lines", "Remove them");
    }
    auto pieces = parse_template(part.text);
    if (!pieces) {
      fault(part, path, "has a brace that opens or closes no variable", "Write {displayName}");
      return;
    }
    for (const auto& piece : *pieces) {
      bool known = std::find(variables.begin(), variables.end(), piece.text) != variables.end();
      if (piece.variable && !known) {
        fault(part, path, "names the unknown variable {" + piece.text + "}",
              "The vocabulary lists the variables of each notice");
      }
    }
  }

  // A mail program shows it as it is: what runs, loads or replaces the page has no place in it.
  void check_html(const yaml_node& part, const std::string& path) {
    std::string lower = part.text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    for (const char* banned : {"<script", "<style", "<html", "<body", "<iframe", "<form", "src=",
                               "javascript:", " on"}) {
      auto at = lower.find(banned);
      if (at == lower.npos || (banned == std::string(" on") && !within_tag(lower, at))) continue;
      fault(part, path, "holds '" + std::string(banned) + "'",
            "Write plain markup: p, br, strong, table, a with a fixed address");
    }
    for (auto at = lower.find('{'); at != lower.npos; at = lower.find('{', at + 1)) {
      if (!within_tag(lower, at)) continue;
      fault(part, path, "has a variable within a tag", "Values may stand between tags only");
      return;
    }
  }

  static bool within_tag(const std::string& text, std::size_t at) {
    auto open = text.rfind('<', at);
    if (open == text.npos) return false;
    auto close = text.rfind('>', at);
    return close == text.npos || close < open;
  }

  const std::string& file_;
  fault_list& faults_;
};

}  // namespace

bool printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  });
}

void read_notice(const yaml_node& node, const vocabulary& words, const std::string& file,
                 pack& onto, fault_list& faults) {
  notice_reader reader(file, faults);
  auto known = words.notices.find(node.key);
  if (known == words.notices.end()) {
    reader.fault(node, "notices." + node.key, "is no notice of the vocabulary",
                 "Remove it, or correct its name");
    return;
  }
  onto.notices[node.key] = reader.read(node, known->second);
}

}  // namespace tenure::policy
