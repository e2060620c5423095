// What a workflow may have done on the way: facts to remember, names to take, notices, tasks.

#include "engine/decide/case_words.hpp"
#include "engine/decide/disposition.hpp"
#include "engine/decide/earlier_archives.hpp"
#include "engine/decide/holding.hpp"
#include "engine/decide/sweeping.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tenure::decide {
namespace {

void remember(deliberation& d, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  d.out.next.context.insert_or_assign(std::string(name), std::string(value));
  d.facts.insert_or_assign(std::string(name), std::string(value));
}

// Copies what the event brings under the same names.
void remember_from_event(deliberation& d, std::initializer_list<std::string_view> names) {
  for (auto name : names) remember(d, name, value_of(d.what.data, name));
}

void forget(deliberation& d, std::initializer_list<std::string_view> names) {
  for (auto name : names) {
    auto found = d.out.next.context.find(name);
    if (found != d.out.next.context.end()) d.out.next.context.erase(found);
  }
}

void remember_leaving_date(deliberation& d, const attributes&) {
  remember_from_event(d, {"leavingDate", "leavingReason"});
  d.explain("leaves on " + std::string(value_of(d.out.next.context, "leavingDate")));
}

// A leaver who stays or comes back starts afresh: nothing of the leaving may linger. What the
// archive holds stays on record.
void forget_leaving_date(deliberation& d, const attributes&) {
  keep_earlier_archive(d);
  forget(d, {"leavingDate", "leavingReason", "extractedAt", "closingSince", "closedAt",
             "receiptAt", "disposition", "deciderPerson", "redirectTo", "redirectReply",
             "redirectedAt", "relinquished", "reviewer", "reviewerPerson", "signedOffAt"});
}

void remember_closing(deliberation& d, const attributes&) {
  remember(d, "closingSince", to_text(d.what.at));
  // Each closing has an archive of its own (effects/once.hpp): new mail is not in the old one.
  int before = 0;
  auto counted = value_of(d.out.next.context, "closings");
  std::from_chars(counted.data(), counted.data() + counted.size(), before);
  remember(d, "closings", std::to_string(before + 1));
  forget(d, {"archiveDigest", "archivePackage", "archiveMessages", "archiveBytes", "archivedAt"});
}

// The forwards that closing takes away are what a rehire gets back. Where somebody forwards to is
// nobody else's business: it is not a fact of the entry.
void remember_forwards(deliberation& d, const attributes&) {
  for (auto name : {"forwardingBefore", "autoReplyBefore"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) d.out.next.context[name] = value;
  }
}

void forget_forwards(deliberation& d, const attributes&) {
  for (auto name : {"forwardingBefore", "autoReplyBefore"}) d.out.next.context.erase(name);
}

void remember_closed(deliberation& d, const attributes& params) {
  remember(d, "closedAt", to_text(d.what.at));
  remember_forwards(d, params);
}

void remember_archive(deliberation& d, const attributes&) {
  remember(d, "archivedAt", to_text(d.what.at));
  remember(d, "archiveDigest", value_of(d.what.data, "digest"));
  remember(d, "archivePackage", value_of(d.what.data, "package"));
  remember(d, "archiveMessages", value_of(d.what.data, "messages"));
  remember(d, "archiveBytes", value_of(d.what.data, "bytes"));
}

void remember_mailbox(deliberation& d, const attributes&) {
  d.out.next.directory_id = std::string(value_of(d.what.data, "directoryId"));
  if (value_of(d.what.data, "adopted") == "true") {
    remember(d, "adopted", "true");
    take_found_names(d);
  }
  remember(d, "createdAt", to_text(d.what.at));
  forget(d, {"begunAt"});
}

void remember_absence(deliberation& d, const attributes&) {
  remember_from_event(d, {"absentFrom", "expectedReturn"});
}

// For the account alone: whose mailbox it is, is not for the public leaf.
void remember_quietly(deliberation& d, std::string_view name, std::string_view brought_as) {
  forget(d, {name});
  auto value = value_of(d.what.data, brought_as);
  if (!value.empty()) d.out.next.context.emplace(name, value);
}

void move_unit(deliberation& d, const attributes&) {
  remember_from_event(d, {"unit"});
  d.explain("now in unit " + std::string(value_of(d.what.data, "unit")));
}

void notify(deliberation& d, const attributes& params) {
  if (d.out.next_case && value_of(params, "to") == "deciders") {
    return remind_deciders(d, std::string(value_of(params, "template")));
  }
  if (d.out.next_case && value_of(params, "to") == "administrators") {
    return tell_administrators(d, std::string(value_of(params, "template")));
  }
  attributes input = params;
  if (d.out.next_case) input["case"] = d.out.next_case->id.text();
  d.add_effect("notify", "", std::move(input));
}

void assign_task(deliberation& d, const attributes& params) {
  std::string kind(value_of(params, "task"));
  bool open_already = std::any_of(d.known.open_tasks.begin(), d.known.open_tasks.end(),
                                  [&](const task& t) { return t.kind == kind; });
  if (!open_already) d.add_task(kind, std::string(value_of(params, "to")), "", {});
}

constexpr named_action actions[] = {
    {"addAlias", add_alias},
    {"assignTask", assign_task},
    {"destroyEarlierArchive", destroy_earlier_archive},
    {"dropAlias", drop_alias},
    {"forgetAbsence",
     [](deliberation& d, const attributes&) {
       forget(d, {"absentFrom", "expectedReturn", "absenceToldAt"});
     }},
    {"forgetEarlierArchive", forget_earlier_archive},
    {"forgetForwards", forget_forwards},
    {"forgetLeavingDate", forget_leaving_date},
    {"forgetSuspension", [](deliberation& d, const attributes&) { forget(d, {"suspendedAt"}); }},
    {"forgetUndertaking",
     [](deliberation& d, const attributes&) { forget(d, {"lookedAfterBy"}); }},
    {"keepTryingEarlierArchive", keep_trying_earlier_archive},
    {"moveUnit", move_unit},
    {"noteHold",
     [](deliberation& d, const attributes&) { d.explain("the holds on it have changed"); }},
    {"noteSwept", note_swept},
    {"notify", notify},
    {"openReview", open_review},
    {"passToWorker",
     [](deliberation& d, const attributes&) {
       d.out.next.person = {std::string(value_of(d.what.data, "worker"))};
       take_name(d);
     }},
    {"relinquish", relinquish},
    {"rememberAbsence", remember_absence},
    {"rememberAbsenceTold",
     [](deliberation& d, const attributes&) { remember(d, "absenceToldAt", to_text(d.what.at)); }},
    {"rememberArchive", remember_archive},
    {"rememberBegun",
     [](deliberation& d, const attributes&) { remember(d, "begunAt", to_text(d.what.at)); }},
    {"rememberCertificate",
     [](deliberation& d, const attributes&) { remember_from_event(d, {"certificate"}); }},
    {"rememberClosed", remember_closed},
    {"rememberClosing", remember_closing},
    {"rememberDecider", remember_decider},
    {"rememberDefault", remember_default},
    {"rememberDeletion",
     [](deliberation& d, const attributes&) { remember(d, "deletedAt", to_text(d.what.at)); }},
    {"rememberDisposition", remember_disposition},
    {"rememberExtract",
     [](deliberation& d, const attributes&) { remember(d, "extractedAt", to_text(d.what.at)); }},
    {"rememberForwards", remember_forwards},
    {"rememberLeavingDate", remember_leaving_date},
    {"rememberMailbox", remember_mailbox},
    {"rememberOwner",
     [](deliberation& d, const attributes&) { remember_quietly(d, "owner", "owner"); }},
    {"rememberQuota",
     [](deliberation& d, const attributes&) { remember_from_event(d, {"quota"}); }},
    {"rememberReceipt",
     [](deliberation& d, const attributes&) {
       remember(d, "receiptAt", to_text(d.what.at));
       d.pending().erase("handOver");  // the task of one that began before there were cases of it
     }},
    {"rememberRedirect", remember_redirect},
    {"rememberSignOff", remember_sign_off},
    {"rememberSuspension",
     [](deliberation& d, const attributes&) { remember(d, "suspendedAt", to_text(d.what.at)); }},
    {"rememberUndertaking",
     [](deliberation& d, const attributes&) {
       remember_quietly(d, "lookedAfterBy", "recipient");
     }},
    {"remind", notify},
    {"repairDrift", [](deliberation& d, const attributes&) { d.repair_wanted = true; }},
    {"sweepFolders", sweep_folders},
    {"takeNewName", [](deliberation& d, const attributes&) { take_name(d); }},
};

}  // namespace

void take_action(deliberation& d, std::string_view name, const attributes& params) {
  if (const auto* action = find_word<named_action>(actions, case_actions(), name)) {
    return action->take(d, params);
  }
  throw std::logic_error("no action " + std::string(name));
}

std::vector<std::string_view> action_names() {
  return words_of<named_action>(actions, case_actions());
}

}  // namespace tenure::decide
