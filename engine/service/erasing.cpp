#include "engine/service/erasing.hpp"

#include "engine/audit/leaf.hpp"
#include "engine/flow/report.hpp"
#include "engine/model/digest.hpp"
#include "engine/service/routes/common.hpp"
#include "engine/statechart/configuration.hpp"

#include <algorithm>
#include <set>

namespace tenure::service {
namespace {

// What is remembered of a life without saying whose: the rest of the account's context goes.
constexpr std::string_view kept_context[] = {"archivedAt", "certificate", "closedAt", "closings",
                                             "createdAt", "deletedAt"};

refusal no(std::string_view what, std::string message, std::string way_out) {
  return {"erasure." + std::string(what) + ".denied", std::move(message), "", "data protection",
          std::move(way_out)};
}

using answer = std::optional<refusal>;

answer life_goes_on(flow::line& on, const account& of) {
  const auto& chart = on.of.rules.chart;
  auto at = statechart::parse(chart, of.state);
  if (at && statechart::is_done(chart, *at) && decide::has_tag(of, on.of.rules, "gone")) return {};
  return no("not_over", "The account's life is not over: " +
            decide::state_in_words(of, on.of.rules), "See: tenure account explain " + of.id.text());
}

// Archives of closings that were undone are kept beside the states.
answer archive_is_kept(flow::line&, const account& of) {
  auto earlier = of.context.lower_bound("earlierArchive.");
  bool named = earlier != of.context.end() && earlier->first.starts_with("earlierArchive.");
  bool destroyed = !of.context.contains("archiveDigest") || of.context.contains("certificate");
  if (!named && destroyed) return {};
  return no("archive_kept", "An archive of its mail is still kept",
            "It is destroyed when its time is over; afterwards this can be done");
}

answer hold_is_on(flow::line& on, const account& of) {
  auto held = [&](const account& each) { return !on.in.holds().active_on(each.id).empty(); };
  if (!held(of) && std::ranges::none_of(on.in.accounts().of_person(of.person), held)) return {};
  return no("hold", "A legal hold is on an account of this person",
            "See: tenure hold list; whoever placed it lifts it");
}

answer case_is_open(flow::line& on, const account& of) {
  if (on.in.cases().open_on(of.id).empty() && on.in.cases().open_concerning(of.person).empty()) {
    return {};
  }
  return no("case_open", "A case about the account, or of this person, is open",
            "See: tenure case list --account " + of.id.text());
}

bool keeps_evidence(const case_file& of) {
  return of.context.contains("evidence") && !of.context.contains("evidence.destroyedAt");
}

answer evidence_is_kept(flow::line& on, const account& of) {
  std::set<std::string> seen;
  for (auto index : on.in.journal().of_account(of.id)) {
    auto rows = on.in.journal().read(index, 1);
    auto entry = rows.empty() ? result<audit::leaf>(refusal{}) : audit::read_leaf(rows[0].leaf);
    if (!entry) return no("evidence_kept", "Entry " + std::to_string(index) + " of the trail "
                          "cannot be read", "See: tenure doctor");
    auto id = case_id::parse(value_of(entry->facts, "case"));
    if (!id || !seen.insert(id->text()).second) continue;
    auto found = on.in.cases().load(*id);  // one that was refused was never stored
    if (!found || !keeps_evidence(*found)) continue;
    return no("evidence_kept", "The case " + id->text() + " keeps evidence of this account",
              "See: tenure case evidence " + id->text());
  }
  return {};
}

answer work_is_open(flow::line& on, const account& of) {
  bool open = !of.pending.empty() || !on.in.outbox().open_effects(of.id, 1).empty() ||
              !on.in.tasks().open_tasks(of.id, 1).empty() ||
              !on.in.deadlines().of_account(of.id).empty();
  if (!open) return {};
  return no("work_open", "Something is still to be done about the account",
            "See: tenure account explain " + of.id.text());
}

// Of the person's last account; somebody on HR's list is HR's to keep.
bool person_goes(flow::line& on, const account& of) {
  auto known = on.in.people().load(of.person);
  return known && !known->on_staff && on.in.accounts().of_person(of.person).size() == 1;
}

void say_what_goes_and_stays(flow::line& on, erasure_preview& out) {
  if (!is_erased(out.of)) {
    out.goes.push_back("the account's person, sign-in name, addresses and display name");
  }
  out.goes.push_back("what its closed cases and tasks asked, the words of its grants, what mail "
                     "servers answered, and its person's rows in previews of HR's lists");
  auto known = on.in.people().load(out.of.person);
  if (person_goes(on, out.of)) {
    out.goes.push_back("the person's name, post, unit, manager and contact address");
  } else if (known) {
    out.stays.push_back("the person's record: they are on HR's list, or have another account");
  }
  out.stays.push_back("its addresses and sign-in names among those given out: never given again");
  out.stays.push_back("the entries themselves: what happened, when, under which rule");
  out.stays.push_back("who had rights in the mailbox, its holds, what is on record about the "
                      "person and whom they decided for");
  out.stays.push_back("this person in entries of other accounts, as manager or approver: until "
                      "those are erased");
  out.stays.push_back("exports with personal values, evidence packs and backups: whoever has "
                      "them erases them");
}

std::string digest_of(const erasure_preview& of) {
  std::string text = of.of.id.text() + " " + std::to_string(of.of.revision) + " " +
                     std::to_string(of.entries);
  for (const auto& [name, count] : of.kinds) text += "\n" + name + " " + std::to_string(count);
  for (const auto& each : of.goes) text += "\n" + each;
  return sha256_hex(text);
}

// Words of letters and digits, as one name whichever way they are written.
std::set<std::string> words_in(std::string_view text, std::size_t least) {
  std::set<std::string> out;
  std::string word;
  auto end = [&] {
    if (word.size() >= least) out.insert(person_key(word));
    word.clear();
  };
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    bool in_word = byte >= 0x80 || (byte >= '0' && byte <= '9') ||
                   ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
    if (in_word) word += c;
    else end();
  }
  end();
  return out;
}

// "jane.smith2@example.org" and "jane.smith2": the names in it, without the number.
void add_names_in(std::string address, std::set<std::string>& to) {
  address.resize(std::min(address.size(), address.find('@')));
  to.merge(words_in(address, 2));
  while (!address.empty() && address.back() >= '0' && address.back() <= '9') address.pop_back();
  to.merge(words_in(address, 2));
}

// Earlier names too: they are in the addresses that the trail remembers.
std::set<std::string> names_of(flow::line& on, const account& of) {
  std::set<std::string> out = words_in(of.person.value, 1);
  out.merge(words_in(of.display_name, 2));
  add_names_in(of.login, out);
  add_names_in(of.address, out);
  for (const auto& alias : of.aliases) add_names_in(alias, out);
  if (auto known = on.in.people().load(of.person)) {
    out.merge(words_in(known->given_name + " " + known->surname, 2));
    add_names_in(known->contact, out);
  }
  for (auto index : on.in.journal().of_account(of.id)) {
    for (const auto& each : on.in.journal().personal(index)) {
      if (each.name == "address") add_names_in(each.value, out);
      if (each.name == "person") out.merge(words_in(each.value, 1));
    }
  }
  return out;
}

// Rows of lists that were previewed; one that was applied keeps none.
void forget_in_lists(flow::line& on, const hr_id& person) {
  constexpr std::string_view known_by = "hr.path.";
  for (const auto& [name, path] : on.in.settings().with_prefix(known_by)) {
    auto list = on.in.lists().by_digest(name.substr(known_by.size()));
    if (!list) continue;
    auto without = flow::without(list->report, person);
    if (without == list->report) continue;
    list->report = std::move(without);
    on.in.lists().save(*list);
  }
}

void forget_person(flow::line& on, const hr_id& who) {
  auto known = *on.in.people().load(who);
  on.in.people().save({.id = known.id, .kind = known.kind, .given_name = {}, .surname = {},
                       .job_title = {}, .unit = {}, .manager = {}, .contact = {},
                       .on_staff = false});
}

// Nobody's number and nobody's address: what is looked up by either does not lead here.
void forget_account(flow::line& on, account of, std::uint64_t entry) {
  attributes kept;
  for (auto name : kept_context) {
    if (auto value = value_of(of.context, name); !value.empty()) kept[std::string(name)] = value;
  }
  kept["erasedAt"] = to_text(on.now);
  kept["erasedEntry"] = std::to_string(entry);
  of.person = {"erased-" + of.id.text()};
  of.login = of.address = of.display_name = of.directory_id = "";
  of.aliases.clear();
  of.context = std::move(kept);
  on.in.accounts().save(of);
}

}  // namespace

result<erasure_preview> preview_erasure(flow::line& on, const account& of) {
  for (auto* check : {life_goes_on, archive_is_kept, hold_is_on, case_is_open, evidence_is_kept,
                      work_is_open}) {
    if (auto why = check(on, of)) return *why;
  }
  erasure_preview out{.of = of, .kinds = {}, .goes = {}, .stays = {}, .digest = {}};
  for (auto index : on.in.journal().of_account(of.id)) {
    auto values = on.in.journal().personal(index);
    out.entries += values.empty() ? 0 : 1;
    out.values += static_cast<std::int64_t>(values.size());
    for (const auto& each : values) ++out.kinds[each.name];
  }
  if (out.values == 0 && is_erased(of)) {
    return refusal{"erasure.nothing.not_found", "Nothing is left to erase", "", "",
                   "It was erased at " + std::string(value_of(of.context, "erasedAt")) +
                       ": entry " + std::string(value_of(of.context, "erasedEntry")) +
                       " of the trail"};
  }
  say_what_goes_and_stays(on, out);
  out.digest = digest_of(out);
  return out;
}

result<void> refuse_own_erasure(flow::line& on, const account& of, std::string_view who) {
  auto me = person_named(on.in, who);
  bool own = person_key(me.value) == person_key(of.person.value) ||
             person_key(who) == person_key(of.login) || person_key(who) == person_key(of.address);
  if (!own) return {};
  return no("own", "Nobody erases themselves", "Another Data Protection Officer can");
}

result<void> refuse_reason(flow::line& on, const erasure_preview& what, std::string_view reason) {
  auto said = words_in(reason, 1);
  if (said.empty()) {
    return refusal{"erasure.reason.invalid", "It takes a reason: it stays when the person is gone",
                   "", "data protection", "Give --reason: the request's number, its date"};
  }
  auto names = names_of(on, what.of);
  auto named = std::ranges::find_if(said, [&](const auto& word) { return names.contains(word); });
  if (named == said.end()) return {};
  return refusal{"erasure.reason_names.invalid",
                 "The reason has a word that names the person, and would outlive them", "",
                 "data protection", "Say it by the request's number instead"};
}

// Not an entry of the account: a second erasure leaves who did the first, and why.
erasure erase(flow::line& on, const erasure_preview& what, const actor& by,
              std::string_view reason, const event_id& cause) {
  const auto& of = what.of;
  if (person_goes(on, of)) forget_person(on, of.person);
  forget_in_lists(on, of.person);
  on.in.journal().erase_personal(of.id);
  erasure out{.entries = what.entries, .values = what.values};
  out.entry = on.in.journal().append(
      {.at = on.now, .account = {}, .cause = cause, .event = "personal.erased", .from = "kept",
       .to = "erased", .by = by, .rules = {},
       .facts = {{"erasedAccount", of.id.text()}, {"entries", std::to_string(what.entries)},
                 {"values", std::to_string(what.values)}},
       .personal = {{"reason", std::string(reason)}}});
  forget_account(on, of, out.entry);
  return out;
}

}  // namespace tenure::service
