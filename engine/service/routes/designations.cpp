// tenure designation: who may decide for whom, within which dates (WYO-II.B1).
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr period longest{.months = 12};

json::object designation_json(const designation& of, instant now) {
  json::object out{{"id", of.id.text()}, {"principal", of.principal.value},
                   {"designee", of.designee.value}, {"deputy", of.deputy},
                   {"from", to_text(of.from)}, {"until", to_text(of.until)},
                   {"madeBy", of.made_by.who}, {"stands", of.stands_at(now)}};
  if (of.ended) out["ended"] = to_text(*of.ended);
  return out;
}

refusal wrong(std::string code, std::string message, std::string place, std::string way_out) {
  return {.code = std::move(code), .message = std::move(message), .place = std::move(place),
          .way_out = std::move(way_out)};
}

bool on_staff(flow::line& on, const hr_id& who) {
  flow::staff people(on.in, on.of.rules, on.of.roles, on.now);
  auto found = people.find(who);
  return found && found->on_staff;
}

// Whole days of the organisation: `until` is the last one.
result<void> read_days(flow::line& on, const json::object& body, designation& into) {
  const auto& calendar = on.of.rules.calendar;
  auto today = calendar.local_date(on.now);
  auto first = text_in(body, "from"), last = text_in(body, "until");
  if (!first) return first.error();
  if (!last) return last.error();
  auto from = first->empty() ? std::optional(today) : parse_date(*first);
  auto until = parse_date(*last);
  if (!from || *from < today) {
    return wrong("designation.from.invalid", "'" + *first + "' is no day from today on", "from",
                 "Name a day like " + to_text(today));
  }
  auto latest = add(*from, longest);
  if (!until || *until < *from || *until > latest) {
    return wrong("designation.until.invalid",
                 "'" + *last + "' is no day from " + to_text(*from) + " to " + to_text(latest),
                 "until", "A designation has a last day, at most a year on");
  }
  into.from = std::max(on.now, calendar.start_of(*from));
  into.until = calendar.start_of(add(*until, {.days = 1}));
  return {};
}

result<void> check_people(flow::line& on, const designation& wanted) {
  if (wanted.principal == wanted.designee) {
    return wrong("designation.self.invalid", "nobody is their own designee", "designee",
                 "Name somebody else");
  }
  for (const auto& [who, place] : {std::pair(wanted.principal, "principal"),
                                   std::pair(wanted.designee, "designee")}) {
    if (!on_staff(on, who)) {
      return wrong("designation.person.invalid", "'" + who.value + "' is nobody on staff", place,
                   "Name them by HR id, sign-in name or address");
    }
  }
  return {};
}

// Who lends their own authority needs no role. Whoever does it for another never lends it to
// themselves.
result<actor> may_change(const acting_person& who, const hr_id& me, const designation& of,
                         const application& app) {
  if (me == of.principal) return actor{me.value, "principal", who.by.proof};
  auto by = judged(who, app, "designation.change");
  if (!by) return by;
  by->who = me.value;
  if (me != of.designee) return by;
  return refusal{"designation.own.denied", "nobody makes themselves another's designee", "",
                 "separation of duties", "The other, or somebody else with the role, has to"};
}

void note(flow::line& on, application& app, const designation& of, const char* event,
          const actor& by) {
  auto account = find_account(on.in, of.principal.value);
  on.in.journal().append(
      {.at = on.now, .account = account ? account->id : account_id{},
       .cause = new_id<event_id>(app.random), .event = event, .from = "", .to = "", .by = by,
       .rules = {},
       .facts = {{"designation", of.id.text()}, {"deputy", of.deputy ? "true" : "false"},
                 {"from", to_text(of.from)}, {"until", to_text(of.until)}},
       .personal = {{"principal", of.principal.value}, {"designee", of.designee.value}}});
}

result<designation> wanted_by(flow::line& on, application& app, const json::object& body) {
  designation out{.id = new_id<designation_id>(app.random), .principal = {}, .designee = {},
                  .deputy = false, .from = {}, .until = {}, .made_by = {}, .ended = {}};
  for (auto [name, to] : {std::pair("principal", &out.principal), std::pair("designee",
                                                                            &out.designee)}) {
    auto text = text_in(body, name);
    if (!text) return text.error();
    *to = person_named(on.in, *text);
  }
  auto deputy = text_in(body, "deputy");
  if (!deputy) return deputy.error();
  out.deputy = *deputy == "true";
  return out;
}

answer make(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto who = who_acts(asked, app, "designation.change");
  if (!who) return who.error();
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto wanted = wanted_by(on, app, *body);
    if (!wanted) return wanted.error();
    auto by = may_change(*who, person_named(on.in, who->by.who), *wanted, app);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    if (auto good = check_people(on, *wanted); !good) return good.error();
    if (auto good = read_days(on, *body, *wanted); !good) return good.error();
    wanted->made_by = *by;
    on.in.designations().save(*wanted);
    note(on, app, *wanted, "designation.made", *by);
    commit = true;
    return ok(designation_json(*wanted, on.now), 201);
  });
  if (denied) {
    note_refusal(app, {who->by.who, "none", who->by.proof}, "designation.change", *denied);
  }
  return out;
}

// The designee may lay it down, too.
answer end(application& app, const http::request& asked) {
  auto who = who_acts(asked, app, "designation.change");
  if (!who) return who.error();
  auto id = designation_id::parse(value_of(asked.path_parameters, "designation"));
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = id ? on.in.designations().load(*id) : std::nullopt;
    if (!found) {
      return refusal{.code = "designation.not_found", .message = "there is no such designation",
                     .way_out = "See: tenure designation list"};
    }
    auto me = person_named(on.in, who->by.who);
    auto by = me == found->designee ? result<actor>(actor{me.value, "designee", who->by.proof})
                                    : may_change(*who, me, *found, app);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    if (!found->stands_at(on.now) && found->from <= on.now) {
      return refusal{.code = "designation.conflict", .message = "it has ended already"};
    }
    found->ended = on.now;
    on.in.designations().save(*found);
    note(on, app, *found, "designation.ended", *by);
    commit = true;
    return ok(designation_json(*found, on.now));
  });
  if (denied) {
    note_refusal(app, {who->by.who, "none", who->by.proof}, "designation.change", *denied);
  }
  return out;
}

answer list(application& app, const http::request& asked) {
  bool all = value_of(asked.query, "all") == "true";
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    json::array out;
    for (const auto& each : on.in.designations().all()) {
      bool over = each.ended || each.until <= on.now;
      if (all || !over) out.push_back(designation_json(each, on.now));
    }
    return ok(json::object{{"designations", std::move(out)}});
  });
}

}  // namespace

void add_designation_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/designations", with(list), "List who may decide for whom");
  to.add("POST", "/v1/designations", with(make), "Let somebody decide for another");
  to.add("POST", "/v1/designations/{designation}/end", with(end), "End a designation");
}

}  // namespace tenure::service
