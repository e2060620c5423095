#pragma once
// One leaver's whole life, from joining to the end of the archive, and what must be true at its end
// whatever went wrong on the way.

#include "tests/support/faulty_store.hpp"
#include "tests/world/world.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>

namespace tenure::test {

// A world whose store loses answers of commits on plan.
struct faulty_world {
  std::optional<faulty_store> faults;
  world w;

  explicit faulty_world(world_options how = {}) : w(with_faults(std::move(how))) {}

  // Does it again until the environment is there: what a caller of the engine does.
  template <class Step>
  void insist(Step step) {
    for (int tries = 0; tries < 5; ++tries) {
      try {
        step();
        return;
      } catch (const environment_lost&) {
        ++lost;
      }
    }
    FAIL() << "lost five times";
  }

  // Puts the event under an id of its own, so that putting it again is the same event.
  void tell(account_id to, const std::string& name, attributes data = {}) {
    event what{.id = to.derive<event_id>(name), .name = name, .at = w.clock.now(), .account = to,
               .by = {"test", "hr", "test"}, .data = std::move(data)};
    insist([&] {
      w.engine->run([&](flow::line& on) {
        on.in.inbox().put(what);
        return true;
      });
    });
    insist([&] { w.settle(); });
  }

  void run_until(const std::string& iso) {
    insist([&] { w.run_until(iso); });
    insist([&] { w.settle(); });
  }

  void live() {
    insist([&] {
      w.engine->run([&](flow::line& on) {
        on.in.people().save({.id = {"1001"}, .given_name = "Jane", .surname = "Smith",
                             .job_title = "Officer", .manager = {"M1"}, .contact = "j@h.example"});
        return true;
      });
    });
    tell(jane, "joiner.notified", {{"person", "1001"}});
    w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = "Subject: x\r\n\r\nhi"});
    tell(jane, "absence.started", {{"absentFrom", "2026-11-02"}});
    tell(jane, "leaver.notified", {{"leavingDate", "2026-11-30"}});
    run_until("2026-12-15T00:00:00Z");
    run_until("2027-01-15T00:00:00Z");
    run_until("2033-02-01T00:00:00Z");
  }

  // Leaves of the account's trail, one text each, without what the way there changes.
  std::vector<std::string> steps() {
    std::vector<std::string> out;
    std::string last = "?";
    w.engine->run([&](flow::line& on) {
      for (const auto& row : on.in.journal().read(0, 100000)) {
        auto to = member(row.leaf, "to");
        if (to != last && !to.empty()) out.push_back(to);
        last = to;
      }
      return false;
    });
    return out;
  }

  static std::string member(const std::string& leaf, const std::string& name) {
    auto key = "\"" + name + "\":\"";
    auto begin = leaf.find(key);
    if (begin == leaf.npos) return "";
    begin += key.size();
    return leaf.substr(begin, leaf.find('"', begin) - begin);
  }

  void expect_a_whole_life(const std::string& about) {
    SCOPED_TRACE(about);
    EXPECT_EQ(w.state(jane), "ended");
    EXPECT_FALSE(w.mail.snapshot(jane));
    EXPECT_EQ(w.mail.effected("create", jane), 1u);
    EXPECT_EQ(w.mail.effected("remove", jane), 1u);
    EXPECT_EQ(w.shelf.destroyed(jane), 1u);
    EXPECT_FALSE(w.shelf.snapshot(jane));
    auto context = w.load(jane).context;
    EXPECT_EQ(value_of(context, "archiveMessages"), "1");
    EXPECT_EQ(value_of(context, "closings"), "1");
    for (auto name : {"createdAt", "closedAt", "archivedAt", "deletedAt"}) {
      EXPECT_TRUE(context.contains(name)) << name;
    }
    w.engine->run([&](flow::line& on) {
      EXPECT_TRUE(on.in.inbox().take(10).empty());
      EXPECT_TRUE(on.in.deadlines().of_account(jane).empty());
      std::uint64_t index = 0;
      for (const auto& row : on.in.journal().read(0, 100000)) EXPECT_EQ(row.index, index++);
      EXPECT_EQ(index, on.in.journal().size());
      return false;
    });
  }

  const account_id jane{{0x11, 0x22}};
  int lost = 0;

 private:
  world_options with_faults(world_options how) {
    how.wrap = [this](tenure::store& real) -> tenure::store& { return faults.emplace(real); };
    return how;
  }
};

}  // namespace tenure::test
