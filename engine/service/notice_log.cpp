#include "engine/service/notice_log.hpp"

#include "engine/audit/leaf.hpp"
#include "engine/service/notices.hpp"

#include <algorithm>

namespace tenure::service {
namespace {

constexpr std::size_t piece = 2000;  // entries read in one turn of the line

using taking = std::function<bool(past_notice)>;

std::string fact(const audit::leaf& of, std::string_view name) {
  return std::string(value_of(of.facts, name));
}

void read_personal(flow::line& on, const audit::leaf& of, past_notice& out) {
  attributes known;
  for (auto& each : on.in.journal().personal(out.entry)) known[each.name] = std::move(each.value);
  out.erased = known.empty() && !of.personal.empty();
  out.to = value_of(known, "noticeTo");
  out.address = value_of(known, "noticeAddress");
  out.reply = value_of(known, "reply");
  auto content = attributes_from_json(value_of(known, "noticeContent"));
  if (!content) return;
  out.reader = {std::string(value_of(*content, "reader"))};
  out.digest = value_of(*content, "digest");
  out.values = attributes_from_json(value_of(*content, "values")).value_or(attributes());
}

// nullopt: the entry is not of a notice. Most are not: the words are looked for before it is read.
std::optional<past_notice> notice_in(flow::line& on, const journal_row& row,
                                     std::string_view must_say) {
  if (row.leaf.find("\"notice\":") == row.leaf.npos) return std::nullopt;
  if (row.leaf.find(must_say) == row.leaf.npos) return std::nullopt;
  auto content = audit::read_leaf(row.leaf);
  if (!content || fact(*content, "notice").empty()) return std::nullopt;
  auto id = effect_id::parse(fact(*content, "effect"));
  auto account = account_id::parse(content->account);
  if (!id || !account) return std::nullopt;
  past_notice out{.id = *id, .entry = row.index, .at = content->at, .account = *account,
                  .name = fact(*content, "notice"), .outcome = fact(*content, "outcome"),
                  .detail = fact(*content, "detail"), .reply_code = fact(*content, "replyCode"),
                  .of_case = fact(*content, "ofCase"), .resend_of = fact(*content, "resendOf"),
                  .composed = content->personal.contains("noticeContent"), .to = {},
                  .address = {}, .reply = {}, .reader = {}, .digest = {}, .values = {}};
  read_personal(on, *content, out);
  return out;
}

// One piece of the trail below `end`, newest first; false: `take` wants no more.
bool walk_piece(flow::line& on, std::uint64_t from, std::uint64_t end, std::string_view must_say,
                const taking& take) {
  auto rows = on.in.journal().read(from, end - from);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    auto found = notice_in(on, *row, must_say);
    if (found && !take(std::move(*found))) return false;
  }
  return true;
}

void walk_all(flow::engine& engine, std::string_view must_say, const taking& take) {
  std::uint64_t end = 0;
  engine.run([&](flow::line& on) {
    end = on.in.journal().size();
    return false;
  });
  bool more = true;
  while (more && end > 0) {
    auto from = end > piece ? end - piece : 0;
    engine.run([&](flow::line& on) {
      more = walk_piece(on, from, end, must_say, take);
      return false;
    });
    end = from;
  }
}

void walk_account(flow::engine& engine, const account_id& which, const taking& take) {
  engine.run([&](flow::line& on) {
    auto indexes = on.in.journal().of_account(which);
    std::ranges::reverse(indexes);
    for (auto index : indexes) {
      if (!walk_piece(on, index, index + 1, "", take)) break;
    }
    return false;
  });
}

}  // namespace

std::vector<past_notice> past_notices(flow::engine& on, const notice_filter& wanted) {
  std::vector<past_notice> out;
  auto take = [&](past_notice found) {
    bool fits = (wanted.of_case.empty() || found.of_case == wanted.of_case) &&
                (!wanted.failed || found.outcome != "done");
    if (fits && out.size() < wanted.limit) out.push_back(std::move(found));
    return out.size() < wanted.limit;
  };
  if (wanted.account.empty()) {
    walk_all(on, "", take);
  } else {
    walk_account(on, wanted.account, take);
  }
  return out;
}

std::optional<past_notice> find_notice(flow::engine& on, const effect_id& which) {
  std::optional<past_notice> out;
  walk_all(on, "\"effect\":\"" + which.text() + "\"", [&](past_notice found) {
    if (found.id == which) out = std::move(found);
    return !out;
  });
  return out;
}

std::optional<rendered_again> render_again(const past_notice& of, const policy::pack& by) {
  const auto* text = by.notice(of.name);
  if (text == nullptr || of.values.empty()) return std::nullopt;
  auto made = policy::render(*text, of.values);
  if (!made) return std::nullopt;
  bool as_sent = content_digest(*made) == of.digest;
  return rendered_again{std::move(*made), as_sent};
}

}  // namespace tenure::service
