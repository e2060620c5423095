#include "engine/policy/sweep_rule.hpp"

#include "engine/model/instant.hpp"
#include "engine/policy/vocabulary.hpp"

#include <algorithm>
#include <optional>

namespace tenure::policy {
namespace {

constexpr std::int32_t months_max = 1200, often_max_days = 31;
constexpr std::int64_t messages_max = 100'000'000;

bool is_inbox(std::string_view folder) {
  constexpr std::string_view inbox = "INBOX";
  return std::equal(folder.begin(), folder.end(), inbox.begin(), inbox.end(),
                    [](char is, char wanted) { return (is & ~0x20) == wanted; });
}

// One folder, by its whole name: RFC 3501 lists several by * and %.
bool names_one_folder(std::string_view folder) {
  if (folder.empty() || folder.front() == '/' || folder.back() == '/') return false;
  return std::none_of(folder.begin(), folder.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '*' || c == '%';
  });
}

// Hours would make what goes depend on the minute at which somebody looks.
std::optional<period> whole_days(const std::string& text) {
  auto length = parse_period(text);
  bool good = length && length->seconds == 0 && length->months <= months_max &&
              (length->months > 0 || length->days > 0);
  return good ? length : std::nullopt;
}

class reader {
 public:
  reader(sweep_rule& to, const fault_sink& fault) : to_(to), fault_(fault) {}

  void read(const yaml_node& section) {
    for (const auto& part : section.items) {
      if (part.key == "every") read_every(part);
      else if (part.key == "most") read_most(part);
      else if (part.key == "folders") read_folders(part);
      else fault_(part, "sweep." + part.key, "is no key of a sweep", "Use every, most, folders");
    }
    if (to_.folders.empty()) {
      fault_(section, "sweep.folders", "are missing", "Name one, or leave the section out");
    }
    if (to_.every.value.empty()) {
      fault_(section, "sweep.every", "is missing", "Write { value: P7D, clause: ... }");
    }
    if (to_.most.value.empty()) {
      fault_(section, "sweep.most", "is missing",
             "Say how many messages one look may find before two people must agree");
    }
  }

 private:
  bool read_value(const yaml_node& part, case_value& to) {
    const auto* value = part.find("value");
    const auto* clause = part.find("clause");
    bool good = value && value->scalar() && clause && clause->scalar() && !clause->text.empty();
    if (!good) {
      fault_(part, "sweep." + part.key, "needs a value and a clause", "Add both");
      return false;
    }
    to = {value->text, clause->text};
    return true;
  }

  void read_every(const yaml_node& part) {
    if (!read_value(part, to_.every)) return;
    auto length = whole_days(to_.every.value);
    if (!length || length->months > 0 || length->days > often_max_days) {
      fault_(part, "sweep.every", "'" + to_.every.value + "' is no period of 1 to 31 days",
             "Write it like P7D");
    }
  }

  void read_most(const yaml_node& part) {
    if (!read_value(part, to_.most)) return;
    auto number = parse_number(to_.most.value);
    if (!number || *number < 1 || *number > messages_max) {
      fault_(part, "sweep.most", "'" + to_.most.value + "' is no number of messages",
             "Write one from 1 to 100000000");
    }
  }

  void read_folders(const yaml_node& part) {
    if (!part.list()) {
      fault_(part, "sweep.folders", "is no list", "Write - { folder, after, clause }");
    }
    for (const auto& item : part.items) read_folder(item);
  }

  void read_folder(const yaml_node& item) {
    auto where = "sweep.folders." + std::to_string(to_.folders.size() + 1);
    for (const auto& part : item.items) {
      bool known = part.key == "folder" || part.key == "after" || part.key == "clause";
      if (!known) fault_(part, where, "'" + part.key + "' means nothing here", "Correct its name");
    }
    sweep_folder out{text_in(item, "folder"), text_in(item, "after"), text_in(item, "clause")};
    if (!names_one_folder(out.folder) || is_inbox(out.folder)) {
      fault_(item, where + ".folder", "'" + out.folder + "' is no folder that may be swept",
             "Name one folder, by its whole name, and not the INBOX");
    }
    if (!whole_days(out.after)) {
      fault_(item, where + ".after", "'" + out.after + "' is no period of days or months",
             "Write it like P90D or P24M");
    }
    if (out.clause.empty()) fault_(item, where + ".clause", "is missing", "Name the rule");
    bool twice = std::any_of(to_.folders.begin(), to_.folders.end(),
                             [&](const sweep_folder& each) { return each.folder == out.folder; });
    if (twice) fault_(item, where + ".folder", "'" + out.folder + "' stands twice", "Keep one");
    to_.folders.push_back(std::move(out));
  }

  static std::string text_in(const yaml_node& of, std::string_view name) {
    const auto* found = of.find(name);
    return found && found->scalar() ? found->text : "";
  }

  sweep_rule& to_;
  const fault_sink& fault_;
};

}  // namespace

void read_sweep(const yaml_node& section, const std::string& parent, sweep_rule& to,
                const fault_sink& fault) {
  if (to.wanted()) {
    return fault(section, "sweep", "changes what " + parent + " sweeps",
                 "A pack may only tighten what it extends; leave the section out");
  }
  sweep_rule own;
  reader(own, fault).read(section);
  to = std::move(own);
}

}  // namespace tenure::policy
