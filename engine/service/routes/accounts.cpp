// tenure account: list, show, explain, and the events a person may send.
#include "engine/service/acting.hpp"
#include "engine/service/explain.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

#include <algorithm>

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t limit_default = 100, limit_max = 100'000;

// What people may tell an account by hand; the rest comes from lists and the engine itself.
constexpr std::string_view events_by_hand[] = {
    "leaver.notified",    "leaver.withdrawn",  "leaver.redated",     "person.rehired",
    "person.renamed",     "person.transferred", "account.suspended", "account.reinstated",
    "absence.ended",      "alias.requested",   "alias.withdrawn"};

json::array next_json(const explanation& of) {
  json::array out;
  for (const auto& step : of.next) {
    out.push_back({{"what", step.what}, {"when", step.when}, {"clause", step.clause}});
  }
  return out;
}

json::array texts(const std::vector<std::string>& from) {
  return json::array(from.begin(), from.end());
}

answer list(application& app, const http::request& asked) {
  auto limit = number_in(asked.query, "limit", limit_default, 1, limit_max);
  if (!limit) return limit.error();
  return ok(on_engine<json::object>(app, [&](flow::line& on, bool&) {
    std::vector<account> found;
    auto person = value_of(asked.query, "person");
    if (!person.empty()) {
      found = on.in.accounts().of_person({std::string(person)});
    } else {
      auto after = account_id::parse(value_of(asked.query, "after")).value_or(account_id{});
      found = on.in.accounts().list(after, value_of(asked.query, "state"), *limit);
    }
    json::object out;
    if (person.empty() && found.size() == *limit) out["after"] = found.back().id.text();
    json::array all;
    for (const auto& a : found) all.push_back(account_json(a, app));
    out["accounts"] = std::move(all);
    return out;
  }));
}

answer show(application& app, const http::request& asked) {
  auto name = value_of(asked.path_parameters, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto found = find_account(on.in, name);
    if (!found) return no_account(name);
    auto out = account_json(*found, app);
    out["next"] = next_json(explain(on, *found));
    json::array holds, tasks;
    for (const auto& h : on.in.holds().active_on(found->id)) holds.push_back(hold_json(h));
    for (const auto& t : on.in.tasks().open_tasks(found->id, 100)) tasks.push_back(task_json(t));
    out["holds"] = std::move(holds);
    out["tasks"] = std::move(tasks);
    return ok(out);
  });
}

answer explanation_of(application& app, const http::request& asked) {
  auto name = value_of(asked.path_parameters, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto found = find_account(on.in, name);
    if (!found) return no_account(name);
    auto why = explain(on, *found);
    return ok(json::object{{"account", account_json(*found, app)},
                           {"sentences", texts(why.sentences)},
                           {"next", next_json(why)},
                           {"prevents", texts(why.prevents)},
                           {"clauses", texts(why.clauses)}});
  });
}

// A new name or unit comes with the event; the person's record takes it before the decision.
void take_staff_data(transaction& in, const account& of, const attributes& data) {
  auto person = in.people().load(of.person);
  if (!person) return;
  auto take = [&](std::string& field, std::string_view name) {
    auto value = value_of(data, name);
    if (!value.empty()) field = value;
  };
  take(person->given_name, "givenName");
  take(person->surname, "surname");
  take(person->job_title, "jobTitle");
  take(person->unit, "unit");
  in.people().save(*person);
}

answer tell_event(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto name = text_in(*body, "name");
  if (!name) return name.error();
  if (std::ranges::find(events_by_hand, *name) == std::end(events_by_hand)) {
    return refusal{.code = "event.denied",
                   .message = "'" + *name + "' is no event to send by hand"};
  }
  attributes data;
  if (const auto* given = body->if_contains("data")) {
    auto parsed = attributes_from_json(json::serialize(*given));
    if (!parsed) return refusal{.code = "request.data.malformed", .message = "data holds no texts"};
    data = std::move(*parsed);
  }
  auto leaving = value_of(data, "leavingDate");
  if (!leaving.empty() && !parse_date(leaving)) {
    return refusal{.code = "request.date.malformed", .message = "leavingDate is no date",
                   .way_out = "Write YYYY-MM-DD"};
  }
  bool access = *name == "account.suspended" || *name == "account.reinstated";
  auto by = permitted(asked, app, access ? "account.access" : "account.change");
  if (!by) return by.error();
  auto who = value_of(asked.path_parameters, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = find_account(on.in, who);
    if (!found) return no_account(who);
    take_staff_data(on.in, *found, data);
    auto made = tell(on, app, *found, *name, data, *by);
    commit = true;  // the trail keeps what was tried, too
    if (!made) return made.error();
    if (!made->changed) {
      return refusal{.code = "event.conflict", .message = *name + " means nothing while: " +
                     decide::state_in_words(*found, app.organisation->rules)};
    }
    auto out = account_json(made->next, app);
    out["explanation"] = texts(made->explanation);
    return ok(out);
  });
}

}  // namespace

void add_account_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/accounts", with(list), "List accounts");
  to.add("GET", "/v1/accounts/{account}", with(show), "Show an account");
  to.add("GET", "/v1/accounts/{account}/explanation", with(explanation_of), "Explain an account");
  to.add("POST", "/v1/accounts/{account}/events", with(tell_event), "Tell an account of an event");
}

}  // namespace tenure::service
