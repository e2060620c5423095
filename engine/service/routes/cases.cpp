// tenure case, grant: what people ask for, and what was given.
#include "engine/service/acting.hpp"
#include "engine/service/erasing.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t shown_max = 10'000;

refusal no_case() {
  return {.code = "case.not_found", .message = "there is no such case",
          .way_out = "See: tenure case list"};
}

json::object grant_json(const grant& of) {
  json::object out{{"id", of.id.text()}, {"case", of.from_case.text()},
                   {"account", of.subject.text()}, {"kind", to_text(of.kind)},
                   {"holder", of.holder.value}, {"holderAddress", of.holder_address},
                   {"purpose", of.purpose}, {"clause", of.clause}, {"told", of.told},
                   {"opened", to_text(of.opened)}};
  if (of.ends) out["ends"] = to_text(*of.ends);
  if (of.certified) {
    out["certified"] = to_text(*of.certified), out["certifiedBy"] = of.certified_by.value;
  }
  if (of.closed) out["closed"] = to_text(*of.closed), out["because"] = of.closed_because;
  return out;
}

// What was asked of the request, with the answers, for those who decide.
json::array answers_of(const case_file& of, const application& app) {
  json::array out;
  auto rule = app.pack.cases.find(of.workflow);
  if (rule == app.pack.cases.end()) return out;
  for (const auto& asked : rule->second.questions) {
    auto said = value_of(of.context, "answer." + asked.id);
    if (!said.empty()) out.emplace_back(asked.text + " " + std::string(said));
  }
  for (int n = 1;; ++n) {
    auto number = std::to_string(n);
    auto asked = value_of(of.context, "askedBack." + number);
    if (asked.empty()) return out;
    auto said = value_of(of.context, "reply." + number);
    out.emplace_back(std::string(asked) + " " + (said.empty() ? "(no reply yet)"
                                                              : std::string(said)));
  }
}

json::object case_json(const case_file& of, application& app, transaction& in) {
  json::object asked;
  for (const auto& [name, value] : of.context) asked[name] = value;
  auto subject = in.accounts().load(of.subject);
  bool named = subject && !is_erased(*subject);
  json::object out{{"id", of.id.text()}, {"workflow", of.workflow},
                   {"account", named ? subject->address : of.subject.text()},
                   {"requester", of.requester.value}, {"state", of.state},
                   {"stateInWords", decide::state_in_words(of, app.organisation->rules)},
                   {"opened", to_text(of.opened)}, {"closed", of.closed},
                   {"asked", std::move(asked)}};
  json::array waits, given;
  for (const auto& task : in.tasks().open_tasks(of.subject, shown_max)) {
    if (value_of(task.input, "case") == of.id.text()) waits.push_back(task_json(task));
  }
  for (const auto& g : in.grants().on(of.subject)) {
    if (g.from_case == of.id) given.push_back(grant_json(g));
  }
  out["answers"] = answers_of(of, app);
  out["tasks"] = std::move(waits);
  out["grants"] = std::move(given);
  return out;
}

// The request's members are its fields; values are text.
result<attributes> fields_of(const json::object& body) {
  attributes out;
  for (const auto& [name, value] : body) {
    auto text = text_in(body, name);
    if (!text) return text.error();
    if (!text->empty()) out[std::string(name)] = *text;
  }
  return out;
}

answer ask(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto fields = fields_of(*body);
  if (!fields) return fields.error();
  auto by = actor_of(asked, app, "requester");
  if (!by) return by.error();
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto name = std::string(value_of(*fields, "account"));
    auto about = find_account(on.in, name);
    if (!about) return no_account(name);
    auto data = *fields;
    data.erase("account");
    by->who = person_named(on.in, by->who).value;
    data["requester"] = by->who;
    if (data.contains("recipient")) {
      data["recipient"] = person_named(on.in, data["recipient"]).value;
    }
    auto made = tell(on, app, *about, "case.asked", std::move(data), *by);
    commit = true;  // a refused attempt is in the trail too
    if (!made) return made.error();
    return ok(case_json(*made->next_case, app, on.in), 201);
  });
}

answer list(application& app, const http::request& asked) {
  bool all = value_of(asked.query, "all") == "true";
  auto name = value_of(asked.query, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto about = name.empty() ? std::nullopt : find_account(on.in, name);
    if (!name.empty() && !about) return no_account(name);
    json::array out;
    for (const auto& each : on.in.cases().list(!all, shown_max)) {
      if (!about || each.subject == about->id) out.push_back(case_json(each, app, on.in));
    }
    return ok(json::object{{"cases", std::move(out)}});
  });
}

std::optional<case_file> find_case(flow::line& on, const http::request& asked) {
  auto id = case_id::parse(value_of(asked.path_parameters, "case"));
  return id ? on.in.cases().load(*id) : std::nullopt;
}

std::string first_eligible(flow::line& on, const case_file& of) {
  for (const auto& task : on.in.tasks().open_tasks(of.subject, shown_max)) {
    auto listed = value_of(task.input, "eligible");
    if (value_of(task.input, "case") == of.id.text() && !listed.empty()) {
      return std::string(listed.substr(0, listed.find(',')));
    }
  }
  return {};
}

event answer_event(application& app, flow::line& on, const case_file& of, const actor& by,
                   attributes data) {
  event out{.id = new_id<event_id>(app.random), .name = "case.answered", .at = on.now,
            .account = of.subject, .by = by, .data = std::move(data)};
  out.data["case"] = of.id.text();
  out.data["invoke"] = question_of(of);
  auto waiting = of.pending.find(question_of(of));
  if (waiting != of.pending.end()) out.data["effect"] = waiting->second.text();
  return out;
}

// What would follow from a yes: decided by the deciding code itself, and rolled back.
json::array if_agreed(application& app, const case_file& of) {
  return on_engine<json::array>(app, [&](flow::line& on, bool&) {
    json::array out;
    auto who = first_eligible(on, of);
    if (who.empty()) return out;
    auto made = on.advance(answer_event(app, on, of, {who, "approver", "preview"},
                                        {{"approved", "true"}, {"reason", "preview"}}));
    if (!made) return out;
    for (const auto& sentence : made->explanation) out.emplace_back(sentence);
    return out;
  });
}

answer show(application& app, const http::request& asked) {
  std::optional<case_file> found;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    found = find_case(on, asked);
    if (!found) return no_case();
    return ok(case_json(*found, app, on.in));
  });
  if (!out || !found || found->closed) return out;
  auto body = json::parse(out->body).as_object();
  body["ifAgreed"] = if_agreed(app, *found);
  return ok(std::move(body));
}

// Says something to a case and shows where it stands then. A refused attempt is recorded.
answer say(application& app, const http::request& asked, std::string_view capacity,
           const std::function<event(flow::line&, const case_file&, const actor&)>& what) {
  auto by = actor_of(asked, app, std::string(capacity));
  if (!by) return by.error();
  return on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = find_case(on, asked);
    if (!found) return no_case();
    by->who = person_named(on.in, by->who).value;
    auto told = what(on, *found, *by);
    on.in.inbox().put(told);
    auto made = on.advance(told);
    commit = true;
    if (!made) return made.error();
    if (!made->changed && told.name == "evidence.wanted") {
      return refusal{.code = "case.conflict", .message = "the case collects nothing now",
                     .place = found->state,
                     .way_out = "See `tenure case show` for where it stands"};
    }
    return ok(case_json(*on.in.cases().load(found->id), app, on.in));
  });
}

answer decide_it(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto fields = fields_of(*body);
  if (!fields) return fields.error();
  auto yes = value_of(*fields, "approved");
  if (yes != "true" && yes != "false") {
    return refusal{.code = "case.answer.malformed", .message = "approved is true or false",
                   .place = "approved", .way_out = "Say yes or no"};
  }
  return say(app, asked, "approver",
             [&](flow::line& on, const case_file& of, const actor& by) {
               return answer_event(app, on, of, by, *fields);
             });
}

answer happens(application& app, const http::request& asked, std::string_view name) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto fields = fields_of(*body);
  if (!fields) return fields.error();
  return say(app, asked, "requester",
             [&](flow::line& on, const case_file& of, const actor& by) {
               event out{.id = new_id<event_id>(app.random), .name = std::string(name),
                         .at = on.now, .account = of.subject, .by = by, .data = *fields};
               out.data["case"] = of.id.text();
               return out;
             });
}

// Who could open one's own mailbox: as far as one is told (CAL-P2).
answer grants_mine(application& app, const http::request& asked) {
  auto who = who_is(asked, app);
  if (!who) return who.error();
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    json::array out;
    auto all = on.in.accounts().of_person(person_named(on.in, who->by.who));
    auto there = all.empty() ? std::vector<grant>() : on.in.grants().on(all.back().id);
    for (const auto& each : there) {
      if (!each.closed && each.told == "told") out.push_back(grant_json(each));
    }
    return ok(json::object{{"grants", std::move(out)}});
  });
}

answer grants(application& app, const http::request& asked) {
  if (value_of(asked.query, "mine") == "true") return grants_mine(app, asked);
  bool all = value_of(asked.query, "all") == "true";
  auto name = value_of(asked.query, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto about = name.empty() ? std::nullopt : find_account(on.in, name);
    if (!name.empty() && !about) return no_account(name);
    json::array out;
    auto some = about ? on.in.grants().on(about->id) : on.in.grants().list(!all, shown_max);
    for (const auto& each : some) {
      if (all || !each.closed) out.push_back(grant_json(each));
    }
    return ok(json::object{{"grants", std::move(out)}});
  });
}

answer revoke(application& app, const http::request& asked) {
  auto id = grant_id::parse(value_of(asked.path_parameters, "grant"));
  std::optional<grant> found;
  on_engine<bool>(app, [&](flow::line& on, bool&) {
    found = id ? on.in.grants().load(*id) : std::nullopt;
    return true;
  });
  if (!found) return refusal{.code = "grant.not_found", .message = "there is no such grant"};
  if (found->closed) return refusal{.code = "grant.conflict", .message = "it has ended already"};
  auto of_case = asked;
  of_case.path_parameters["case"] = found->from_case.text();
  return happens(app, of_case, "grant.revoked");
}

}  // namespace

void add_case_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  auto event = [&app](const char* name) {
    return [&app, name](const http::request& asked) { return happens(app, asked, name); };
  };
  to.add("POST", "/v1/cases", with(ask), "Ask for something about a mailbox");
  to.add("GET", "/v1/cases", with(list), "List cases");
  to.add("GET", "/v1/cases/{case}", with(show), "Show a case");
  to.add("POST", "/v1/cases/{case}/answer", with(decide_it), "Decide about a case");
  to.add("POST", "/v1/cases/{case}/withdraw", event("case.withdrawn"), "Take a request back");
  to.add("POST", "/v1/cases/{case}/question", event("case.questioned"), "Ask back");
  to.add("POST", "/v1/cases/{case}/reply", event("case.replied"), "Reply to what was asked back");
  to.add("POST", "/v1/cases/{case}/conclude", event("case.concluded"), "Say how a case came out");
  to.add("POST", "/v1/cases/{case}/evidence", event("evidence.wanted"),
         "Take messages as evidence");
  to.add("GET", "/v1/grants", with(grants), "List grants");
  to.add("POST", "/v1/grants/{grant}/revoke", with(revoke), "End a grant");
}

}  // namespace tenure::service
