#pragma once
// A whole organisation in one process: the real store, trail and deciding code around mailboxes in
// memory, or where it is said, on a clock moved by hand. One seed gives one history.

#include "engine/flow/engine.hpp"
#include "engine/flow/lists.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/policy/calendar.hpp"
#include "engine/policy/pack.hpp"
#include "engine/ports/hr_feed.hpp"
#include "engine/statechart/chart.hpp"
#include "engine/rows/memory_house.hpp"
#include "engine/rows/rulebook.hpp"

#include <functional>
#include <memory>
#include <random>
#include <string>

namespace tenure::rows {

class hand_clock final : public clock {
 public:
  explicit hand_clock(instant at) : now_(at) {}
  instant now() override { return now_; }
  void set(instant at) { now_ = std::max(now_, at); }

 private:
  instant now_;
};

class seeded_entropy final : public entropy {
 public:
  explicit seeded_entropy(std::uint64_t seed) : from_(seed) {}
  void fill(std::span<std::byte> bytes) override {
    for (auto& b : bytes) b = static_cast<std::byte>(from_() & 255);
  }

 private:
  std::mt19937_64 from_;
};

// Lists that are written as rows.
class row_feed final : public hr_feed {
 public:
  hr_list_file next;
  hr_list_file read(hr_list_kind kind, const std::filesystem::path&) override {
    next.kind = kind;
    return next;
  }
};

struct world_options {
  std::string start = "2026-11-02T09:00:00Z";
  std::uint64_t seed = 1;
  std::string store_url = "sqlite::memory:";
  // Puts something between the engine and its store; what it returns outlives the world's engine.
  std::function<tenure::store&(tenure::store&)> wrap = {};
  std::size_t threads = 1;      // a lane, once the engine is started
  mail_house* house = nullptr;  // where the mailboxes live; null: in memory
};

class world {
 public:
  explicit world(const rulebook& by, const world_options& how = {});
  ~world();

  // Moves the clock from one thing due to the next until `until`, settling at each. Throws
  // std::runtime_error when something falls due again and again without end.
  void run_until(instant until);
  void run_until(const std::string& iso) { run_until(*parse_instant(iso)); }
  void settle() { engine->settle(); }

  // Somebody on staff with an account in use; answers the account.
  account_id hire(const std::string& hr, const std::string& given, const std::string& surname,
                  person_kind kind = person_kind::employee);
  account_id hire(const person& who);
  // Tells the account and settles.
  void tell(account_id to, const std::string& event, attributes data = {});
  // Puts the event and settles; false when it was refused.
  bool put(const event& what);
  // It is looked for old mail, if it is time, as the service does by itself; and settles.
  std::optional<flow::sweep_round> sweep();
  hold_id hold(account_id on, const std::string& matter);
  void lift(hold_id which);
  void finish_tasks(account_id of, attributes data = {});
  // By whoever should, or in another `capacity`.
  void finish_task(const task& which, attributes data = {}, const std::string& capacity = {});

  account load(account_id which);
  std::string state(account_id which) { return load(which).state; }
  std::vector<task> open_tasks(account_id of);
  std::vector<journal_row> trail();

  hand_clock clock;
  seeded_entropy random;
  std::unique_ptr<sealer> seals;
  std::unique_ptr<tenure::store> store;
  // Called right before the engine asks for the last time whether something is still wanted.
  std::function<void(const effects::work&)> before_last_look;
  memory::mail_system mail;  // these three: empty when the mailboxes live elsewhere
  memory::archive_shelf shelf;
  memory::notice_box notices;
  memory_house in_memory{mail, shelf, notices};
  mail_house& house;
  std::shared_ptr<const statechart::chart> chart;
  decide::case_charts case_charts;
  policy::pack pack;
  std::unique_ptr<policy::calendar> calendar;
  std::unique_ptr<flow::organisation> organisation;
  std::vector<std::unique_ptr<effects::performer>> performers;
  std::unique_ptr<flow::engine> engine;
  row_feed feed;
  std::unique_ptr<flow::lists> lists;
};

}  // namespace tenure::rows
