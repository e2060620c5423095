// tenure mailbox: mailboxes of a unit or group, their owners and members.
#include "engine/flow/mailboxes.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t looked_at_max = 10'000;
constexpr std::string_view workflow = "sharedMailbox";

refusal no_mailbox(std::string_view name) {
  return {.code = "mailbox.not_found",
          .message = "no mailbox of a unit or group is called " + std::string(name),
          .way_out = "See: tenure mailbox list"};
}

// By address, account id, sign-in name, or the name that was asked for.
std::optional<account> find_mailbox(transaction& in, std::string_view name) {
  auto found = find_account(in, name);
  if (!found) found = find_account(in, flow::mailbox_person(std::string(name)).value);
  return found && found->kind == person_kind::shared ? found : std::nullopt;
}

std::optional<case_file> case_of(transaction& in, const account& of) {
  for (auto& open : in.cases().open_on(of.id)) {
    if (open.workflow == workflow) return std::move(open);
  }
  return std::nullopt;
}

json::object mailbox_json(const account& of, application& app, transaction& in) {
  auto out = account_json(of, app);
  auto home = in.people().load(of.person);
  auto its_case = case_of(in, of);
  out["unit"] = home ? home->unit : "";
  out["case"] = its_case ? its_case->id.text() : "";
  out["caseInWords"] =
      its_case ? decide::state_in_words(*its_case, app.organisation->rules) : "";
  out["owner"] = "";
  json::array members;
  for (const auto& each : in.grants().on(of.id)) {
    if (each.closed) continue;
    if (each.purpose == "owner") out["owner"] = each.holder.value;
    if (each.purpose != "member") continue;
    members.push_back({{"member", each.holder.value}, {"kind", to_text(each.kind)},
                       {"grant", each.id.text()}, {"since", to_text(each.opened)}});
  }
  out["members"] = std::move(members);
  return out;
}

answer ask(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  attributes given;
  for (auto name : {"name", "displayName", "unit", "owner"}) {
    auto text = text_in(*body, name);
    if (!text) return text.error();
    given[name] = *text;
  }
  auto by = actor_of(asked, app, "requester");
  if (!by) return by.error();
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    by->who = person_named(on.in, by->who).value;
    const auto& owner = given["owner"];
    auto made = flow::ask_mailbox(
        on,
        {.name = given["name"], .display_name = given["displayName"], .unit = given["unit"],
         .owner = owner.empty() ? hr_id{} : person_named(on.in, owner)},
        new_id<event_id>(app.random), *by);
    commit = true;  // a refused attempt is in the trail too
    if (!made) return made.error();
    return ok(mailbox_json(made->next, app, on.in), 201);
  });
}

answer list(application& app, const http::request&) {
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    json::array out;
    for (const auto& open : on.in.cases().list(true, looked_at_max)) {
      if (open.workflow != workflow) continue;
      auto about = on.in.accounts().load(open.subject);
      if (about) out.push_back(mailbox_json(*about, app, on.in));
    }
    return ok(json::object{{"mailboxes", std::move(out)}});
  });
}

answer show(application& app, const http::request& asked) {
  auto name = value_of(asked.path_parameters, "mailbox");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto found = find_mailbox(on.in, name);
    if (!found) return no_mailbox(name);
    return ok(mailbox_json(*found, app, on.in));
  });
}

// The owner says who else; anybody else's attempt is refused by the case and in the trail.
answer membership(application& app, const http::request& asked, std::string event_name,
                  std::string_view member, std::string_view kind) {
  auto by = actor_of(asked, app, "owner");
  if (!by) return by.error();
  auto name = value_of(asked.path_parameters, "mailbox");
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = find_mailbox(on.in, name);
    auto its_case = found ? case_of(on.in, *found) : std::nullopt;
    if (!its_case) return no_mailbox(name);
    by->who = person_named(on.in, by->who).value;
    attributes data{{"case", its_case->id.text()},
                    {"member", person_named(on.in, member).value}};
    if (!kind.empty()) data["kind"] = kind;
    auto made = tell(on, app, *found, std::move(event_name), std::move(data), *by);
    commit = true;
    if (!made) return made.error();
    if (!made->changed) {
      return refusal{.code = "mailbox.conflict", .message = "the mailbox is not in use now",
                     .way_out = "See `tenure mailbox show`"};
    }
    return ok(mailbox_json(*on.in.accounts().load(found->id), app, on.in));
  });
}

answer add(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto member = text_in(*body, "member"), kind = text_in(*body, "kind");
  if (!member) return member.error();
  if (!kind) return kind.error();
  return membership(app, asked, "member.added", *member, kind->empty() ? "read" : *kind);
}

answer drop(application& app, const http::request& asked) {
  return membership(app, asked, "member.removed", value_of(asked.path_parameters, "member"), "");
}

result<actor> may_close(const acting_person& who, const hr_id& me, const account& of,
                        const application& app) {
  bool owns = !me.empty() && value_of(of.context, "owner") == me.value;
  if (owns) return actor{me.value, "owner", who.by.proof};
  return judged(who, app, "account.change");
}

answer close(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto day = text_in(*body, "on");
  if (!day) return day.error();
  auto who = who_acts(asked, app, "account.change");
  if (!who) return who.error();
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto name = value_of(asked.path_parameters, "mailbox");
    auto found = find_mailbox(on.in, name);
    if (!found) return no_mailbox(name);
    auto by = may_close(*who, person_named(on.in, who->by.who), *found, app);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    auto last = parse_date(*day);
    if (!last || *last < on.of.rules.calendar.local_date(on.now)) {
      return refusal{.code = "mailbox.on.invalid", .message = "'" + *day + "' is no day from today",
                     .place = "on", .way_out = "Name its last day"};
    }
    auto made = tell(on, app, *found, "leaver.notified", {{"leavingDate", *day}}, *by);
    commit = true;
    if (!made) return made.error();
    return ok(mailbox_json(made->next, app, on.in));
  });
  if (denied) note_refusal(app, {who->by.who, "none", who->by.proof}, "account.change", *denied);
  return out;
}

}  // namespace

void add_mailbox_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/mailboxes", with(list), "List mailboxes of units and groups");
  to.add("POST", "/v1/mailboxes", with(ask), "Ask for a mailbox of a unit or group");
  to.add("GET", "/v1/mailboxes/{mailbox}", with(show), "Show a mailbox of a unit or group");
  to.add("POST", "/v1/mailboxes/{mailbox}/members", with(add), "Let a member into a mailbox");
  to.add("DELETE", "/v1/mailboxes/{mailbox}/members/{member}", with(drop),
         "Take a member's right away");
  to.add("POST", "/v1/mailboxes/{mailbox}/close", with(close), "Give a mailbox its last day");
}

}  // namespace tenure::service
