#include "connectors/dovecot/imap_session.hpp"

#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/mapping.hpp"

#include <algorithm>
#include <charconv>
#include <cctype>
#include <optional>

namespace tenure::dovecot {
namespace {

using kind = imap_token::kind;

constexpr std::uint64_t group_bytes = 8 << 20;
constexpr std::size_t group_messages = 1000;

std::uint64_t number(std::string_view text) {
  std::uint64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) {
    return std::toupper(x) == std::toupper(y);
  });
}

bool untagged(const imap_response& r, std::size_t place, std::string_view name) {
  return r.size() > place && r[0].text == "*" && r[place].is == kind::atom &&
         same(r[place].text, name);
}

// "[UIDVALIDITY 7] UIDs valid" -> 7
std::optional<std::uint64_t> response_code(const imap_response& r, std::string_view name) {
  if (r.size() != 3 || r[0].text != "*" || r[1].text != "OK") return std::nullopt;
  const std::string start = "[" + std::string(name) + " ";
  if (!r[2].text.starts_with(start)) return std::nullopt;
  return number(std::string_view(r[2].text).substr(start.size()));
}

// "UID 7 FLAGS (\Seen) ..." between the parentheses of a FETCH response.
struct fetched {
  std::uint64_t uid = 0;
  std::optional<std::uint64_t> size;
  std::vector<std::string> flags;
  std::string date;
  std::string* body = nullptr;
};

fetched read_fetch(imap_response& r) {
  fetched out;
  for (std::size_t i = 4; i + 1 < r.size(); ++i) {
    const std::string& name = r[i].text;
    if (r[i].is != kind::atom) continue;
    if (same(name, "FLAGS")) {
      for (i += 2; i < r.size() && r[i].is != kind::close; ++i) {
        if (!same(r[i].text, "\\Recent")) out.flags.push_back(r[i].text);
      }
      continue;
    }
    imap_token& value = r[++i];
    if (same(name, "UID")) out.uid = number(value.text);
    if (same(name, "RFC822.SIZE")) out.size = number(value.text);
    if (same(name, "INTERNALDATE")) out.date = value.text;
    if (same(name, "BODY[]") && value.is == kind::string) out.body = &value.text;
  }
  std::ranges::sort(out.flags);
  return out;
}

// ((prefix delimiter) ...) or NIL; `at` moves past it.
std::vector<std::string> namespaces(const imap_response& r, std::size_t& at) {
  std::vector<std::string> out;
  int depth = 0;
  for (; at < r.size(); ++at) {
    if (r[at].is == kind::open && ++depth == 2 && at + 1 < r.size()) out.push_back(r[at + 1].text);
    if (r[at].is == kind::close) --depth;
    if (depth == 0) break;
  }
  ++at;
  return out;
}

// "7:9,12" of ascending uids.
std::string uid_set(const message_size* first, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count;) {
    std::size_t last = i;
    while (last + 1 < count && first[last + 1].uid == first[last].uid + 1) ++last;
    if (!out.empty()) out += ',';
    out += std::to_string(first[i].uid);
    if (last > i) out += ':' + std::to_string(first[last].uid);
    i = last + 1;
  }
  return out;
}

std::size_t group_at(const std::vector<message_size>& wanted, std::size_t from) {
  std::uint64_t bytes = 0;
  std::size_t to = from;
  while (to < wanted.size() && to - from < group_messages &&
         (to == from || bytes + wanted[to].bytes <= group_bytes)) {
    bytes += wanted[to++].bytes;
  }
  return to - from;
}

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

imap_session::imap_session(const config& settings, const std::string& master_password)
    : line_(settings.imap),
      reader_(line_, settings.largest_message),
      user_suffix_("*" + settings.master_user),
      password_(master_password) {}

outcome imap_session::broken() const {
  const auto why = reader_.trouble().empty() ? line_.trouble() : reader_.trouble();
  return failed(reader_.too_large() ? outcome_class::invalid : outcome_class::transient, why);
}

std::string imap_session::send(const std::string& command) {
  const std::string tag = "t" + std::to_string(++last_tag_);
  line_.write(tag + ' ' + command + "\r\n");  // what went wrong shows when the answer is read
  return tag;
}

outcome imap_session::finish(const std::string& tag, const on_response& each) {
  imap_response response;
  while (reader_.next(response)) {
    if (response.size() < 2) return failed(outcome_class::transient, "IMAP: an empty response");
    if (response[0].text != tag) {
      if (untagged(response, 1, "BYE")) return failed(outcome_class::transient, "IMAP: bye");
      each(response);
      continue;
    }
    if (response[1].text == "OK") return {};
    const std::string text = response.size() > 2 ? response[2].text : "";
    for (const char* code : {"[NOPERM]", "[AUTHENTICATIONFAILED]", "[AUTHORIZATIONFAILED]",
                             "[OVERQUOTA]"}) {
      if (text.starts_with(code)) {
        return failed(outcome_class::denied, std::string("IMAP refuses: ") + code);
      }
    }
    return failed(outcome_class::transient, "IMAP refuses a command");
  }
  return broken();
}

outcome imap_session::run(const std::string& command, const on_response& each) {
  return finish(send(command), each);
}

outcome imap_session::open(const std::string& login) {
  if (!good_login(login)) return failed(outcome_class::invalid, "not a login");
  imap_response greeting;
  if (!line_.connect() || !reader_.next(greeting)) return broken();
  if (!untagged(greeting, 1, "OK")) return failed(outcome_class::transient, "IMAP: no greeting");
  const std::string plain = '\0' + login + user_suffix_ + '\0' + password_;
  return run("AUTHENTICATE PLAIN " + base64(plain), [](auto&) {});
}

outcome imap_session::foreign_prefixes(std::vector<std::string>& into) {
  return run("NAMESPACE", [&](const imap_response& r) {
    if (!untagged(r, 1, "NAMESPACE")) return;
    std::size_t at = 2;
    namespaces(r, at);  // one's own
    for (int i = 0; i < 2; ++i) {  // other users', shared
      for (auto& prefix : namespaces(r, at)) into.push_back(std::move(prefix));
    }
  });
}

// * LIST (\HasNoChildren) "/" "Projects/K&AOQ-se"
outcome imap_session::folders(std::vector<imap_folder>& into) {
  std::vector<std::string> foreign;
  outcome out = foreign_prefixes(foreign);
  if (out.kind != outcome_class::done) return out;
  into.clear();
  out = run("LIST \"\" \"*\"", [&](const imap_response& r) {
    if (!untagged(r, 1, "LIST")) return;
    std::size_t at = 3;
    bool holds_messages = true;
    for (; at < r.size() && r[at].is != kind::close; ++at) {
      if (same(r[at].text, "\\Noselect") || same(r[at].text, "\\NonExistent")) {
        holds_messages = false;
      }
    }
    if (!holds_messages || at + 2 >= r.size()) return;
    const std::string& raw = r[at + 2].text;
    const char separator = r[at + 1].text.size() == 1 ? r[at + 1].text[0] : '/';
    if (std::ranges::any_of(foreign, [&](const auto& p) { return raw.starts_with(p); })) return;
    imap_folder folder{decode_utf7(raw).value_or(raw), raw};
    if (separator != '/') std::ranges::replace(folder.name, separator, '/');
    if (same(raw, "INBOX")) folder.name = "INBOX";
    into.push_back(std::move(folder));
  });
  std::ranges::sort(into, {}, &imap_folder::name);
  return out;
}

outcome imap_session::examine(const imap_folder& folder, folder_status& into) {
  into = {};
  return run("EXAMINE " + in_quotes(folder.raw), [&](const imap_response& r) {
    if (untagged(r, 2, "EXISTS")) into.messages = number(r[1].text);
    if (auto value = response_code(r, "UIDVALIDITY")) into.uid_validity = *value;
    if (auto value = response_code(r, "UIDNEXT")) into.uid_next = *value;
  });
}

outcome imap_session::sizes(std::uint64_t after, std::vector<message_size>& into) {
  into.clear();
  outcome out = run("UID FETCH " + std::to_string(after + 1) + ":* (UID RFC822.SIZE)",
                    [&](imap_response& r) {
                      if (!untagged(r, 2, "FETCH")) return;
                      const fetched one = read_fetch(r);
                      // "n:*" with n above the last message means the last message. Changes of
                      // flags are said unasked, without a size.
                      if (one.uid > after && one.size) into.push_back({one.uid, *one.size});
                    });
  std::ranges::sort(into, {}, &message_size::uid);
  const auto twice = std::ranges::unique(into, {}, &message_size::uid);
  into.erase(twice.begin(), twice.end());
  return out;
}

outcome imap_session::dates(const std::function<void(std::uint64_t, instant)>& each) {
  bool odd = false;
  outcome out = run("UID FETCH 1:* (UID INTERNALDATE)", [&](imap_response& r) {
    if (!untagged(r, 2, "FETCH")) return;
    const fetched one = read_fetch(r);
    if (one.date.empty()) return;  // a change of flags, said unasked
    const auto received = parse_internal_date(one.date);
    odd = odd || !received || one.uid == 0;
    if (received) each(one.uid, *received);
  });
  if (odd) return failed(outcome_class::transient, "IMAP: a message without its date");
  return out;
}

outcome imap_session::fetch(const std::vector<message_size>& wanted,
                            const std::function<bool(stored_message&)>& take, bool& stopped) {
  std::size_t next_group = 0, given = 0;
  std::string odd;
  const auto each = [&](imap_response& r) {
    if (stopped || !odd.empty() || !untagged(r, 2, "FETCH")) return;
    fetched one = read_fetch(r);
    if (!one.body) return;  // a change of flags, said unasked
    const auto received = parse_internal_date(one.date);
    if (!received) {
      odd = "IMAP: a message without its date";
      return;
    }
    if (given == wanted.size() || one.uid != wanted[given].uid) {
      const std::uint64_t asked_for = given == wanted.size() ? 0 : wanted[given].uid;
      odd = "IMAP: asked for message " + std::to_string(asked_for) + ", got " +
            std::to_string(one.uid);
      return;
    }
    ++given;
    stored_message message;
    message.uid = one.uid;
    message.flags = std::move(one.flags);
    message.received = *received;
    message.bytes = *one.body;
    stopped = !take(message);
  };
  // One group at a time: Dovecot runs commands sent together side by side and mixes their answers.
  while (next_group < wanted.size()) {
    const std::size_t count = group_at(wanted, next_group);
    outcome out = run("UID FETCH " + uid_set(wanted.data() + next_group, count) +
                          " (UID FLAGS INTERNALDATE BODY.PEEK[])",
                      each);
    next_group += count;
    if (stopped) return {};
    if (out.kind != outcome_class::done) return out;
    if (!odd.empty()) return failed(outcome_class::transient, odd);
  }
  if (given != wanted.size()) {
    return failed(outcome_class::transient, "messages were removed while they were read");
  }
  return {};
}

}  // namespace tenure::dovecot
