#include "engine/decide/earlier_archives.hpp"

namespace tenure::decide {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kept_as = "earlierArchive.";
constexpr char invoke[] = "earlierArchive";
constexpr char due_event[] = "archive.due";

struct kept_archive {
  std::string closing;  // which one, from "1"
  instant due;
};

// The one whose time is over first.
std::optional<kept_archive> next_due(deliberation& d) {
  std::optional<kept_archive> found;
  const auto& context = d.out.next.context;
  for (auto at = context.lower_bound(kept_as);
       at != context.end() && at->first.starts_with(kept_as); ++at) {
    auto since = parse_instant(at->second).value_or(d.what.at);
    auto due = d.by.calendar.add(since, d.period_of("archiveRetention"));
    if (!found || due < found->due) found = {at->first.substr(kept_as.size()), due};
  }
  return found;
}

}  // namespace

void keep_earlier_archive(deliberation& d) {
  auto& context = d.out.next.context;
  for (auto name : {"archiveDigest", "archivedAt", "closings"}) {
    if (!context.contains(name)) return;
  }
  context[std::string(kept_as) + std::string(value_of(context, "closings"))] =
      std::string(value_of(context, "archivedAt"));
  for (auto name : {"archiveDigest", "archivePackage", "archiveMessages", "archiveBytes",
                    "archivedAt"}) {
    context.erase(name);
  }
  destroy_earlier_archive(d, {});
}

bool earlier_archives_kept(const deliberation& d) {
  const auto& context = d.out.next.context;
  auto first = context.lower_bound(kept_as);
  return first != context.end() && first->first.starts_with(kept_as);
}

void destroy_earlier_archive(deliberation& d, const attributes&) {
  auto next = next_due(d);
  if (!next || d.out.next.pending.contains(invoke)) return;
  if (next->due > d.what.at) {
    // Outlives a crash like every deadline. Counted again when it falls due: the policy may have
    // changed meanwhile.
    d.out.deadlines.push_back({d.out.next.id, due_event, next->due});
    return d.explain("the archive of closing " + next->closing + " is kept until " +
                     to_text(next->due));
  }
  if (d.held()) return d.explain("a legal hold keeps the archive of closing " + next->closing);
  d.facts["closing"] = next->closing;
  d.add_effect("destroyEarlierArchive", invoke, {{"closing", next->closing}});
}

void forget_earlier_archive(deliberation& d, const attributes& params) {
  if (auto next = next_due(d)) {
    d.facts["closing"] = next->closing;
    d.out.next.context.erase(std::string(kept_as) + next->closing);
  }
  auto certificate = value_of(d.what.data, "certificate");
  if (!certificate.empty()) d.facts["certificate"] = std::string(certificate);
  d.out.next.pending.erase(invoke);
  destroy_earlier_archive(d, params);
}

void keep_trying_earlier_archive(deliberation& d, const attributes&) {
  d.out.next.pending.erase(invoke);
  d.out.deadlines.push_back({d.out.next.id, due_event, d.what.at + 24h});
}

}  // namespace tenure::decide
