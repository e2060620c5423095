// tenure audit: show, export, verify, prove, key.
#include "engine/audit/encoding.hpp"
#include "engine/audit/publisher.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/audit/show.hpp"
#include "engine/audit/verify_export.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

#include <charconv>
#include <sstream>

namespace tenure::service {
namespace {

using answer = result<http::response>;

std::uint64_t number_in(std::string_view text, std::uint64_t otherwise) {
  std::uint64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string root_text(const audit::digest& root) { return audit::base64(audit::bytes_of(root)); }

json::object entry_json(const audit::leaf& of, const std::vector<personal_value>& personal) {
  std::string by = of.capacity;
  for (const auto& value : personal) {
    if (value.name == "actor") by = value.value + " (" + of.capacity + ")";
  }
  return {{"index", of.index}, {"at", to_text(of.at)}, {"account", of.account},
          {"event", of.event}, {"by", by}, {"what", audit::in_words(of, personal)},
          {"rule", of.rules.empty() ? "" : of.rules.front()}};
}

answer entries(application& app, const http::request& asked) {
  auto name = value_of(asked.query, "account");
  auto from = number_in(value_of(asked.query, "from"), 0);
  auto limit = number_in(value_of(asked.query, "limit"), 100);
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    std::vector<journal_row> rows;
    if (name.empty()) {
      rows = on.in.journal().read(from, limit);
    } else {
      auto of = find_account(on.in, name);
      if (!of) return no_account(name);
      for (auto index : on.in.journal().of_account(of->id)) {
        if (index < from || rows.size() >= limit) continue;
        for (auto& row : on.in.journal().read(index, 1)) rows.push_back(std::move(row));
      }
    }
    json::array all;
    for (const auto& row : rows) {
      auto content = audit::read_leaf(row.leaf);
      if (!content) return content.error();
      all.push_back(entry_json(*content, on.in.journal().personal(row.index)));
    }
    return ok(json::object{{"entries", std::move(all)}});
  });
}

answer export_to(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto folder = text_in(*body, "folder");
  if (!folder) return folder.error();
  asked.report({.what = "exporting the trail"});
  answer out = http::response();
  app.engine->with_store([&](store& in) {
    auto done = audit::export_trail(in, app.clock.now(), *app.key, *folder);
    if (!done) {
      out = done.error();
      return;
    }
    out = ok(json::object{{"folder", *folder}, {"size", done->size},
                          {"root", root_text(done->root)},
                          {"key", audit::to_text(app.key->verifier())}});
  });
  return out;
}

answer verify(const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto folder = text_in(*body, "folder"), key = text_in(*body, "key");
  if (!folder) return folder.error();
  if (!key) return key.error();
  auto log = audit::parse_verifier_key(*key);
  if (!log) return log.error();
  asked.report({.what = "recomputing every entry"});
  auto report = audit::verify_export(audit::files_in(*folder), *log);
  json::array problems;
  if (!report) problems.push_back(json::string(report.error().text()));
  json::object out{{"ok", report.has_value()}, {"problems", std::move(problems)}};
  if (report) {
    out["size"] = report->head.size;
    out["root"] = root_text(report->head.root);
  }
  return ok(out);
}

answer prove(application& app, const http::request& asked) {
  if (auto done = app.publish(); !done) return done.error();
  auto index = number_in(value_of(asked.path_parameters, "index"), UINT64_MAX);
  const auto& log = app.key->verifier();
  auto text = audit::prove_entry(app.config.trail.folder, index, log);
  if (!text) return text.error();
  auto receipt = audit::verify_receipt(*text, log);
  if (!receipt) return receipt.error();
  json::array path;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    if (audit::base64_decode(line)) path.push_back(json::string(line));
  }
  return ok(json::object{{"index", index},
                         {"leafHash", root_text(audit::leaf_hash(receipt->entry))},
                         {"size", receipt->head.size}, {"root", root_text(receipt->head.root)},
                         {"path", std::move(path)}, {"checkpoint", audit::to_text(receipt->head)},
                         {"receipt", *text}});
}

}  // namespace

void add_verification_route(http::router& to) {
  to.add("POST", "/v1/audit/verifications", verify, "Verify an exported trail");
}

void add_audit_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/audit/entries", with(entries), "Show entries of the trail");
  to.add("POST", "/v1/audit/exports", with(export_to), "Export the trail");
  add_verification_route(to);
  to.add("GET", "/v1/audit/proofs/{index}", with(prove), "Prove that an entry is in the trail");
  to.add("GET", "/v1/audit/key",
         [&app](const http::request&) -> answer {
           return ok(json::object{{"key", audit::to_text(app.key->verifier())}});
         },
         "The trail's verifier key");
}

}  // namespace tenure::service
