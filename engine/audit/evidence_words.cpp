// What a pack says in JSON and on its page. Both follow from the entries alone.
#include "engine/audit/encoding.hpp"
#include "engine/audit/evidence.hpp"
#include "engine/audit/json_cursor.hpp"
#include "engine/model/html.hpp"

#include <algorithm>
#include <array>

namespace tenure::audit {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

void append_object(std::string& out, std::string_view name, const attributes& values) {
  append_json_string(out, name);
  out += ":{";
  const char* separator = "";
  for (const auto& [key, value] : values) {
    out += separator;
    append_member(out, key, value);
    separator = ",";
  }
  out += '}';
}

const std::string* personal_of(const evidence_entry& entry, std::string_view name) {
  for (const auto& value : entry.personal) {
    if (value.name == name) return &value.value;
  }
  return nullptr;
}

// Every value that the entry commits to; one that was erased is null.
void append_personal_json(std::string& out, const evidence_entry& entry) {
  out += "\"personal\":{";
  const char* separator = "";
  for (const auto& [name, commitment] : entry.content.personal) {
    out += separator;
    append_json_string(out, name);
    out += ':';
    const auto* value = personal_of(entry, name);
    if (value) append_json_string(out, *value);
    else out += "null";
    separator = ",";
  }
  out += '}';
}

void append_entry(std::string& out, const evidence_entry& entry) {
  const leaf& of = entry.content;
  out += "{\"index\":" + std::to_string(of.index) + ",";
  const std::array<std::pair<const char*, std::string>, 9> texts{
      {{"at", to_text(of.at)}, {"committed", to_text(of.committed)}, {"event", of.event},
       {"from", of.from}, {"to", of.to}, {"account", of.account}, {"cause", of.cause},
       {"capacity", of.capacity}, {"proof", of.proof}}};
  for (const auto& [name, value] : texts) {
    append_member(out, name, value);
    out += ',';
  }
  out += "\"rules\":[";
  const char* separator = "";
  for (const auto& rule : of.rules) {
    out += separator;
    append_json_string(out, rule);
    separator = ",";
  }
  out += "],";
  append_object(out, "facts", of.facts);
  out += ',';
  append_personal_json(out, entry);
  out += '}';
}

// --- the page

// Control characters show themselves: an entry's value may hold any.
std::string escaped(std::string_view text) {
  std::string visible(text);
  std::replace_if(visible.begin(), visible.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }, '?');
  return html_escaped(visible);
}

// Isolated, so that no writing direction in a value reaches beyond it.
std::string shown(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

std::string said(const evidence_entry& entry, std::string_view name) {
  if (!entry.content.personal.contains(name)) return "";
  const auto* value = personal_of(entry, name);
  return value ? shown(*value) : "<i>erased</i>";
}

std::string moment(instant at) { return to_text(at).substr(0, 19) + "Z"; }

std::string who(const evidence_entry& entry) {
  return said(entry, "actor") + " as " + shown(entry.content.capacity) + ", " +
         shown(entry.content.proof);
}

std::string number_of(const evidence_entry& entry) {
  auto index = std::to_string(entry.content.index);
  return "<a href=\"#e" + index + "\">" + index + "</a>";
}

std::string rules_of(const leaf& of) {
  std::string out;
  for (const auto& rule : of.rules) out += (out.empty() ? "" : ", ") + shown(rule);
  return out;
}

class table {
 public:
  table(std::string title, std::initializer_list<std::string_view> heads) {
    out_ = "<h2>" + title + "</h2>\n<table>\n<tr>";
    for (auto head : heads) out_ += "<th>" + std::string(head) + "</th>";
    out_ += "</tr>\n";
  }
  void row(std::initializer_list<std::string> cells, const std::string& id = "") {
    out_ += id.empty() ? "<tr>" : "<tr id=\"" + id + "\">";
    for (const auto& cell : cells) out_ += "<td>" + cell + "</td>";
    out_ += "</tr>\n";
    any_ = true;
  }
  // With `otherwise` in place of rows when there were none.
  std::string text(std::string_view otherwise) const {
    if (any_) return out_ + "</table>\n";
    return out_.substr(0, out_.find("<table>")) + "<p>" + std::string(otherwise) + "</p>\n";
  }

 private:
  std::string out_;
  bool any_ = false;
};

// What the request's fields were; what the case noted later about its own course is left out.
std::string asked(const evidence& of) {
  table out("What was asked, by whom and why", {"Entry", "What", "Said"});
  for (const auto& entry : of.entries) {
    if (entry.content.event != "case.asked") continue;
    auto index = number_of(entry);
    out.row({index, "asked for", shown(value_of(entry.content.facts, "workflow"))});
    out.row({index, "by", who(entry)});
    out.row({index, "on", moment(entry.content.at)});
    out.row({index, "whose mailbox", said(entry, "person") + " " + said(entry, "address")});
    for (const auto& [name, commitment] : entry.content.personal) {
      if (!name.starts_with("case.") || name.starts_with("case.agreed.")) continue;
      if (name != "case.stage") out.row({index, escaped(name.substr(5)), said(entry, name)});
    }
  }
  return out.text("The request itself is not among the entries.");
}

std::string answer_words(const leaf& of) {
  auto refused = value_of(of.facts, "refused");
  auto yes = value_of(of.facts, "approved");
  if (yes.empty()) return "not counted: " + shown(refused);
  return yes == "true" ? "agreed" : "refused";
}

std::string decided(const evidence& of) {
  table out("Who decided", {"Entry", "When", "Who", "Answer", "Reason", "Rules"});
  for (const auto& entry : of.entries) {
    if (entry.content.event != "case.answered") continue;
    out.row({number_of(entry), moment(entry.content.at), who(entry), answer_words(entry.content),
             said(entry, entry.content.personal.contains("reason") ? "reason" : "case.reason"),
             rules_of(entry.content)});
  }
  return out.text("Nobody was asked, or nobody answered.");
}

std::string told(const evidence& of) {
  table out("Who was told, and who was not", {"Entry", "When", "What", "Outcome"});
  for (const auto& entry : of.entries) {
    const auto& facts = entry.content.facts;
    auto index = number_of(entry), when = moment(entry.content.at);
    if (auto subject = value_of(facts, "subjectTold"); !subject.empty()) {
      out.row({index, when, "the person whose mailbox it is: " + shown(subject),
               said(entry, "case.notToldBecause")});
    }
    if (auto notice = value_of(facts, "notice"); !notice.empty()) {
      out.row({index, when, "notice " + shown(notice) + " to " + said(entry, "noticeTo"),
               shown(value_of(facts, "outcome"))});
    }
  }
  return out.text("Nobody was told anything.");
}

std::string opened(const evidence& of) {
  table out("What was opened, when, and what ended it",
            {"Entry", "When", "What", "For", "Until", "Because of"});
  for (const auto& entry : of.entries) {
    for (const auto& [name, value] : entry.content.facts) {
      bool ended = name.starts_with("grantEnded.");
      if (!ended && !name.starts_with("grant.")) continue;
      auto kind = escaped(name.substr(name.find('.') + 1));
      out.row({number_of(entry), moment(entry.content.at), kind + (ended ? " ended" : " opened"),
               said(entry, "case.recipient"),
               ended ? "" : shown(value_of(entry.content.facts, "grantEnds")),
               shown(entry.content.event)});
    }
  }
  return out.text("Nothing was opened.");
}

std::string collected(const evidence& of) {
  table out("What was copied or collected, and what became of it", {"Entry", "When", "What"});
  for (const auto& entry : of.entries) {
    std::string what;
    for (const auto& [name, value] : entry.content.facts) {
      bool about = name.starts_with("copied.") || name.starts_with("evidence.");
      if (about) what += escaped(name) + " " + shown(value) + "<br>";
    }
    for (const auto& [name, commitment] : entry.content.personal) {
      if (name.starts_with("copied.")) what += escaped(name) + " " + said(entry, name) + "<br>";
    }
    if (!what.empty()) out.row({number_of(entry), moment(entry.content.at), what});
  }
  return out.text("Nothing was copied or collected.");
}

std::string all_entries(const evidence& of) {
  table out("Every entry of the case",
            {"Entry", "When", "Event", "State", "Who", "Rules", "Facts", "Personal values"});
  for (const auto& entry : of.entries) {
    const leaf& content = entry.content;
    std::string facts, personal;
    for (const auto& [name, value] : content.facts) {
      facts += escaped(name) + " " + shown(value) + "<br>";
    }
    for (const auto& [name, commitment] : content.personal) {
      personal += escaped(name) + " " + said(entry, name) + "<br>";
    }
    out.row({std::to_string(content.index), moment(content.at), shown(content.event),
             shown(content.from) + " → " + shown(content.to), who(entry), rules_of(content),
             facts, personal},
            "e" + std::to_string(content.index));
  }
  return out.text("");
}

constexpr std::string_view page_head =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<style>body{font:16px/1.5 sans-serif;margin:2em;max-width:80em}"
    "table{border-collapse:collapse}th,td{border:1px solid #999;padding:.3em .6em;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}</style>\n";

constexpr std::string_view how_to_check =
    "<h2>How to check this</h2>\n<p>Every word of this page follows from the entries in "
    "<code>receipts/</code>, each with its proof that it stands in the log whose signed checkpoint "
    "is in <code>checkpoint</code>. <code>tenure audit verify FOLDER --key KEY</code> checks all "
    "of it, without a network and without the log. The receipts are in the form "
    "c2sp.org/tlog-proof@v1, which other programs read too.</p>\n";

}  // namespace

std::string evidence_json(const evidence& of) {
  std::string out = "{";
  append_member(out, "format", evidence_format);
  out += ',';
  append_member(out, "case", of.of_case);
  out += ",\"log\":{";
  append_member(out, "origin", of.head.origin);
  out += ",\"size\":" + std::to_string(of.head.size) + ",";
  append_member(out, "root", base64(bytes_of(of.head.root)));
  out += "},\"entries\":[\n";
  const char* separator = "";
  for (const auto& entry : of.entries) {
    out += separator;
    append_entry(out, entry);
    separator = ",\n";
  }
  return out + "\n]}\n";
}

std::string evidence_page(const evidence& of) {
  std::string title = "Evidence of case " + escaped(of.of_case);
  std::string out(page_head);
  out += "<title>" + title + "</title>\n</head>\n<body>\n<h1>" + title + "</h1>\n<p>";
  if (!of.entries.empty()) out += shown(of.entries.front().content.organisation) + ". ";
  out += std::to_string(of.entries.size()) + " entries of the log " + shown(of.head.origin) +
         " at size " + std::to_string(of.head.size) + ". Times are UTC.</p>\n";
  for (auto part : {asked, decided, told, opened, collected, all_entries}) out += part(of);
  out += how_to_check;
  return out + "</body>\n</html>\n";
}

}  // namespace tenure::audit
