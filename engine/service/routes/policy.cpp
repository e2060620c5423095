// tenure policy: what it says, and whether it may be used.
#include "engine/check/approvers.hpp"
#include "engine/check/check.hpp"
#include "engine/rows/play.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

namespace fs = std::filesystem;
using answer = result<http::response>;

constexpr std::size_t everybody = 10'000'000;
constexpr const char* vocabulary = "schema/policy-vocabulary.yaml";  // in the workflows' folder

answer show_policy(application& app, const http::request&) {
  json::array settings;
  auto add = [&](const std::string& name, std::string_view kind, const policy::setting& is) {
    settings.push_back(
        {{"name", name}, {"kind", kind}, {"value", is.value}, {"clause", is.clause}});
  };
  for (const auto& [name, entry] : app.pack.settings) {
    add(name, "", entry.common);
    for (const auto& [kind, is] : entry.by_kind) add(name, to_text(kind), is);
  }
  return ok(json::object{{"organisation", app.pack.organisation}, {"name", app.pack.name},
                         {"version", app.pack.version}, {"digest", app.pack.digest},
                         {"timeZone", app.pack.time_zone}, {"settings", std::move(settings)}});
}

struct wanted_check {
  fs::path pack, workflows;  // empty: not said
};

result<wanted_check> check_wanted(const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto pack = text_in(*body, "path"), workflows = text_in(*body, "workflows");
  if (!pack) return pack.error();
  if (!workflows) return workflows.error();
  return wanted_check{*pack, *workflows};
}

// Whether the people that HR last told of could decide everything that the pack lets be asked.
json::array who_decides(application& app, const wanted_check& of) {
  json::array out;
  auto pack = policy::load_pack(of.pack, of.workflows / vocabulary);
  if (!pack) return out;
  app.engine->run([&](flow::line& on) {
    flow::staff people(on.in, on.of.rules, on.of.roles, on.now);
    auto staff = on.in.people().list({}, everybody);
    for (const auto& found : check::find_approvers(*pack, people, staff)) {
      out.push_back({{"message", found.message}});
    }
    return false;
  });
  return out;
}

result<void> refuse_missing(const wanted_check& of) {
  std::error_code unreadable;
  if (!fs::is_directory(of.pack, unreadable)) {
    return refusal{.code = "policy.pack.invalid", .message = "there is no such folder",
                   .place = of.pack.string(), .way_out = "Name the folder with policy.yaml in it"};
  }
  if (fs::exists(of.workflows / vocabulary, unreadable)) return {};
  bool named = !of.workflows.empty();
  return refusal{.code = "policy.workflows.invalid",
                 .message = named ? std::string("has no ") + vocabulary
                                  : "no workflows stand beside the pack or above it",
                 .place = named ? of.workflows.string() : of.pack.string(),
                 .way_out = "Name the folder of the workflows: --workflows FOLDER"};
}

// The rows about the pack, with those that do not hold among the problems; answers how many.
std::size_t play(const wanted_check& of, json::array& problems) {
  auto rows = rows::play_rows(of.pack, of.workflows);
  if (!rows) {
    // What cannot be loaded is among them already, unless it is the rows themselves.
    if (!problems.empty()) return 0;
    problems.push_back({{"rule", "row"}, {"message", rows.error().text()},
                        {"story", json::array()}});
    return 0;
  }
  for (const auto& each : rows->broken) {
    json::array story{"the row: " + each.title};
    for (const auto& rule : each.rules) story.push_back(json::string("an example of " + rule));
    problems.push_back({{"rule", "row"}, {"message", each.failure}, {"story", std::move(story)}});
  }
  return rows->played;
}

json::object checked(const wanted_check& of) {
  auto seen = check::check_pack(of.pack, of.workflows);
  json::array problems;
  for (const auto& found : seen.findings) {
    problems.push_back({{"rule", found.id}, {"message", found.message},
                        {"story", json::array(found.story.begin(), found.story.end())}});
  }
  const auto rows = play(of, problems);
  return {{"ok", problems.empty()},
          {"situations", seen.worlds},
          {"steps", seen.moves},
          {"rows", rows},
          {"problems", std::move(problems)}};
}

answer check_policy(application& app, const http::request& asked) {
  auto wanted = check_wanted(asked);
  if (!wanted) return wanted.error();
  if (wanted->pack.empty()) wanted->pack = app.config.policy_pack;
  if (wanted->workflows.empty()) wanted->workflows = app.config.workflows;
  if (auto there = refuse_missing(*wanted); !there) return there.error();
  auto out = checked(*wanted);
  out["staffLookedAt"] = true;
  out["warnings"] = who_decides(app, *wanted);
  return ok(out);
}

// The nearest folder `workflows` beside the pack, or beside a folder above it.
fs::path workflows_near(fs::path at) {
  for (at = fs::absolute(at).lexically_normal(); !at.empty(); at = at.parent_path()) {
    std::error_code unreadable;
    if (fs::exists(at / "workflows" / vocabulary, unreadable)) return at / "workflows";
    if (at == at.parent_path()) break;
  }
  return {};
}

answer check_files(const http::request& asked) {
  auto wanted = check_wanted(asked);
  if (!wanted) return wanted.error();
  if (wanted->pack.empty()) {
    return refusal{.code = "policy.pack.invalid", .message = "which pack is not said",
                   .way_out = "Name its folder; without a configuration none is in use"};
  }
  if (wanted->workflows.empty()) wanted->workflows = workflows_near(wanted->pack);
  if (wanted->workflows.empty()) wanted->workflows = workflows_near(fs::current_path());
  if (auto there = refuse_missing(*wanted); !there) return there.error();
  auto out = checked(*wanted);
  out["staffLookedAt"] = false;
  out["warnings"] = json::array();
  return ok(out);
}

}  // namespace

void add_policy_check_route(http::router& to) {
  to.add("POST", "/v1/policy/checks", check_files, "Check a policy pack");
}

void add_policy_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/policy", with(show_policy), "Show the organisation's rules");
  to.add("POST", "/v1/policy/checks", with(check_policy), "Check a policy pack");
}

}  // namespace tenure::service
