#include "engine/decide/disposition.hpp"

#include "engine/policy/naming.hpp"
#include "engine/policy/render.hpp"
#include "engine/statechart/configuration.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

std::string_view remembered(const deliberation& d, std::string_view name) {
  return value_of(d.out.next.context, name);
}

// For the account alone: people's names and addresses do not go into the public leaf.
void keep(deliberation& d, std::string_view name, std::string_view value) {
  auto& context = d.out.next.context;
  if (value.empty()) {
    auto found = context.find(name);
    if (found != context.end()) context.erase(found);
    return;
  }
  context.insert_or_assign(std::string(name), std::string(value));
}

// For the account and the trail.
void note(deliberation& d, std::string_view name, std::string_view value) {
  keep(d, name, value);
  d.facts.insert_or_assign(std::string(name), std::string(value));
}

// Nobody decides or signs about their own mailbox.
bool is_subject(const deliberation& d, const hr_id& who) { return who == d.known.account.person; }

std::string assignee(std::string_view person) {
  return person.empty() ? "helpdesk" : "person:" + std::string(person);
}

std::string_view answered(const deliberation& d) { return value_of(d.what.data, "decision"); }

bool asked_by_flag(deliberation& d) {
  return d.flag("dispositionDecision") && remembered(d, "disposition").empty();
}

// The leader, or the head where the leader did not sign or there is none.
const colleague* reviewer(deliberation& d, bool escalated) {
  bool head_first = d.setting("signOffBy").value == "headOfDepartment";
  const colleague& leader = head_first ? d.known.head : d.known.manager;
  const colleague* who = escalated ? (head_first ? nullptr : &d.known.head) : &leader;
  if (who == nullptr || who->person.empty() || is_subject(d, who->person)) return nullptr;
  return who;
}

void redirect_to(deliberation& d, const colleague& successor) {
  note(d, "disposition", "redirect");
  keep(d, "redirectTo", successor.address);
  const auto* text = d.by.pack.notice("redirectReply");
  auto rendered = text == nullptr ? result<policy::rendered_notice>(refusal{})
                                  : policy::render(*text, {{"displayName", d.out.next.display_name},
                                                           {"address", d.out.next.address},
                                                           {"organisation", d.by.pack.name},
                                                           {"successor", successor.address}});
  if (rendered) keep(d, "redirectReply", rendered->text);
}

}  // namespace

bool is_in_use(const account& of, const rules& by) {
  auto at = statechart::parse(by.chart, of.state);
  if (!at || of.directory_id.empty()) return false;
  return std::none_of(at->active.begin(), at->active.end(), [&](auto index) {
    const auto& state = by.chart.states[index];
    return state.tagged("left") || state.tagged("gone");
  });
}

bool alias_allowed(deliberation& d) { return d.flag("aliasOnRequest"); }

bool delete_decided(deliberation& d) { return answered(d) == "delete"; }

bool disposition_wanted(deliberation& d) { return asked_by_flag(d); }

bool leaves_agency(deliberation& d) {
  return d.flag("dispositionDecision") && !d.known.agency.empty() &&
         !d.known.new_agency.empty() && d.known.agency != d.known.new_agency;
}

bool redirect_decided(deliberation& d) {
  if (answered(d) != "redirect") return false;
  bool good = !d.known.named.address.empty() && !is_subject(d, d.known.named.person);
  if (!good) d.explain("nobody with a mailbox in use is named, so nothing can be redirected");
  return good;
}

bool redirect_pending(deliberation& d) {
  return remembered(d, "disposition") == "redirect" && remembered(d, "redirectedAt").empty();
}

bool review_missing(deliberation& d) { return asked_by_flag(d) || sign_off_wanted(d); }

// A sign-off that was given before the mailbox was closed counts for nothing.
bool sign_off_wanted(deliberation& d) {
  if (!d.flag("leaderSignOff")) return false;
  auto signed_at = parse_instant(remembered(d, "signedOffAt"));
  auto closed = parse_instant(remembered(d, "closedAt"));
  return !signed_at || !closed || *signed_at < *closed;
}

// A leaver's mailbox goes somewhere; a mover's goes where the person went.
bool transfer_decided(deliberation& d) {
  if (answered(d) != "transfer") return false;
  bool known = !value_of(d.what.data, "unit").empty() || remembered(d, "leavingDate").empty();
  if (!known) d.explain("the unit that it goes to is not named");
  return known;
}

void add_alias(deliberation& d, const attributes&) {
  std::string alias(value_of(d.what.data, "alias"));
  auto& aliases = d.out.next.aliases;
  if (alias == d.out.next.address || std::count(aliases.begin(), aliases.end(), alias) > 0) return;
  aliases.push_back(alias);
  std::sort(aliases.begin(), aliases.end());
  // Its own stem: a number is never looked for.
  d.out.claims.push_back({alias, alias, 0, d.out.next.id});
  d.explain("gets the further address " + alias);
}

void drop_alias(deliberation& d, const attributes&) {
  std::erase(d.out.next.aliases, std::string(value_of(d.what.data, "alias")));
}

void open_review(deliberation& d, const attributes& params) {
  const auto* who = reviewer(d, value_of(params, "who") == "head");
  keep(d, "reviewerPerson", who ? who->person.value : "");
  keep(d, "reviewer", who ? who->login : "");
  d.facts["reviewAccess"] = who && !who->login.empty() ? "read" : "none";
}

void relinquish(deliberation& d, const attributes&) { note(d, "relinquished", "true"); }

void remember_decider(deliberation& d, const attributes&) {
  const auto& head = d.known.head_of_agency;
  keep(d, "deciderPerson", is_subject(d, head) ? "" : head.value);
}

// Without anybody who could receive the mail nothing is decided, and the question is asked again.
void remember_default(deliberation& d, const attributes&) {
  d.facts["byDefault"] = "true";
  if (d.setting("dispositionDefault").value == "delete") return note(d, "disposition", "delete");
  bool good = !d.known.manager.address.empty() && !is_subject(d, d.known.manager.person);
  if (good) redirect_to(d, d.known.manager);
}

void remember_disposition(deliberation& d, const attributes&) {
  if (answered(d) == "redirect") return redirect_to(d, d.known.named);
  note(d, "disposition", answered(d));
}

void remember_redirect(deliberation& d, const attributes&) {
  note(d, "redirectedAt", to_text(d.what.at));
}

void remember_sign_off(deliberation& d, const attributes&) {
  note(d, "signedOffAt", to_text(d.what.at));
}

void start_disposition(deliberation& d, const statechart::invocation& invoke) {
  d.setting("dispositionDecision");
  d.add_task("decide:disposition", assignee(remembered(d, "deciderPerson")), invoke.id,
             {{"choices", "delete, redirect, transfer"}});
  d.out.tasks.back().due = disposition_due(d);
}

void start_sign_off(deliberation& d, const statechart::invocation& invoke) {
  d.setting("leaderSignOff");
  d.add_task("approve:signOffDeletion", assignee(remembered(d, "reviewerPerson")), invoke.id, {});
  d.out.tasks.back().due = sign_off_due(d);
}

instant disposition_due(deliberation& d) {
  return d.by.calendar.add(d.what.at, d.period_of("dispositionDeadline"));
}

instant redirect_over(deliberation& d) {
  auto since = parse_instant(remembered(d, "redirectedAt")).value_or(d.what.at);
  return d.by.calendar.add(since, d.period_of("redirectTime"));
}

instant sign_off_due(deliberation& d) {
  return d.by.calendar.add(d.what.at, d.period_of("signOffDeadline"));
}

std::optional<refusal> alias_refused(const deliberation& d) {
  if (d.what.name != "alias.requested") return std::nullopt;
  const auto& rule = d.by.pack.get("aliasOnRequest", d.known.account.kind);
  if (rule.value != "true") return std::nullopt;
  auto alias = value_of(d.what.data, "alias");
  if (auto wrong = policy::fault_in_alias(d.by.pack, alias)) {
    wrong->rule = rule.clause;
    return wrong;
  }
  const auto& holder = d.known.holder_of_alias;
  if (holder.empty() || holder == d.known.account.id) return std::nullopt;
  return refusal{.code = "alias.taken",
                 .message = "the address exists or existed: account " + holder.text() + " holds it",
                 .place = std::string(alias), .rule = rule.clause,
                 .way_out = "Ask for another address; one that was issued is not issued again"};
}

void add_disposition(mailbox_condition& out, std::string_view delegates,
                     std::string_view forwarding, const account& of) {
  if (value_of(of.context, "secure") == "true") return;
  auto reader = value_of(of.context, "reviewer");
  if (delegates == "reviewer" && !reader.empty()) {
    out.delegates = std::vector<delegate>{{std::string(reader), "read"}};
  }
  if (forwarding != "successor") return;
  out.forwarding = std::string(value_of(of.context, "redirectTo"));
  out.auto_reply = std::string(value_of(of.context, "redirectReply"));
}

}  // namespace tenure::decide
