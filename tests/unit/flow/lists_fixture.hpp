#pragma once
// HR's lists over a whole organisation: rows written by the test, and what changes by them counted.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

#include <map>

namespace tenure::test {

inline hr_row joiner(const std::string& id, const std::string& given, const std::string& surname,
                     const std::string& start = "2026-11-02") {
  return {.line = 0, .id = {id}, .kind = person_kind::employee, .given_name = given,
          .surname = surname, .job_title = "Officer", .unit = "U1", .manager = {"M1"},
          .contact = id + "@home.example", .start = parse_date(start)};
}

inline hr_row leaver(const std::string& id, const std::string& day) {
  return {.line = 0, .id = {id}, .leaving = parse_date(day)};
}

inline hr_row absent(const std::string& id, const std::string& from = "2026-11-01") {
  return {.line = 0, .id = {id}, .absent_from = parse_date(from)};
}

inline hr_refused_row unreadable(const std::string& id) {
  return {.line = 99, .id = {id}, .field = "absentFrom",
          .reason = {.code = "hr.row.date_invalid", .message = "no such day"}};
}

// A world whose lists are files "a", "b": the digest stands for the bytes.
struct office : world {
  using world::world;

  flow::preview show(hr_list_kind kind, std::vector<hr_row> rows, const std::string& file = "f") {
    feed.next = {.kind = kind, .file_digest = file, .rows = std::move(rows)};
    int line = 1;
    for (auto& row : feed.next.rows) row.line = ++line;
    return lists->show(kind, file);
  }
  // The list of the last show().
  result<flow::applied> apply(const flow::preview& of, const std::string& who = "hr.officer") {
    auto done = lists->apply(of.list.digest, of.list.file_digest, {who, "hr", "test"});
    settle();
    return done;
  }
  std::string code(const result<flow::applied>& done) {
    return done ? "applied" : done.error().code;
  }
  std::string release(const flow::preview& of, const std::string& who) {
    auto done = lists->release(of.list.digest, {who, "helpdesk", "test"}, "checked with HR");
    return done ? done->status : done.error().code;
  }
  // The latest account of the person; empty id: none.
  account of(const std::string& person) {
    account out;
    engine->run([&](flow::line& on) {
      auto all = on.in.accounts().of_person({person});
      if (!all.empty()) out = all.back();
      return false;
    });
    return out;
  }
  // `count` people in use: P000, P001, ...
  void staff(int count) {
    std::vector<hr_row> rows;
    for (int i = 0; i < count; ++i) {
      rows.push_back(joiner("P" + std::to_string(1000 + i), "Pat", "Jones"));
    }
    auto first = show(hr_list_kind::joiners, std::move(rows), "staffing");
    ASSERT_EQ(code(apply(first)), "applied");
  }
  std::vector<hr_row> leavers(int from, int count, const std::string& day = "2027-06-30") {
    std::vector<hr_row> rows;
    for (int i = from; i < from + count; ++i) {
      rows.push_back(leaver("P" + std::to_string(1000 + i), day));
    }
    return rows;
  }
  // Everything a preview must leave as it was.
  std::map<std::string, std::string> everything() {
    std::map<std::string, std::string> out;
    engine->run([&](flow::line& on) {
      auto& in = on.in;
      out["journal"] = std::to_string(in.journal().size()) + in.journal().head();
      account_id after;
      for (auto& a : in.accounts().list(after, "", 10000)) {
        out["account " + a.id.text()] =
            a.state + a.address + std::to_string(a.revision) + to_json(a.context);
        for (auto& d : in.deadlines().of_account(a.id)) {
          out["deadline " + a.id.text() + d.event] = to_text(d.due);
        }
        out["next " + a.address] = std::to_string(in.addresses().next_number(a.address));
      }
      for (auto& p : in.people().list({}, 10000)) out["person " + p.id.value] = p.surname + p.unit;
      for (auto& u : in.people().units()) out["unit " + u.id] = u.name + u.head.value;
      for (auto& t : in.tasks().open_tasks({}, 10000)) out["task " + t.id.text()] = t.kind;
      for (auto& [e, why] : in.outbox().open_effects({}, 10000)) out["effect " + e.id.text()] = why;
      for (auto& e : in.inbox().take(10000)) out["event " + e.id.text()] = e.name;
      for (auto& [name, value] : in.settings().with_prefix("")) out["setting " + name] = value;
      for (auto verb : {"create", "close", "redate", "absent"}) {
        out[std::string("count ") + verb] =
            std::to_string(in.lists().count_since(verb, instant{}));
      }
      return false;
    });
    return out;
  }
};

inline std::map<std::string, std::int64_t> counts(
    std::initializer_list<std::pair<const std::string, std::int64_t>> of) {
  return of;
}

inline std::vector<std::string> codes(const flow::preview& of) {
  std::vector<std::string> out;
  for (const auto& why : of.held) out.push_back(why.code);
  return out;
}

}  // namespace tenure::test
