// tenure clock, status, doctor.
#include "engine/service/doctor.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

json::object clock_json(application& app) {
  return {{"now", to_text(app.clock.now())}, {"demonstration", app.demonstration()}};
}

bool too_long(const period& by) {
  constexpr std::int64_t years = 100, days = years * 366;
  return by.months > years * 12 || by.days > days || by.seconds > days * 86'400;
}

// Moves a demonstration store's clock from one thing due to the next, letting the engine settle at
// each, as if the time had really passed.
answer move_clock(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  if (!app.demonstration()) {
    return refusal{.code = "clock.denied",
                   .message = "the clock of a real store is the system's",
                   .way_out = "Only the store of `tenure init --demonstration` has one to move"};
  }
  auto by = text_in(*body, "advance"), to = text_in(*body, "set");
  if (!by) return by.error();
  if (!to) return to.error();
  auto length = parse_period(*by);
  auto goal = parse_instant(*to);
  if (!length && !goal) {
    return refusal{.code = "clock.malformed", .message = "say advance (P30D) or set (an instant)"};
  }
  if (length && too_long(*length)) {
    return refusal{.code = "clock.invalid", .message = "it moves by a hundred years at most"};
  }
  instant target = goal ? *goal : app.calendar->add(app.clock.now(), *length);
  if (target < app.clock.now()) {
    return refusal{.code = "clock.invalid", .message = "the clock only moves forward"};
  }
  while (app.clock.now() < target && !asked.cancelled()) {
    if (auto settled = app.engine->wait_until_settled(); !settled) return settled.error();
    auto due = app.engine->next_due();
    instant next = due && *due < target ? std::max(*due, app.clock.now()) : target;
    auto step = std::max(next - app.clock.now(), std::chrono::microseconds(0));
    // Durable before anything happens at the later time: after a crash here the next start stands
    // at it, and nothing that is recorded lies ahead of the clock.
    on_engine<bool>(app, [&](flow::line& on, bool& commit) {
      on.in.settings().put("clock.offset", std::to_string((app.clock.offset() + step).count()));
      return commit = true;
    });
    app.clock.move_forward(step);
    app.engine->wake();
    asked.report({.what = "it is " + to_text(next)});
  }
  if (auto settled = app.engine->wait_until_settled(); !settled) return settled.error();
  return ok(clock_json(app));
}

answer status(application& app, const http::request&) {
  json::array problems;
  for (const auto& each : app.problems()) problems.push_back(json::string(each));
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    json::object accounts;
    for (const auto& [state, count] : on.in.accounts().count_by_state()) accounts[state] = count;
    auto effects = on.in.outbox().open_effects({}, 10'000);
    auto tasks = on.in.tasks().open_tasks({}, 10'000);
    for (const auto& task : tasks) {
      if (task.kind != "serverUnreachable") continue;
      problems.push_back(json::string("not getting through: " + task.input.at("verb") + ": " +
                                      task.input.at("trouble")));
    }
    json::object out{{"service", "running"}, {"store", app.config.store},
                     {"organisation", app.pack.name}, {"demonstration", app.demonstration()},
                     {"now", to_text(on.now)}, {"accounts", std::move(accounts)},
                     {"openTasks", tasks.size()}, {"openEffects", effects.size()},
                     {"problems", std::move(problems)},
                     {"checkpoint", {{"size", on.in.journal().size()}, {"at", to_text(on.now)}}}};
    if (!effects.empty()) out["oldestEffect"] = to_text(effects.front().first.created);
    return ok(out);
  });
}

answer examine(application& app, const http::request&) {
  json::array checks;
  for (const auto& check : doctor(app)) {
    checks.push_back({{"what", check.what}, {"ok", check.ok}, {"detail", check.detail},
                      {"whatToDo", check.what_to_do}});
  }
  return ok(json::object{{"checks", std::move(checks)}});
}

}  // namespace

void add_status_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/status", with(status), "How the service and its work stand");
  to.add("GET", "/v1/doctor", with(examine), "Check store, trail, connectors and files");
}

void add_clock_routes(http::router& to, application& app) {
  to.add("GET", "/v1/clock",
         [&app](const http::request&) -> answer { return ok(clock_json(app)); },
         "The engine's time");
  to.add("POST", "/v1/clock",
         [&app](const http::request& asked) { return move_clock(app, asked); },
         "Move a demonstration store's time");
}

void add_routes(http::router& to, application& app) {
  add_status_routes(to, app);
  add_hr_routes(to, app);
  add_account_routes(to, app);
  add_erasing_routes(to, app);
  add_hold_routes(to, app);
  add_task_routes(to, app);
  add_case_routes(to, app);
  add_offered_routes(to, app);
  add_evidence_routes(to, app);
  add_notice_routes(to, app);
  add_mailbox_routes(to, app);
  add_designation_routes(to, app);
  add_attestation_routes(to, app);
  add_brake_routes(to, app);
  add_reconcile_routes(to, app);
  add_sweep_routes(to, app);
  add_simulate_routes(to, app);
  add_audit_routes(to, app);
  add_policy_routes(to, app);
  add_clock_routes(to, app);
  add_session_routes(to, app);
}

}  // namespace tenure::service
