// tenure audit: show, export, verify, prove, acknowledge, key.
#include "engine/audit/acknowledge.hpp"
#include "engine/audit/encoding.hpp"
#include "engine/audit/evidence.hpp"
#include "engine/audit/publisher.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/audit/show.hpp"
#include "engine/audit/verify_export.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"
#include "engine/service/words.hpp"

#include <fstream>
#include <sstream>

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::uint64_t entries_default = 100, entries_max = 100'000;

std::string root_text(const audit::digest& root) { return audit::base64(audit::bytes_of(root)); }

std::string moved(const audit::leaf& of) {
  if (of.from != of.to) return of.from + " -> " + of.to;
  return of.to.empty() ? "" : "stays " + of.to;
}

// A value that the entry commits to: erased when it is not there any more.
std::string known(const std::vector<personal_value>& personal, std::string_view name) {
  for (const auto& each : personal) {
    if (each.name == name) return each.value;
  }
  return "erased";
}

// What moved, with the facts that say something by themselves, and what who did it said of it.
std::string what_happened(const audit::leaf& of, const std::vector<personal_value>& personal) {
  auto out = moved(of);
  auto add = [&](std::string_view name, std::string_view value) {
    out.append(out.empty() ? "" : "; ").append(name).append(" ").append(value);
  };
  if (auto task = value_of(of.facts, "task"); out.empty() && !task.empty()) add("task", task);
  for (auto name : {"act", "leavingDate", "matter", "archiveMessages", "outcome", "detail",
                    "refused", "ignored", "reason"}) {
    auto value = value_of(of.facts, name);
    if (!value.empty() && value != "done") add(name, value);
  }
  for (auto name : {"note", "reason"}) {
    if (of.personal.contains(name)) add(name, known(personal, name));
  }
  return out;
}

json::object entry_json(const audit::leaf& of, const std::vector<personal_value>& personal) {
  auto by = known(personal, "actor") + " (" + of.capacity + ", " + of.proof + ")";
  json::object facts;
  for (const auto& [name, value] : of.facts) facts[name] = value;
  std::string rules;
  for (const auto& rule : of.rules) rules += (rules.empty() ? "" : " ") + rule;
  return {{"index", of.index}, {"at", to_text(of.at)}, {"account", of.account},
          {"event", event_in_words(of.event)}, {"by", by}, {"how", of.proof},
          {"what", what_happened(of, personal)}, {"rule", rules}, {"facts", std::move(facts)}};
}

answer entries(application& app, const http::request& asked) {
  auto name = value_of(asked.query, "account");
  auto from = number_in(asked.query, "from", 0, 0, UINT64_MAX);
  if (!from) return from.error();
  auto limit = number_in(asked.query, "limit", entries_default, 1, entries_max);
  if (!limit) return limit.error();
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    std::vector<journal_row> rows;
    if (name.empty()) {
      rows = on.in.journal().read(*from, *limit);
    } else {
      auto of = find_account(on.in, name);
      if (!of) return no_account(name);
      for (auto index : on.in.journal().of_account(of->id)) {
        if (index < *from || rows.size() >= *limit) continue;
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
  if (!std::filesystem::path(*folder).is_absolute()) {
    return refusal{.code = "request.folder.malformed", .message = "folder is no absolute path"};
  }
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

json::object verdict(const refusal& why) {
  return {{"ok", false}, {"problems", json::array{json::string(why.text())}}};
}

json::object verdict(const audit::checkpoint& head) {
  return {{"ok", true}, {"problems", json::array()}, {"size", head.size},
          {"root", root_text(head.root)}};
}

json::object verify_file(const std::filesystem::path& file, const audit::verifier_key& log) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  auto found = audit::verify_receipt(text.str(), log);
  if (!found) return verdict(found.error());
  auto out = verdict(found->head);
  out["entry"] = audit::in_words(found->content, {});
  return out;
}

json::object verify_pack(const audit::export_files& files, const audit::verifier_key& log) {
  auto found = audit::verify_evidence(files, log);
  if (!found) return verdict(found.error());
  auto out = verdict(found->head);
  out["case"] = found->of_case;
  out["entries"] = found->entries.size();
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
  std::error_code none;
  if (std::filesystem::is_regular_file(*folder, none)) return ok(verify_file(*folder, *log));
  if (!std::filesystem::is_directory(*folder, none)) {
    return refusal{.code = "request.folder.not_found", .message = "there is no such trail",
                   .place = *folder};
  }
  auto files = audit::files_in(*folder);
  if (audit::is_evidence(files)) return ok(verify_pack(files, *log));
  auto report = audit::verify_export(files, *log);
  return ok(report ? verdict(report->head) : verdict(report.error()));
}

// Only a store that was opened in spite of its trail has anything to acknowledge.
answer acknowledge(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto reason = text_in(*body, "reason");
  if (!reason) return reason.error();
  if (reason->empty()) {
    return refusal{.code = "request.reason.malformed", .message = "say why, for the trail"};
  }
  auto by = permitted(asked, app, "trail.acknowledge");
  if (!by) return by.error();
  answer out = http::response();
  app.engine->with_store([&](store& in) {
    auto index = audit::acknowledge(in, app.clock.now(), app.random, app.key->verifier(),
                                    app.config.trail.folder, *by, *reason);
    out = index ? answer(ok(json::object{{"index", *index}})) : answer(index.error());
  });
  return out;
}

answer prove(application& app, const http::request& asked) {
  if (auto done = app.publish(); !done) return done.error();
  auto index = number_in(asked.path_parameters, "index", 0, 0, UINT64_MAX);
  if (!index) return index.error();
  const auto& log = app.key->verifier();
  auto text = audit::prove_entry(app.config.trail.folder, *index, log);
  if (!text) return text.error();
  auto receipt = audit::verify_receipt(*text, log);
  if (!receipt) return receipt.error();
  json::array path;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    if (audit::base64_decode(line)) path.push_back(json::string(line));
  }
  return ok(json::object{{"index", *index},
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
  to.add("POST", "/v1/audit/acknowledgements", with(acknowledge),
         "Go on after a restored database");
  to.add("GET", "/v1/audit/key",
         [&app](const http::request&) -> answer {
           return ok(json::object{{"key", audit::to_text(app.key->verifier())}});
         },
         "The trail's verifier key");
}

}  // namespace tenure::service
