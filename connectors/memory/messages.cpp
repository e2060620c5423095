// Single messages: found by their headers, copied, swept.
#include "connectors/memory/connector.hpp"

#include "engine/model/digest.hpp"
#include "engine/model/message_header.hpp"

#include <algorithm>
#include <set>

namespace tenure::memory {
namespace {

outcome said(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool part_of(std::string_view wanted, const message& of, std::string_view name) {
  return wanted.empty() ||
         lower(header_of(of.bytes, name)).find(lower(wanted)) != std::string::npos;
}

std::string in_brackets(const std::string& id) { return id.starts_with('<') ? id : "<" + id + ">"; }

instant start_of(date day) {
  return {std::chrono::duration_cast<std::chrono::microseconds>(
              std::chrono::sys_days(day).time_since_epoch()).count()};
}

bool fits(const message& m, const message_criteria& which) {
  if (!which.folder.empty() && which.folder != m.folder) return false;
  if (which.since && m.received < start_of(*which.since)) return false;
  if (which.before && m.received >= start_of(*which.before)) return false;
  return part_of(which.from, m, "From") && part_of(which.subject, m, "Subject") &&
         (which.message_id.empty() || part_of(in_brackets(which.message_id), m, "Message-ID"));
}

bool has_controls(const message_criteria& which) {
  for (const auto* text : {&which.folder, &which.from, &which.subject, &which.message_id}) {
    for (unsigned char c : *text) {
      if (c < 0x20 || c == 0x7f) return true;
    }
  }
  return false;
}

}  // namespace

outcome mail_system::find(const mailbox_ref& which, const message_criteria& wanted,
                          const std::function<bool(const stored_message&)>& take) {
  std::vector<message> found;
  outcome answer = run("find", which.account, [&] {
    if (!names_messages(wanted) || has_controls(wanted)) {
      return said(outcome_class::invalid, "the criteria name no messages");
    }
    const mailbox* in = find(which);
    if (!in) return missing(which);
    for (const auto& m : in->messages) {
      if (fits(m, wanted)) found.push_back(m);
    }
    return outcome{};
  });
  if (answer.kind != outcome_class::done) return answer;
  std::uint64_t count = 0, bytes = 0;
  for (const auto& m : found) {
    ++count, bytes += m.bytes.size();
    if (!take({m.folder, m.uid, m.flags, m.received, m.bytes})) break;
  }
  answer.facts = {{"messages", std::to_string(count)}, {"bytes", std::to_string(bytes)}};
  return answer;
}

outcome mail_system::deliver(const mailbox_ref& to, const std::string& folder,
                             std::span<const message_copy> copies) {
  return run("deliver", to.account, [&] {
    mailbox* into = find(to);
    if (!into) return missing(to);
    std::set<std::string> there;
    std::uint64_t uid = 0, delivered = 0;
    for (const auto& m : into->messages) {
      if (m.folder != folder) continue;
      there.insert(sha256_hex(m.bytes));
      uid = std::max(uid, m.uid);
    }
    for (const auto& copy : copies) {
      if (!there.insert(sha256_hex(copy.bytes)).second) continue;
      into->messages.push_back({folder, ++uid, {}, copy.received, copy.bytes});
      ++delivered;
    }
    if (delivered > 0) effect("deliver", to.account);
    std::ranges::sort(into->messages, {}, [](const message& m) {
      return std::tie(m.folder, m.uid);
    });
    outcome out;
    out.facts = {{"delivered", std::to_string(delivered)},
                 {"present", std::to_string(there.size())}};
    return out;
  });
}

outcome mail_system::sweep(const mailbox_ref& which, const std::string& folder, instant before,
                           bool count_only) {
  return run("sweep", which.account, [&] {
    mailbox* in = find(which);
    if (!in) return missing(which);
    auto old = [&](const message& m) { return m.folder == folder && m.received < before; };
    auto count = std::ranges::count_if(in->messages, old);
    if (!count_only && count > 0) {
      std::erase_if(in->messages, old);
      effect("sweep", which.account);
    }
    outcome out;
    out.facts = {{"messages", std::to_string(count)}};
    return out;
  });
}

}  // namespace tenure::memory
