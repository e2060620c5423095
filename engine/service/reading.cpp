#include "engine/service/reading.hpp"

#include "engine/service/acting.hpp"
#include "engine/service/routes/common.hpp"

#include <algorithm>

namespace tenure::service {
namespace {

// What says nothing of any person: the rules, the service's health, who one is.
constexpr std::string_view open_to_all[] = {"/v1/status",    "/v1/doctor", "/v1/sessions",
                                            "/v1/workflows", "/v1/policy", "/v1/clock",
                                            "/v1/audit/key"};
// What changes nothing, or no more than a preview of it, although it is asked with POST.
constexpr std::string_view reads_by_post[] = {"/v1/hr/previews", "/v1/simulations",
                                              "/v1/reconciliations", "/v1/audit/exports"};

bool among(std::span<const std::string_view> these, std::string_view path) {
  return std::ranges::find(these, path) != these.end();
}

bool reads(const http::request& asked) {
  bool evidence = asked.path.starts_with("/v1/audit/evidence/");
  if (asked.method == "POST") return evidence || among(reads_by_post, asked.path);
  return asked.method == "GET" && !among(open_to_all, asked.path);
}

bool listed(std::string_view list, std::string_view who) {
  while (!list.empty()) {
    auto comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == who) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// Who asked, who gains, and those who are asked to decide. Whose mailbox it is may not be told of
// it (CAL-P2), and hears of it by a notice where they are.
bool involved(flow::line& on, const case_file& of, const hr_id& me) {
  if (of.requester == me || value_of(of.context, "recipient") == me.value) return true;
  auto waiting = of.pending.find("decision");
  auto open = waiting == of.pending.end() ? std::nullopt
                                          : on.in.tasks().load(task_id{waiting->second.bits});
  return open && listed(value_of(open->input, "eligible"), me.value);
}

bool own_account(flow::line& on, std::string_view name, const hr_id& me) {
  auto found = find_account(on.in, name);
  return found && found->person == me;
}

bool own_case(flow::line& on, std::string_view id, const hr_id& me) {
  auto parsed = case_id::parse(id);
  auto found = parsed ? on.in.cases().load(*parsed) : std::nullopt;
  return found && involved(on, *found, me);
}

bool own_task(flow::line& on, std::string_view id, const hr_id& me) {
  auto parsed = task_id::parse(id);
  auto found = parsed ? on.in.tasks().load(*parsed) : std::nullopt;
  return found && (found->assignee == "person:" + me.value || found->claimed_by == me);
}

// Everybody may read what is about themselves, or waits for them.
bool own(flow::line& on, const http::request& asked, const hr_id& me) {
  auto parameter = [&](const char* name) { return value_of(asked.path_parameters, name); };
  if (asked.method != "GET") return false;
  if (asked.path == "/v1/tasks" || asked.path == "/v1/grants") {
    return value_of(asked.query, "mine") == "true";
  }
  if (asked.path == "/v1/attestations") {
    auto person = value_of(asked.query, "person");
    return !person.empty() && person_named(on.in, person) == me;
  }
  if (asked.path.ends_with("/evidence")) return false;
  return own_account(on, parameter("account"), me) || own_case(on, parameter("case"), me) ||
         own_task(on, parameter("task"), me);
}

}  // namespace

result<void> may_read(const http::request& asked, application& app) {
  if (app.config.reading == reading_rule::anybody || !reads(asked)) return {};
  auto words = asked.method + " " + asked.path;
  auto who = who_is(asked, app);
  if (!who) {
    note_refusal(app, os_user(asked), words, who.error());
    return who.error();
  }
  if (judged(*who, app, "records.read")) return {};
  bool theirs = on_engine<bool>(app, [&](flow::line& on, bool&) {
    return own(on, asked, person_named(on.in, who->by.who));
  });
  if (theirs) return {};
  auto why = judged(*who, app, "records.read").error();
  why.code = "reading.denied";
  note_refusal(app, {who->by.who, "none", who->by.proof}, words, why);
  return why;
}

}  // namespace tenure::service
