#pragma once
// A unit with its head, a line manager, a colleague and a case about somebody's mailbox, on a store
// whose commits fail on plan.

#include "tests/faults/life.hpp"

#include "engine/audit/leaf.hpp"

namespace tenure::test {

struct office {
  faulty_world f;
  world& w = f.w;
  account_id jane, tom;
  case_id which;

  office() {
    w.engine->run([&](flow::line& on) {
      on.in.people().save_unit({"U1", "Archives", "", {"1004"}});
      return true;
    });
    jane = w.hire(who("1001", "Jane"));
    tom = w.hire(who("1002", "Tom"));
    w.hire(who("1003", "Ada"));
    w.hire(who("1004", "Max"));
    for (const char* subject : {"contract", "holiday", "Re: contract"}) {
      w.mail.deliver(jane, {.bytes = std::string("Subject: ") + subject + "\r\nMessage-ID: <" +
                                     subject + "@x>\r\n\r\ntext\r\n"});
    }
  }
  static person who(const std::string& id, const std::string& name) {
    return {.id = {id}, .given_name = name, .surname = "Smith", .job_title = "Officer",
            .unit = "U1", .manager = {"1003"}, .contact = "c@h.example"};
  }
  void put(event what) {
    f.insist([&] {
      w.engine->run([&](flow::line& on) {
        on.in.inbox().put(what);
        return true;
      });
    });
    f.insist([&] { w.settle(); });
  }
  void ask(attributes fields) {
    event asked{.id = event_id{{5, 5}}, .name = "case.asked", .at = w.clock.now(), .account = jane,
                .by = {"1003", "requester", "test"}, .data = std::move(fields)};
    which = asked.id.derive<case_id>("case");
    put(asked);
  }
  void happens(const std::string& name, attributes data) {
    data["case"] = which.text();
    put({.id = which.derive<event_id>(name), .name = name, .at = w.clock.now(), .account = jane,
         .by = {"1003", "requester", "test"}, .data = std::move(data)});
  }
  case_file the_case() {
    case_file out;
    w.engine->run([&](flow::line& on) {
      out = on.in.cases().load(which).value();
      return false;
    });
    return out;
  }
  void agree() {
    auto of = the_case();
    put({.id = event_id{{6, 6}}, .name = "case.answered", .at = w.clock.now(), .account = jane,
         .by = {"1004", "approver", "test"},
         .data = {{"case", which.text()}, {"invoke", "decision"}, {"approved", "true"},
                  {"reason", "right"}, {"effect", of.pending.at("decision").text()}}});
  }
  // The one entry with this fact; of any value when `value` is empty.
  audit::leaf entry(const std::string& fact, const std::string& value = "") {
    audit::leaf out;
    int count = 0;
    for (const auto& row : w.trail()) {
      auto leaf = audit::read_leaf(row.leaf).value();
      auto found = leaf.facts.find(fact);
      if (found == leaf.facts.end() || (!value.empty() && found->second != value)) continue;
      out = leaf;
      ++count;
    }
    EXPECT_EQ(count, 1) << fact << " " << value;
    return out;
  }
};

}  // namespace tenure::test
