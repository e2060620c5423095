// tenure notice: what was sent to whom, what the mail server said, and sending it once more.
#include "engine/service/acting.hpp"
#include "engine/service/resending.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::uint64_t shown_default = 100, shown_max = 10'000;

refusal wrong(std::string code, std::string message, std::string way_out = {}) {
  return {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
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
        for (const auto& [open, trouble] : waiting_notices(on, wanted->account)) {
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

result<named_notice> named(application& app, const http::request& asked) {
  return find_named(*app.engine, value_of(asked.path_parameters, "notice"));
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

answer resend(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto reason = text_in(*body, "reason");
  if (!reason) return reason.error();
  auto by = permitted(asked, app, "notice.resend");
  if (!by) return by.error();
  auto found = named(app, asked);
  if (!found) return found.error();
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto sent = resend_notice(on, *found, {.reason = *reason, .by = *by}, app.random);
    if (!sent) return sent.error();
    commit = true;
    return ok(waiting_json(*sent, ""), 202);
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
