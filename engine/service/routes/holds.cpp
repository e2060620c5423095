// tenure hold: place, lift, list.
#include "engine/service/acting.hpp"
#include "engine/service/roles.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

answer place(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto name = text_in(*body, "account"), matter = text_in(*body, "matter");
  if (!name) return name.error();
  if (!matter) return matter.error();
  if (matter->empty()) {
    return refusal{.code = "hold.matter.invalid", .message = "a hold needs the matter it is for",
                   .rule = std::string(act_under(app.pack, "hold.place").rule),
                   .way_out = "Give --matter"};
  }
  auto by = permitted(asked, app, "hold.place");
  if (!by) return by.error();
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = find_account(on.in, *name);
    if (!found) return no_account(*name);
    hold made{.id = new_id<hold_id>(app.random), .account = found->id, .matter = *matter,
              .placed_by = *by, .placed = on.now, .lifted = {}};
    on.in.holds().place(made);
    auto told = tell(on, app, *found, "hold.placed",
                     {{"matter", *matter}, {"hold", made.id.text()}}, *by);
    if (!told) return told.error();
    commit = true;
    return ok(hold_json(made), 201);
  });
}

// The open case that has set this hold, if it was a case.
std::optional<case_file> case_of(flow::line& on, const hold& which) {
  for (const auto& open : on.in.cases().open_on(which.account)) {
    if (open.id.derive<hold_id>("hold") == which.id) return open;
  }
  return std::nullopt;
}

// Lifted by its case, which knows the office that set it.
answer release(application& app, flow::line& on, const case_file& of, const hold_id& which,
               actor by) {
  by.who = person_named(on.in, by.who).value;
  event told{.id = new_id<event_id>(app.random), .name = "hold.released", .at = on.now,
             .account = of.subject, .by = by, .data = {{"case", of.id.text()}}};
  on.in.inbox().put(told);
  if (auto made = on.advance(told); !made) return made.error();
  return ok(hold_json(*on.in.holds().load(which)));
}

// `by` may lift what was placed in their office. Without roles nobody has one: only who placed it.
bool same_office(const application& app, const actor& placed_by, const actor& by) {
  return placed_by.who == by.who ||
         (!app.config.roles.empty() && placed_by.capacity == by.capacity);
}

answer lift(application& app, const http::request& asked) {
  auto id = hold_id::parse(value_of(asked.path_parameters, "hold"));
  bool of_case = on_engine<bool>(app, [&](flow::line& on, bool&) {
    auto found = id ? on.in.holds().load(*id) : std::nullopt;
    return found && !found->lifted && case_of(on, *found).has_value();
  });
  if (of_case) {
    auto by = actor_of(asked, app, "requester");
    if (!by) return by.error();
    return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
      // Looked up anew: somebody else may have lifted it since the question above.
      auto of = case_of(on, *on.in.holds().load(*id));
      if (!of) return refusal{.code = "hold.conflict", .message = "it is lifted already"};
      commit = true;  // a refused attempt is in the trail too
      return release(app, on, *of, *id, *by);
    });
  }
  auto by = permitted(asked, app, "hold.lift");
  if (!by) return by.error();
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = id ? on.in.holds().load(*id) : std::nullopt;
    if (!found) return refusal{.code = "hold.not_found", .message = "there is no such hold"};
    if (found->lifted) return refusal{.code = "hold.conflict", .message = "it is lifted already"};
    if (!same_office(app, found->placed_by, *by)) {
      return refusal{.code = "hold.lift.denied",
                     .message = "only " + found->placed_by.who + ", who placed it, lifts it, or "
                                "who holds that office (" + found->placed_by.capacity + ") now",
                     .rule = std::string(act_under(app.pack, "hold.lift").rule)};
    }
    on.in.holds().lift(*id, *by, on.now);
    auto account = on.in.accounts().load(found->account);
    auto told = tell(on, app, *account, "hold.lifted",
                     {{"matter", found->matter}, {"hold", id->text()}}, *by);
    if (!told) return told.error();
    commit = true;
    return ok(hold_json(*on.in.holds().load(*id)));
  });
}

answer list(application& app, const http::request& asked) {
  auto name = value_of(asked.query, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    json::array all;
    auto of = name.empty() ? std::nullopt : find_account(on.in, name);
    if (!name.empty() && !of) return no_account(name);
    for (const auto& hold : of ? on.in.holds().active_on(of->id) : on.in.holds().all()) {
      all.push_back(hold_json(hold));
    }
    return ok(json::object{{"holds", std::move(all)}});
  });
}

}  // namespace

void add_hold_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/holds", with(list), "List legal holds");
  to.add("POST", "/v1/holds", with(place), "Place a legal hold");
  to.add("DELETE", "/v1/holds/{hold}", with(lift), "Lift a legal hold");
}

}  // namespace tenure::service
