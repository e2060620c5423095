#include "engine/intake/plan.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace tenure::intake {
namespace {

constexpr std::size_t page = 1000;

class planner {
 public:
  planner(const hr_list_file& list, const surroundings& around) : list_(list), around_(around) {
    out_.refused = list.refused;
  }

  plan make() {
    std::vector<const hr_row*> rows;
    for (const auto& row : list_.rows) rows.push_back(&row);
    std::sort(rows.begin(), rows.end(),
              [](const auto* a, const auto* b) { return a->id.value < b->id.value; });
    for (const auto* row : rows) plan_row(*row);
    if (list_.kind == hr_list_kind::absences) end_absences();
    if (list_.kind == hr_list_kind::staff) miss_people();
    return std::move(out_);
  }

 private:
  void plan_row(const hr_row& row) {
    switch (list_.kind) {
      case hr_list_kind::joiners: return join(row);
      case hr_list_kind::leavers: return leave(row);
      case hr_list_kind::absences: return absent(row);
      case hr_list_kind::staff: return staff(row);
    }
  }

  // --- one kind of row each ---------------------------------------------------------------------

  void join(const hr_row& row) {
    auto known = around_.in.people().load(row.id);
    person now = merged(row, known);
    auto account = latest(row.id);
    // Whose mailbox stayed with the agency they left (WYO-I.B) gets another.
    bool relinquished = account && account->context.contains("relinquished");
    if (!account || relinquished || around_.tagged(*account, "gone")) {
      return add(row, "create", account ? "had an account that is gone; a new one is made"
                                        : "has no account yet",
                 joiner_event(row), now);
    }
    if (around_.tagged(*account, "left")) {
      return add(row, "restore", "comes back before the mailbox was deleted",
                 event_for(*account, row, "person.rehired", {}), now);
    }
    add(row, "nothing", "has an account already", std::nullopt, now);
  }

  void leave(const hr_row& row) {
    auto account = latest(row.id);
    if (!account) return refuse(row, "employeeNo", "hr.row.person_unknown",
                                "nobody with this number has an account",
                                "Check the number, or load the staff list first");
    if (!row.leaving) return refuse(row, "leavingDate", "hr.row.leaving_date_missing",
                                    "a leaver needs a leaving date", "");
    attributes data{{"leavingDate", to_text(*row.leaving)}};
    if (!row.reason.empty()) data["leavingReason"] = row.reason;
    auto before = value_of(account->context, "leavingDate");
    bool left = around_.tagged(*account, "left");
    bool settled = before.empty() || before == data["leavingDate"];
    if (around_.tagged(*account, "gone") || (left && settled)) {
      return add(row, "nothing", "has left already", std::nullopt, std::nullopt);
    }
    if (left) return leave_after_all(row, *account, data);
    if (before == data["leavingDate"]) {
      return add(row, "nothing", "the leaving date is known already", std::nullopt, std::nullopt);
    }
    bool first = before.empty();
    add(row, first ? "close" : "redate",
        (first ? "leaves on " : "the leaving date moves to ") + data["leavingDate"],
        event_for(*account, row, first ? "leaver.notified" : "leaver.redated", data),
        std::nullopt);
  }

  // The mailbox is closed. A day that is still to come opens it again until then; one that is over
  // is only noted: the workflow says which.
  void leave_after_all(const hr_row& row, const account& of, const attributes& data) {
    bool later = *row.leaving > around_.today;
    add(row, "redate",
        "the leaving date moves to " + data.at("leavingDate") +
            (later ? "; the mailbox, closed already, opens again until then"
                   : "; the mailbox is closed already"),
        event_for(of, row, "leaver.redated", data), std::nullopt);
  }

  void absent(const hr_row& row) {
    auto account = latest(row.id);
    if (!account) return refuse(row, "employeeNo", "hr.row.person_unknown",
                                "nobody with this number has an account",
                                "Check the number, or load the staff list first");
    if (around_.tagged(*account, "left") || around_.tagged(*account, "gone")) {
      return add(row, "nothing", "has left", std::nullopt, std::nullopt);
    }
    attributes data{{"absentFrom", to_text(row.absent_from.value_or(around_.today))}};
    if (row.expected_return) data["expectedReturn"] = to_text(*row.expected_return);
    if (row.absent_from && *row.absent_from > around_.today) {
      return add(row, "nothing", "the absence begins on " + data["absentFrom"] + ", not yet",
                 std::nullopt, std::nullopt);
    }
    if (value_of(account->context, "absentFrom") == data["absentFrom"] &&
        value_of(account->context, "expectedReturn") == value_of(data, "expectedReturn")) {
      return add(row, "nothing", "is known to be absent", std::nullopt, std::nullopt);
    }
    bool known = account->context.contains("absentFrom");
    add(row, known ? "record" : "absent", known ? "the dates of the absence change" : "is absent",
        event_for(*account, row, "absence.started", data), std::nullopt);
  }

  void staff(const hr_row& row) {
    auto known = around_.in.people().load(row.id);
    person now = merged(row, known);
    auto account = latest(row.id);
    save_unit(row);
    if (!account) {
      return add(row, "create", "is on staff and has no account", joiner_event(row), now);
    }
    if (around_.tagged(*account, "left") || around_.tagged(*account, "gone")) {
      return add(row, "record", "is on staff, but the account has been closed; a joiner list "
                 "brings it back", std::nullopt, now);
    }
    bool renamed = !known || known->given_name != now.given_name ||
                   known->surname != now.surname || known->job_title != now.job_title;
    bool moved = known && known->unit != now.unit;
    if (renamed) {
      add(row, "rename", "the name or the post has changed",
          event_for(*account, row, "person.renamed", {}), now);
    }
    if (moved) {
      add(row, "transfer", "moves from unit " + known->unit + " to " + now.unit,
          event_for(*account, row, "person.transferred", {{"unit", now.unit}}), now);
    }
    if (!renamed && !moved) {
      bool same = known && *known == now;
      auto [verb, why] = same ? std::pair("nothing", "unchanged")
                              : std::pair("record", "staff data change");
      add(row, verb, why, std::nullopt, now);
    }
  }

  // --- a full snapshot also speaks of those who are not on it

  void end_absences() {
    std::unordered_set<std::string> listed;
    for (const auto& row : list_.rows) listed.insert(row.id.value);
    // A row that could not be read is no proof of return.
    for (const auto& row : list_.refused) listed.insert(row.id.value);
    each_account([&](const account& a) {
      if (!a.context.contains("absentFrom") || listed.contains(a.person.value)) return;
      if (around_.tagged(a, "left") || around_.tagged(a, "gone")) return;
      hr_row none{.line = 0, .id = a.person};
      add(none, "return", "is no longer on the list of the absent",
          event_for(a, none, "absence.ended", {}), std::nullopt);
    });
  }

  void miss_people() {
    std::unordered_set<std::string> listed;
    for (const auto& row : list_.rows) listed.insert(row.id.value);
    for (const auto& row : list_.refused) listed.insert(row.id.value);
    hr_id after;
    for (;;) {
      auto people = around_.in.people().list(after, page);
      if (people.empty()) return;
      for (auto& p : people) {
        if (listed.contains(p.id.value)) continue;
        auto account = latest(p.id);
        bool live = account && !around_.tagged(*account, "left") &&
                    !around_.tagged(*account, "gone");
        if (live && !account->context.contains("leavingDate")) {
          out_.warnings.push_back(p.id.value + " is no longer on the staff list, but no leaving "
                                  "date was announced; nothing is done");
        }
        p.on_staff = false;
        hr_row none{.line = 0, .id = p.id};
        add(none, "record", "is no longer on the staff list", std::nullopt, p);
      }
      after = people.back().id;
    }
  }

  // --- helpers

  void add(const hr_row& row, std::string verb, std::string why, std::optional<event> asks,
           std::optional<person> saves) {
    out_.rows.push_back({row.line, row.id, std::move(verb), std::move(why), std::move(asks),
                         std::move(saves), std::exchange(unit_to_save_, std::nullopt)});
  }

  void refuse(const hr_row& row, std::string field, std::string code, std::string message,
              std::string way_out) {
    out_.refused.push_back({row.line, row.id, std::move(field),
                            {.code = std::move(code), .message = std::move(message),
                             .place = "line " + std::to_string(row.line),
                             .way_out = std::move(way_out)}});
  }

  std::optional<account> latest(const hr_id& person) {
    auto all = around_.in.accounts().of_person(person);
    return all.empty() ? std::nullopt : std::optional(std::move(all.back()));
  }

  template <class Visit>
  void each_account(Visit visit) {
    account_id after;
    for (;;) {
      auto some = around_.in.accounts().list(after, "", page);
      if (some.empty()) return;
      for (const auto& a : some) visit(a);
      after = some.back().id;
    }
  }

  person merged(const hr_row& row, const std::optional<person>& known) const {
    person now = known.value_or(person{.id = row.id});
    auto take = [](auto& field, const auto& value) {
      if (!value.empty()) field = value;
    };
    if (row.kind) now.kind = *row.kind;
    take(now.given_name, row.given_name);
    take(now.surname, row.surname);
    take(now.job_title, row.job_title);
    take(now.unit, row.unit);
    take(now.manager.value, row.manager.value);
    take(now.contact, row.contact);
    now.on_staff = true;
    return now;
  }

  void save_unit(const hr_row& row) {
    if (row.unit.empty() || !units_.insert(row.unit).second) return;
    unit_to_save_ = unit{row.unit, row.unit_name, row.parent_unit, row.head_of_unit};
  }

  // The list's id with the row's line in it: what follows from a list is stored in its order.
  list_id place_of(const hr_row& row) const {
    constexpr std::uint64_t lines = 0xffffff;
    list_id out = around_.list;
    out.bits.high = (out.bits.high & ~lines) | (static_cast<std::uint64_t>(row.line) & lines);
    return out;
  }

  event joiner_event(const hr_row& row) const {
    account_id fresh = place_of(row).derive<account_id>("account:" + row.id.value);
    account made;
    made.id = fresh;
    made.person = row.id;
    attributes data{{"person", row.id.value}};
    if (row.start) data["startDate"] = to_text(*row.start);
    if (row.leaving) data["leavingDate"] = to_text(*row.leaving);
    if (!row.unit.empty()) data["unit"] = row.unit;
    return event_for(made, row, "joiner.notified", data);
  }

  event event_for(const account& of, const hr_row& row, std::string name, attributes data) const {
    data["list"] = around_.list.text();
    if (row.line > 0) data["line"] = std::to_string(row.line);
    auto id = place_of(row).derive<event_id>(name + ":" + row.id.value);
    return {.id = id, .name = std::move(name), .at = around_.now, .account = of.id,
            .by = {"hr-feed", "hr", "list"}, .data = std::move(data)};
  }

  const hr_list_file& list_;
  const surroundings& around_;
  plan out_;
  std::set<std::string> units_;
  std::optional<unit> unit_to_save_;
};

}  // namespace

plan plan_list(const hr_list_file& list, const surroundings& around) {
  return planner(list, around).make();
}

}  // namespace tenure::intake
