#include "engine/rows/world.hpp"

#include "engine/audit/sealer.hpp"
#include "engine/effects/collecting.hpp"
#include "engine/effects/last_look.hpp"
#include "engine/effects/once.hpp"
#include "engine/effects/reconciler.hpp"
#include "engine/effects/sweeping.hpp"
#include "engine/flow/forwards.hpp"
#include "engine/flow/wanted.hpp"
#include "engine/store/store.hpp"

namespace tenure::rows {
namespace {

// A mailbox that is looked at every day takes 22,000 in sixty years.
constexpr std::size_t most_turns = 50'000;

std::chrono::minutes minutes_of(const std::string& clock_time) {
  return std::chrono::hours(std::stoi(clock_time.substr(0, 2))) +
         std::chrono::minutes(std::stoi(clock_time.substr(3)));
}

result<effects::composed_notice> whole(result<notice> made) {
  if (!made) return made.error();
  return effects::composed_notice{*std::move(made), {}};
}

using last_question = bool (*)(flow::engine&, const effects::work&);

effects::still_wanted asked_last(world& of, last_question question) {
  return [&of, question](const effects::work& item) {
    if (of.before_last_look) of.before_last_look(item);
    return question(*of.engine, item);
  };
}

}  // namespace

world::world(const rulebook& by, const world_options& how)
    : clock(*parse_instant(how.start)),
      random(how.seed),
      shelf(how.seed),
      notices(how.seed),
      house(how.house ? *how.house : in_memory),
      chart(by.account),
      case_charts(by.cases),
      pack(by.pack) {
  calendar = std::make_unique<policy::calendar>(
      pack.time_zone, minutes_of(pack.get("endOfWorkingDay", person_kind::employee).value));
  organisation = std::make_unique<flow::organisation>(
      flow::organisation{.rules = {*chart, pack, *calendar, &case_charts}, .retry = {},
                         .roles = {}});
  seals = audit::make_sealer(random, pack.organisation);
  store = open_store({.url = how.store_url, .organisation = pack.organisation,
                      .demonstration = true, .sqlite_vfs = {}},
                     *seals)
              .value();

  auto& in = how.wrap ? how.wrap(*store) : *store;
  auto wanted = asked_last(*this, flow::still_wanted);
  auto note = [this](const auto& found) { return flow::note_forwards(*engine, found); };
  auto compose = [this](const effects::work& item) {
    return whole(house.compose(*engine, *organisation, item, clock.now()));
  };
  auto lane = [this, &how](std::string verb, auto performer, std::size_t batch) {
    performers.push_back(std::move(performer));
    return flow::lane{std::move(verb), performers.back().get(), batch, how.threads};
  };
  auto who = [this](const effects::work& item) { return flow::recipient_now(*engine, item); };
  auto waited_for = [this](const auto& item) { return flow::still_waited_for(*engine, item); };
  using namespace effects;
  auto in_house = house.ports();
  auto& shelf_in = in_house.keeps;
  std::vector<flow::lane> lanes;
  auto may_open = [this](const effects::work& item) { return flow::may_open(*engine, item); };
  lanes.push_back(
      lane("reconcile",
           std::make_unique<last_look>(std::make_unique<reconciler>(in_house.governs, note),
                                       may_open), 256));
  lanes.push_back(lane("createMailbox", std::make_unique<creation>(in_house.creates), 256));
  lanes.push_back(lane("archiveMailbox",
                       std::make_unique<archiving>(shelf_in, in_house.reads, wanted), 4));
  lanes.push_back(lane("copyMessages", std::make_unique<extraction>(in_house.finds,
                                                                    in_house.delivers, who), 4));
  lanes.push_back(lane("collectEvidence", std::make_unique<evidence_keeping>(
                                              shelf_in, in_house.finds, waited_for), 4));
  lanes.push_back(lane("destroyEvidence",
                       std::make_unique<evidence_destruction>(shelf_in, wanted), 4));
  lanes.push_back(lane("deleteMailbox", std::make_unique<deletion>(in_house.removes_mail,
                                                                   &shelf_in, wanted), 4));
  lanes.push_back(lane("deleteEntry", std::make_unique<deletion>(in_house.removes_entry, nullptr,
                                                                 wanted), 4));
  auto may_sweep = asked_last(*this, flow::may_sweep);
  lanes.push_back(lane("sweepFolders", std::make_unique<sweeping>(in_house.sweeps, may_sweep), 4));
  for (auto verb : {"destroyArchive", "destroyEarlierArchive"}) {
    lanes.push_back(lane(verb, std::make_unique<destruction>(shelf_in, wanted), 4));
  }
  lanes.push_back(lane("notify", std::make_unique<notification>(in_house.tells, compose), 4));
  engine = std::make_unique<flow::engine>(in, clock, *organisation, 1, std::move(lanes));
  lists = std::make_unique<flow::lists>(*engine, feed, random, *organisation);
}

world::~world() = default;

void world::run_until(instant until) {
  settle();
  for (std::size_t turns = 0;; ++turns) {
    auto due = engine->next_due();
    if (!due || *due > until) break;
    if (turns == most_turns) {
      throw std::runtime_error("it does not come to rest: " + std::to_string(most_turns) +
                               " times something fell due, the last at " + to_text(*due));
    }
    clock.set(*due);
    settle();
  }
  clock.set(until);
  settle();
}

account_id world::hire(const std::string& hr, const std::string& given, const std::string& surname,
                       person_kind kind) {
  return hire(person{.id = {hr}, .kind = kind, .given_name = given, .surname = surname,
                     .job_title = "Officer", .unit = "U1", .manager = {"M1"},
                     .contact = given + "@home.example"});
}

account_id world::hire(const person& who) {
  auto id = new_id<account_id>(random);
  engine->run([&](flow::line& on) {
    on.in.people().save(who);
    on.in.inbox().put({.id = new_id<event_id>(random), .name = "joiner.notified", .at = on.now,
                       .account = id, .by = {"row", "hr", "row"},
                       .data = {{"person", who.id.value}, {"unit", who.unit}}});
    return true;
  });
  settle();
  auto at = state(id);
  bool asked = at == "awaitingApproval" || at == "awaitingAgreement";
  if (asked) finish_tasks(id, {{"approved", "true"}});
  return id;
}

void world::tell(account_id to, const std::string& name, attributes data) {
  engine->run([&](flow::line& on) {
    on.in.inbox().put({.id = new_id<event_id>(random), .name = name, .at = on.now, .account = to,
                       .by = {"row", "row", "row"}, .data = std::move(data)});
    return true;
  });
  settle();
}

bool world::put(const event& what) {
  bool taken = false;
  engine->run([&](flow::line& on) {
    on.in.inbox().put(what);
    taken = on.advance(what).has_value();
    return true;
  });
  settle();
  return taken;
}

std::optional<flow::sweep_round> world::sweep() {
  auto all = [](std::int64_t) { return true; };
  auto out = flow::sweep_if_due(*engine, house.ports().sweeps, all);
  settle();
  return out;
}

hold_id world::hold(account_id on_account, const std::string& matter) {
  auto id = new_id<hold_id>(random);
  engine->run([&](flow::line& on) {
    on.in.holds().place({.id = id, .account = on_account, .matter = matter,
                         .placed_by = {"legal", "legal", "row"}, .placed = on.now, .lifted = {}});
    return true;
  });
  tell(on_account, "hold.placed", {{"matter", matter}});
  return id;
}

void world::lift(hold_id which) {
  account_id of;
  engine->run([&](flow::line& on) {
    of = on.in.holds().load(which)->account;
    on.in.holds().lift(which, {"legal", "legal", "row"}, on.now);
    return true;
  });
  tell(of, "hold.lifted");
}

namespace {

// In which capacity it is done by whoever should do it.
std::string office_of(const task& which) {
  return which.assignee.starts_with("person:") ? "assignee" : which.assignee;
}

}  // namespace

void world::finish_tasks(account_id of, attributes data) {
  engine->run([&](flow::line& on) {
    for (const auto& task : on.in.tasks().open_tasks(of, 100)) {
      on.in.tasks().finish(task.id, "done", {"helpdesk", "helpdesk", "row"}, on.now);
      const actor by{"helpdesk", office_of(task), "row"};
      on.in.inbox().put(flow::task_event(task, by, data, on.now));
    }
    return true;
  });
  settle();
}

void world::finish_task(const task& which, attributes data, const std::string& capacity) {
  const actor by{"somebody", capacity.empty() ? office_of(which) : capacity, "row"};
  engine->run([&](flow::line& on) {
    on.in.tasks().finish(which.id, "done", by, on.now);
    on.in.inbox().put(flow::task_event(which, by, data, on.now));
    return true;
  });
  settle();
}

account world::load(account_id which) {
  account out;
  engine->run([&](flow::line& on) {
    out = on.in.accounts().load(which).value_or(account{});
    return false;
  });
  return out;
}

std::vector<task> world::open_tasks(account_id of) {
  std::vector<task> out;
  engine->run([&](flow::line& on) {
    out = on.in.tasks().open_tasks(of, 100);
    return false;
  });
  return out;
}

std::vector<journal_row> world::trail() {
  std::vector<journal_row> out;
  engine->run([&](flow::line& on) {
    out = on.in.journal().read(0, 1'000'000);
    return false;
  });
  return out;
}

}  // namespace tenure::rows
