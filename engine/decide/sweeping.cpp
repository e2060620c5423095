#include "engine/decide/sweeping.hpp"

namespace tenure::decide {
namespace {

bool keeps_mail(const case_file& of, const rules& by) {
  return !of.closed && workflow_tagged(by, of.workflow, "keepsMail");
}

std::string called(std::string_view what, const std::string& folder) {
  return std::string(what) + folder;
}

bool found_anything(const event& what) {
  auto first = what.data.lower_bound(found_in);
  return first != what.data.end() && first->first.starts_with(found_in);
}

}  // namespace

std::vector<sweep_cut> sweep_cuts(const rules& by, instant at) {
  std::vector<sweep_cut> out;
  for (const auto& each : by.pack.sweep.folders) {
    auto length = *parse_period(each.after);
    out.push_back({each.folder, by.calendar.add(at, {-length.months, -length.days, 0}),
                   each.clause});
  }
  return out;
}

std::string why_not_swept(const account& of, const std::vector<hold>& holds,
                          const std::vector<case_file>& open_cases, const rules& by) {
  if (!by.pack.sweep.wanted()) return "the organisation sweeps nothing";
  if (!is_in_use(of, by)) return "the mailbox is not in use";
  if (!holds.empty()) return "a legal hold is on it";
  if (of.context.contains("suspendedAt")) return "access to it was withdrawn";
  for (const auto& open : open_cases) {
    if (keeps_mail(open, by)) return "its mail may be wanted for a case: " + open.workflow;
  }
  return {};
}

bool may_lead_to_sweep(std::string_view event) {
  return event == sweep_due || event == "task.done.finishSweep" ||
         event == "xstate.error.actor.sweep";
}

bool sweep_allowed(deliberation& d) {
  if (d.waits_for(sweep_invoke)) {
    d.explain("it is being swept already");
    return false;
  }
  auto why = d.known.holds_readable
                 ? why_not_swept(d.out.next, d.known.holds, d.known.open_cases, d.by)
                 : "the holds could not be read, so the account counts as held";
  if (!why.empty()) d.explain("nothing is swept: " + why);
  return why.empty();
}

void sweep_folders(deliberation& d, const attributes&) {
  bool only_found = found_anything(d.what);
  attributes input;
  for (const auto& cut : sweep_cuts(d.by, d.what.at)) {
    auto found = value_of(d.what.data, called(found_in, cut.folder));
    if (only_found && found.empty()) continue;
    if (!found.empty()) d.facts[called(found_in, cut.folder)] = std::string(found);
    input[called(cut_of, cut.folder)] = to_text(cut.before);
    d.clauses.insert(cut.clause);
  }
  for (const auto& [name, value] : input) d.facts[name] = value;
  d.explain("messages older than the pack allows go from the folders that it names");
  d.add_effect(std::string(sweep_verb), std::string(sweep_invoke), std::move(input));
}

void note_swept(deliberation& d, const attributes&) {
  for (const auto& cut : sweep_cuts(d.by, d.what.at)) {
    auto name = called(swept_from, cut.folder);
    auto count = value_of(d.what.data, name);
    if (count.empty()) continue;
    d.facts[name] = std::string(count);
    d.clauses.insert(cut.clause);
  }
  d.out.next.pending.erase(std::string(sweep_invoke));
}

}  // namespace tenure::decide
