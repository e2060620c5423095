// Searching single messages, and the few changes that go by IMAP: a copy put in, old mail removed.
#include "connectors/dovecot/errors.hpp"
#include "connectors/dovecot/imap_session.hpp"
#include "connectors/dovecot/mapping.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::dovecot {
namespace {

// RFC 7888: the length first, and no waiting for the server. Any text may stand in a literal.
std::string literal(std::string_view text) {
  return "{" + std::to_string(text.size()) + "+}\r\n" + std::string(text);
}

constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";

std::string two(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

// "22-Nov-2026" (RFC 3501, date-text)
std::string date_text(date day) {
  const auto month = static_cast<unsigned>(day.month());
  return std::to_string(static_cast<unsigned>(day.day())) + "-" +
         std::string(months.substr(3 * (month - 1), 3)) + "-" +
         std::to_string(static_cast<int>(day.year()));
}

std::string internal_date(instant at) {
  const auto seconds = at.micros / 1'000'000;
  const auto days = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  const auto rest = static_cast<unsigned>(seconds - days.time_since_epoch().count() * 86400);
  const date day{days};
  const auto month = static_cast<unsigned>(day.month());
  return two(static_cast<unsigned>(day.day())) + "-" +
         std::string(months.substr(3 * (month - 1), 3)) + "-" +
         std::to_string(static_cast<int>(day.year())) + " " + two(rest / 3600) + ":" +
         two(rest / 60 % 60) + ":" + two(rest % 60) + " +0000";
}

std::uint64_t number(std::string_view text) {
  std::uint64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::string joined(const std::vector<std::uint64_t>& uids) {
  std::string out;
  for (auto uid : uids) out += (out.empty() ? "" : ",") + std::to_string(uid);
  return out;
}

}  // namespace

std::string search_keys(const message_criteria& which) {
  std::string out = "CHARSET UTF-8 ALL";
  if (which.since) out += " SINCE " + date_text(*which.since);
  if (which.before) out += " BEFORE " + date_text(*which.before);
  if (!which.from.empty()) out += " FROM " + literal(which.from);
  if (!which.subject.empty()) out += " SUBJECT " + literal(which.subject);
  if (!which.message_id.empty()) {
    const bool whole = which.message_id.starts_with('<');
    out += " HEADER Message-ID " + literal(whole ? which.message_id : "<" + which.message_id + ">");
  }
  return out;
}

outcome imap_session::search(const message_criteria& which, std::vector<std::uint64_t>& uids) {
  uids.clear();
  outcome out = run("UID SEARCH " + search_keys(which), [&](const imap_response& r) {
    if (r.size() < 2 || r[0].text != "*" || r[1].text != "SEARCH") return;
    for (std::size_t i = 2; i < r.size(); ++i) uids.push_back(number(r[i].text));
  });
  std::ranges::sort(uids);
  return out;
}

outcome imap_session::create(const std::string& name) {
  return run("CREATE " + in_quotes(name), [](auto&) {});
}

outcome imap_session::append(const imap_folder& folder, instant received, std::string_view bytes) {
  return run("APPEND " + in_quotes(folder.raw) + " () " + in_quotes(internal_date(received)) + " " +
                 literal(bytes),
             [](auto&) {});
}

outcome imap_session::select(const imap_folder& folder) {
  return run("SELECT " + in_quotes(folder.raw), [](auto&) {});
}

// A group at a time, so that no command is longer than a server takes.
outcome imap_session::remove(const std::vector<std::uint64_t>& uids) {
  constexpr std::size_t group = 500;
  for (std::size_t at = 0; at < uids.size(); at += group) {
    const auto last = uids.begin() + static_cast<std::ptrdiff_t>(std::min(at + group, uids.size()));
    const auto set = joined({uids.begin() + static_cast<std::ptrdiff_t>(at), last});
    outcome out = run("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)", [](auto&) {});
    if (out.kind != outcome_class::done) return out;
    // UIDPLUS: only these, whatever somebody else has marked.
    out = run("UID EXPUNGE " + set, [](auto&) {});
    if (out.kind != outcome_class::done) return out;
  }
  return {};
}

}  // namespace tenure::dovecot
