// tenure sweep preview: how many messages are older than the pack allows, and where.
#include "engine/flow/brake.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

json::array rows_of(const flow::sweep_look& seen) {
  json::array out;
  for (const auto& mailbox : seen.mailboxes) {
    auto row = [&](std::string_view folder, std::int64_t messages, std::string_view before,
                   std::string_view rule, std::string_view why) {
      out.push_back({{"account", mailbox.of.address}, {"folder", folder}, {"messages", messages},
                     {"before", before}, {"rule", rule}, {"why", why}});
    };
    if (!mailbox.left_out.empty()) row("", 0, "", "", mailbox.left_out);
    if (!mailbox.trouble.empty()) row("", 0, "", "", "could not be read: " + mailbox.trouble);
    for (const auto& each : mailbox.found) {
      row(each.cut.folder, each.messages, to_text(each.cut.before), each.cut.clause, "");
    }
  }
  return out;
}

answer nothing_swept(std::string message, std::string way_out) {
  return refusal{.code = "sweep.not_offered.not_found", .message = std::move(message),
                 .way_out = std::move(way_out)};
}

answer preview(application& app, const http::request& asked) {
  if (!app.pack.sweep.wanted()) {
    return nothing_swept("the organisation's policy pack sweeps nothing",
                         "A pack may name folders under `sweep:`");
  }
  auto* through = sweeper_of(app);
  if (through == nullptr) {
    return nothing_swept("no system that keeps messages is connected",
                         "Configure one under `connectors:`");
  }
  std::string name(value_of(asked.query, "account"));
  std::optional<account> only;
  if (!name.empty()) {
    only = on_engine<std::optional<account>>(app, [&](flow::line& on, bool&) {
      return find_account(on.in, name);
    });
    if (!only) return no_account(name);
  }
  auto seen = flow::look_for_old_mail(*app.engine, *through, only, [&](std::int64_t looked) {
    asked.report({.done = looked, .what = "reading mailboxes"});
    return !asked.cancelled();
  });
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto brake = flow::sweep_brake(on);
    auto next = flow::next_sweep(on);
    return ok(json::object{{"mailboxes", seen.looked}, {"messages", seen.messages},
                           {"leftOut", seen.left_out}, {"unread", seen.unread},
                           {"rows", rows_of(seen)}, {"limit", brake.limit},
                           {"stopped", brake.pulled || seen.messages > brake.limit},
                           {"next", next ? to_text(*next) : ""}});
  });
}

}  // namespace

void add_sweep_routes(http::router& to, application& app) {
  to.add("GET", "/v1/sweep/preview",
         [&app](const http::request& asked) { return preview(app, asked); },
         "Count the messages that are older than the pack allows");
}

}  // namespace tenure::service
