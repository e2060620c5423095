// tenure notice: what was sent to whom, what the mail server said, and sending it once more.
#include "engine/service/acting.hpp"
#include "engine/service/notice_log.hpp"
#include "engine/service/notice_readers.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::uint64_t shown_default = 100, shown_max = 10'000;
constexpr std::size_t open_max = 10'000;

refusal wrong(std::string code, std::string message, std::string way_out = {}) {
  return {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

refusal no_notice() {
  return wrong("notice.not_found", "there is no such notice", "See: tenure notice list");
}

// What no mail server was asked about was not sent at all: nobody could be found, the pack has no
// text, no server is configured.
std::string_view delivery_of(const past_notice& of) {
  if (of.outcome == "done") return "accepted";
  return of.composed ? "refused" : "not sent";
}

json::object notice_json(const past_notice& of) {
  json::object out{{"id", of.id.text()}, {"at", to_text(of.at)}, {"account", of.account.text()},
                   {"template", of.name}, {"to", of.to}, {"address", of.address},
                   {"delivery", delivery_of(of)}, {"outcome", of.outcome},
                   {"answer", !of.reply.empty()  ? of.reply
                              : !of.detail.empty() ? of.detail
                                                   : of.reply_code},
                   {"entry", of.entry}, {"erased", of.erased}};
  if (!of.of_case.empty()) out["case"] = of.of_case;
  if (!of.resend_of.empty()) out["resendOf"] = of.resend_of;
  return out;
}

json::object waiting_json(const effect& of, const std::string& trouble) {
  auto input = [&](const char* name) { return value_of(of.input, name); };
  json::object out{{"id", of.id.text()}, {"at", to_text(of.created)},
                   {"account", of.account.text()}, {"template", input("template")},
                   {"to", input("to")}, {"delivery", of.attempts == 0 ? "not tried" : "waiting"},
                   {"answer", trouble}, {"attempts", of.attempts},
                   {"nextAttempt", to_text(of.not_before)}};
  if (!input("case").empty()) out["case"] = input("case");
  if (!input("resendOf").empty()) out["resendOf"] = input("resendOf");
  return out;
}

std::vector<std::pair<effect, std::string>> waiting(flow::line& on, const account_id& account) {
  auto all = on.in.outbox().open_effects(account, open_max);
  std::erase_if(all, [](const auto& each) { return each.first.verb != "notify"; });
  return all;
}

result<notice_filter> filter_of(flow::line& on, const http::request& asked) {
  auto limit = number_in(asked.query, "limit", shown_default, 1, shown_max);
  if (!limit) return limit.error();
  notice_filter out{.account = {}, .of_case = std::string(value_of(asked.query, "case")),
                    .failed = value_of(asked.query, "failed") == "true", .limit = *limit};
  if (auto name = value_of(asked.query, "account"); !name.empty()) {
    auto found = find_account(on.in, name);
    if (!found) return no_account(name);
    out.account = found->id;
  }
  if (out.of_case.empty()) return out;
  auto id = case_id::parse(out.of_case);
  auto of = id ? on.in.cases().load(*id) : std::nullopt;
  if (!of) {
    return wrong("case.not_found", "there is no such case", "See: tenure case list --all");
  }
  out.account = of->subject;
  return out;
}

// Those that are still to be sent first, then newest first.
answer list(application& app, const http::request& asked) {
  json::array all;
  auto wanted = on_engine<result<notice_filter>>(
      app, [&](flow::line& on, bool&) -> result<notice_filter> {
        auto wanted = filter_of(on, asked);
        if (!wanted) return wanted;
        for (const auto& [open, trouble] : waiting(on, wanted->account)) {
          bool fits = (wanted->of_case.empty() ||
                       value_of(open.input, "case") == wanted->of_case) &&
                      (!wanted->failed || open.attempts > 0);
          if (fits && all.size() < wanted->limit) all.push_back(waiting_json(open, trouble));
        }
        return wanted;
      });
  if (!wanted) return wanted.error();
  wanted->limit -= all.size();
  if (wanted->limit > 0) {
    for (const auto& each : past_notices(*app.engine, *wanted)) all.push_back(notice_json(each));
  }
  return ok(json::object{{"notices", std::move(all)}});
}

struct named_notice {
  std::optional<past_notice> past;
  std::optional<std::pair<effect, std::string>> open;
};

result<named_notice> named(application& app, const http::request& asked) {
  auto id = effect_id::parse(value_of(asked.path_parameters, "notice"));
  if (!id) return no_notice();
  named_notice out;
  app.engine->run([&](flow::line& on) {
    for (auto& each : waiting(on, {})) {
      if (each.first.id == *id) out.open = std::move(each);
    }
    return false;
  });
  if (!out.open) out.past = find_notice(*app.engine, *id);
  if (!out.open && !out.past) return no_notice();
  return out;
}

answer show(application& app, const http::request& asked) {
  auto found = named(app, asked);
  if (!found) return found.error();
  if (found->open) return ok(waiting_json(found->open->first, found->open->second));
  auto out = notice_json(*found->past);
  if (auto again = render_again(*found->past, app.pack)) {
    out["asSent"] = again->as_sent;
    out["subject"] = again->content.subject;
    out["text"] = again->content.text;
    out["html"] = again->content.html;
  }
  json::object values;
  for (const auto& [name, value] : found->past->values) values[name] = value;
  out["values"] = std::move(values);
  return ok(out);
}

// The same effect once more, under a new id: what it said, to whom it was said.
effect copy_of(const past_notice& of, application& app, instant now) {
  effect out{.id = new_id<effect_id>(app.random), .account = of.account, .verb = "notify",
             .invoke = {}, .input = {{"template", of.name}, {"to", of.to},
                                     {"resendOf", of.id.text()}},
             .desired = {}, .created = now, .not_before = now, .attempts = 0};
  if (!of.of_case.empty()) out.input["case"] = of.of_case;
  if (!of.reader.empty()) out.input["reader"] = of.reader.value;
  if (!of.values.empty()) out.input["values"] = to_json(of.values);
  return out;
}

result<effects::work> may_resend(flow::line& on, application& app, const past_notice& of) {
  effects::work item{.effect = copy_of(of, app, on.now), .account = {}, .person = {}};
  auto account = on.in.accounts().load(of.account);
  if (of.erased || !account || decide::has_tag(*account, on.of.rules, "gone")) {
    return wrong("notice.account_deleted.conflict",
                 "the mailbox it is about is deleted, or what the notice said was erased");
  }
  for (const auto& [open, trouble] : waiting(on, of.account)) {
    if (value_of(open.input, "resendOf") == of.id.text()) {
      return wrong("notice.pending.conflict", "it is being sent once more already",
                   "See: tenure notice show " + open.id.text());
    }
  }
  item.account = *account;
  item.person = on.in.people().load(account->person);
  if (auto may = may_be_told(on, item, of.reader); !may) return may.error();
  if (reader_of(on, item).address.empty()) {
    return wrong("notice.no_recipient.invalid", "nobody to send it to",
                 "Whoever it is for needs a mailbox, or a contact address from HR");
  }
  return item;
}

// Effect and entry are one transaction: after a crash either it will be sent, and the trail says
// who wanted it, or neither.
void send_again(flow::line& on, application& app, const past_notice& of, const effects::work& item,
                const actor& by, const std::string& reason) {
  on.in.outbox().add(item.effect);
  attributes facts{{"template", of.name}, {"resendOf", of.id.text()},
                   {"resentAs", item.effect.id.text()}};
  if (!of.of_case.empty()) facts["ofCase"] = of.of_case;
  attributes personal{{"noticeTo", of.to}, {"noticeAddress", reader_of(on, item).address},
                      {"reason", reason}};
  if (!of.address.empty()) personal["noticeAddressBefore"] = of.address;
  on.in.journal().append({.at = on.now, .account = of.account,
                          .cause = new_id<event_id>(app.random), .event = "notice.resent",
                          .from = item.account.state, .to = item.account.state, .by = by,
                          .rules = {}, .facts = std::move(facts),
                          .personal = std::move(personal)});
}

answer resend(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto reason = text_in(*body, "reason");
  if (!reason) return reason.error();
  if (reason->find_first_not_of(" \t\n") == reason->npos) {
    return wrong("notice.reason.invalid", "why it is sent once more is not said", "Say: --reason");
  }
  auto by = permitted(asked, app, "notice.resend");
  if (!by) return by.error();
  auto found = named(app, asked);
  if (!found) return found.error();
  if (found->open) {
    return wrong("notice.pending.conflict", "it is still to be sent: " +
                 (found->open->second.empty() ? "not tried yet" : found->open->second),
                 "It is tried again by itself; `tenure doctor` says what stands in the way");
  }
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto item = may_resend(on, app, *found->past);
    if (!item) return item.error();
    send_again(on, app, *found->past, *item, *by, *reason);
    commit = true;
    return ok(waiting_json(item->effect, ""), 202);
  });
  if (!out && out.error().code == "notice.reader.denied") {
    note_refusal(app, *by, "notice.resend", out.error());
  }
  return out;
}

}  // namespace

void add_notice_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/notices", with(list), "List notices and what became of them");
  to.add("GET", "/v1/notices/{notice}", with(show), "Show a notice as it was sent");
  to.add("POST", "/v1/notices/{notice}/resend", with(resend), "Send a notice once more");
}

}  // namespace tenure::service
