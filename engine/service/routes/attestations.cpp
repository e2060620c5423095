// tenure attestation: what is on record about people and units (CAM-6b, WYO-I.E, MAS-R, MAS-2).
#include "engine/flow/attestations.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t shown_max = 10'000;
constexpr period longest{.months = 120};
constexpr std::string_view of_unit = "unit:";

json::object attestation_json(const attestation& of, instant now) {
  json::object out{{"id", of.id.text()}, {"kind", of.kind}, {"evidence", of.evidence},
                   {"from", to_text(of.from)}, {"until", to_text(of.until)},
                   {"recordedBy", of.recorded_by.who}, {"stands", of.stands_at(now)}};
  bool unit = of.about.starts_with(of_unit);
  out[unit ? "unit" : "person"] = unit ? of.about.substr(of_unit.size()) : of.about;
  if (of.withdrawn) out["withdrawn"] = to_text(*of.withdrawn);
  return out;
}

refusal wrong(std::string code, std::string message, std::string place, std::string way_out) {
  return {.code = std::move(code), .message = std::move(message), .place = std::move(place),
          .way_out = std::move(way_out)};
}

std::optional<unit> unit_of(flow::line& on, std::string_view about) {
  if (!about.starts_with(of_unit)) return std::nullopt;
  for (auto& each : on.in.people().units()) {
    if (each.id == about.substr(of_unit.size())) return std::move(each);
  }
  return std::nullopt;
}

// A person by any of their names, or a unit by its id.
result<std::string> about_whom(flow::line& on, const json::object& body) {
  using boost::system::in_place_value;
  auto person = text_in(body, "person"), unit = text_in(body, "unit");
  if (!person) return person.error();
  if (!unit) return unit.error();
  if (person->empty() == unit->empty()) {
    return wrong("attestation.about.invalid", "it is about a person or about a unit", "person",
                 "Name one of the two");
  }
  if (person->empty()) {
    auto about = std::string(of_unit) + *unit;
    if (unit_of(on, about)) return {in_place_value, about};
    return wrong("attestation.about.invalid", "there is no unit '" + *unit + "'", "unit",
                 "Name it by the id that HR gives it");
  }
  auto who = person_named(on.in, *person);
  if (auto found = on.in.people().load(who); found && found->on_staff) {
    return {in_place_value, who.value};
  }
  return wrong("attestation.about.invalid", "'" + *person + "' is nobody on staff", "person",
               "Name them by HR id, sign-in name or address");
}

// Whole days of the organisation: `until` is the last one.
result<void> read_days(flow::line& on, const json::object& body, attestation& into) {
  const auto& calendar = on.of.rules.calendar;
  auto first = text_in(body, "from"), last = text_in(body, "until");
  if (!first) return first.error();
  if (!last) return last.error();
  auto today = calendar.local_date(on.now);
  auto from = first->empty() ? std::optional(today) : parse_date(*first);
  auto until = parse_date(*last);
  if (!from) {
    return wrong("attestation.from.invalid", "'" + *first + "' is no day", "from",
                 "Name a day like " + to_text(today));
  }
  auto latest = add(*from, longest);
  if (!until || *until < *from || *until > latest) {
    return wrong("attestation.until.invalid",
                 "'" + *last + "' is no day from " + to_text(*from) + " to " + to_text(latest),
                 "until", "What is on record has a last day, at most ten years on");
  }
  into.from = calendar.start_of(*from);
  into.until = calendar.start_of(add(*until, {.days = 1}));
  return {};
}

result<void> read_what(application& app, const json::object& body, attestation& into) {
  auto kind = text_in(body, "kind"), evidence = text_in(body, "evidence");
  if (!kind) return kind.error();
  if (!evidence) return evidence.error();
  if (!app.pack.attestations.contains(*kind)) {
    std::string all;
    for (const auto& [name, means] : app.pack.attestations) all += (all.empty() ? "" : ", ") + name;
    return wrong("attestation.kind.invalid", "'" + *kind + "' is nothing to record", "kind",
                 "One of: " + all);
  }
  if (evidence->find_first_not_of(" \t\n") == std::string::npos) {
    return wrong("attestation.evidence.invalid", "where the proof is, is not said", "evidence",
                 "Say it in words: a certificate's number, a file, a meeting");
  }
  into.kind = *kind, into.evidence = *evidence;
  return {};
}

// The line manager, or the unit's head, needs no role. Nobody vouches for themselves.
result<actor> may_record(flow::line& on, const acting_person& who, const std::string& about,
                         const application& app) {
  auto me = person_named(on.in, who.by.who);
  if (me.value == about) {
    return refusal{"attestation.own.denied", "nobody records what is on record about themselves",
                   "", "separation of duties", "Their line manager, or the HR officer, has to"};
  }
  auto person = on.in.people().load({about});
  auto unit = unit_of(on, about);
  if (person && person->manager == me) return actor{me.value, "lineManager", who.by.proof};
  if (unit && unit->head == me) return actor{me.value, "headOfUnit", who.by.proof};
  auto by = judged(who, app, "attestation.record");
  if (by) by->who = me.value;
  return by;
}

answer record(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto who = who_acts(asked, app, "attestation.record");
  if (!who) return who.error();
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    attestation made{.id = new_id<attestation_id>(app.random), .about = {}, .kind = {},
                     .evidence = {}, .from = {}, .until = {}, .recorded_by = {}, .withdrawn = {}};
    auto about = about_whom(on, *body);
    if (!about) return about.error();
    made.about = *about;
    auto by = may_record(on, *who, made.about, app);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    made.recorded_by = *by;
    if (auto good = read_what(app, *body, made); !good) return good.error();
    if (auto good = read_days(on, *body, made); !good) return good.error();
    flow::record_attestation(on, made, new_id<event_id>(app.random));
    commit = true;
    return ok(attestation_json(made, on.now), 201);
  });
  if (denied) {
    note_refusal(app, {who->by.who, "none", who->by.proof}, "attestation.record", *denied);
  }
  return out;
}

// Who may record it, or the person it is about: a commitment can be taken back.
result<actor> may_withdraw(flow::line& on, const acting_person& who, const attestation& of,
                           const application& app) {
  auto me = person_named(on.in, who.by.who);
  if (me.value == of.about) return actor{me.value, "attested", who.by.proof};
  return may_record(on, who, of.about, app);
}

answer withdraw(application& app, const http::request& asked) {
  auto who = who_acts(asked, app, "attestation.record");
  if (!who) return who.error();
  auto id = attestation_id::parse(value_of(asked.path_parameters, "attestation"));
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = id ? on.in.attestations().load(*id) : std::nullopt;
    if (!found) {
      return refusal{.code = "attestation.not_found", .message = "there is no such attestation",
                     .way_out = "See: tenure attestation list"};
    }
    auto by = may_withdraw(on, *who, *found, app);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    if (found->withdrawn || found->until <= on.now) {
      return refusal{.code = "attestation.conflict", .message = "it stands no more"};
    }
    flow::withdraw_attestation(on, *found, new_id<event_id>(app.random), *by);
    commit = true;
    return ok(attestation_json(*on.in.attestations().load(*id), on.now));
  });
  if (denied) {
    note_refusal(app, {who->by.who, "none", who->by.proof}, "attestation.record", *denied);
  }
  return out;
}

answer list(application& app, const http::request& asked) {
  bool all = value_of(asked.query, "all") == "true";
  auto kind = value_of(asked.query, "kind");
  auto person = value_of(asked.query, "person"), unit = value_of(asked.query, "unit");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    std::string about = unit.empty() ? "" : std::string(of_unit) + std::string(unit);
    if (!person.empty()) about = person_named(on.in, person).value;
    auto found = about.empty() ? on.in.attestations().list(kind, shown_max)
                               : on.in.attestations().about(about);
    json::array out;
    for (const auto& each : found) {
      bool over = each.withdrawn || each.until <= on.now;
      bool wanted = kind.empty() || each.kind == kind;
      if (wanted && (all || !over)) out.push_back(attestation_json(each, on.now));
    }
    return ok(json::object{{"attestations", std::move(out)}});
  });
}

}  // namespace

void add_attestation_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/attestations", with(list), "List what is on record about people and units");
  to.add("POST", "/v1/attestations", with(record), "Record an attestation");
  to.add("POST", "/v1/attestations/{attestation}/withdraw", with(withdraw),
         "Withdraw an attestation");
}

}  // namespace tenure::service
