#include "engine/service/routes/common.hpp"

#include "engine/service/acting.hpp"
#include "engine/service/erasing.hpp"

#include <charconv>

namespace tenure::service {
namespace {

refusal malformed(std::string what) {
  return {.code = "request.body.malformed", .message = std::move(what)};
}

// What stands where a name stood.
std::string shown(const account& of, const std::string& name) {
  return is_erased(of) ? "erased" : name;
}

}  // namespace

result<json::object> body_of(const http::request& asked) {
  if (asked.body.empty()) return json::object();
  boost::system::error_code error;
  auto value = json::parse(asked.body, error);
  if (error || !value.is_object()) return malformed("the body is no JSON object");
  return std::move(value.get_object());
}

result<std::string> text_in(const json::object& body, std::string_view name) {
  using boost::system::in_place_value;
  const auto* member = body.if_contains(name);
  if (member == nullptr) return {in_place_value, ""};
  if (!member->is_string()) {
    return refusal{.code = "request.field.malformed", .message = std::string(name) + " is no text"};
  }
  return {in_place_value, std::string(member->get_string())};
}

result<std::uint64_t> number_in(const attributes& from, std::string_view name,
                                std::uint64_t otherwise, std::uint64_t least, std::uint64_t most) {
  auto text = value_of(from, name);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole = error == std::errc() && stop == text.data() + text.size();
  if (whole && value >= least && value <= most) return value;
  return refusal{.code = "request.number.malformed",
                 .message = std::string(name) + " is no number that fits",
                 .way_out = "Write " + std::to_string(least) + " to " + std::to_string(most)};
}

std::optional<account> find_account(transaction& in, std::string_view name) {
  if (auto id = account_id::parse(name)) {
    if (auto found = in.accounts().load(*id)) return found;
  }
  if (auto holder = in.addresses().holder(name)) return in.accounts().load(*holder);
  auto all = in.accounts().of_person({std::string(name)});
  return all.empty() ? std::nullopt : std::optional(all.back());
}

hr_id person_named(transaction& in, std::string_view name) {
  if (in.people().load({std::string(name)})) return {std::string(name)};
  auto theirs = find_account(in, name);
  return theirs ? theirs->person : hr_id{std::string(name)};
}

refusal no_account(std::string_view name) {
  return {.code = "account.not_found", .message = "no account is called " + std::string(name),
          .way_out = "Name it by id, sign-in name, address or HR id: tenure account list"};
}

result<actor> actor_of(const http::request& asked, application& app, std::string capacity) {
  auto who = who_acts(asked, app, asked.method + " " + asked.path);
  if (!who) return who.error();
  return actor{who->by.who, std::move(capacity), who->by.proof};
}

json::object account_json(const account& of, application& app) {
  json::object out{{"id", of.id.text()},
                   {"person", shown(of, of.person.value)},
                   {"kind", to_text(of.kind)},
                   {"state", of.state},
                   {"stateInWords", decide::state_in_words(of, app.organisation->rules)},
                   {"login", shown(of, of.login)},
                   {"address", shown(of, of.address)},
                   {"aliases", json::array(of.aliases.begin(), of.aliases.end())},
                   {"displayName", shown(of, of.display_name)}};
  json::object context;
  for (const auto& [name, value] : of.context) context[name] = value;
  out["context"] = std::move(context);
  return out;
}

json::object hold_json(const hold& of) {
  json::object out{{"id", of.id.text()}, {"account", of.account.text()}, {"matter", of.matter},
                   {"placedBy", of.placed_by.who}, {"placed", to_text(of.placed)}};
  if (of.lifted) out["lifted"] = to_text(*of.lifted);
  return out;
}

json::object task_json(const task& of) {
  json::object input;
  for (const auto& [name, value] : of.input) input[name] = value;
  json::object out{{"id", of.id.text()}, {"account", of.account.empty() ? "" : of.account.text()},
                   {"kind", of.kind}, {"assignee", of.assignee}, {"status", of.status},
                   {"opened", to_text(of.opened)}, {"input", std::move(input)}};
  if (of.due) out["due"] = to_text(*of.due);
  if (!of.claimed_by.empty()) out["claimedBy"] = of.claimed_by.value;
  return out;
}

result<decision> tell(flow::line& on, application& app, const account& to, std::string name,
                      attributes data, const actor& by) {
  event what{.id = new_id<event_id>(app.random), .name = std::move(name), .at = on.now,
             .account = to.id, .by = by, .data = std::move(data)};
  on.in.inbox().put(what);
  return on.advance(what);
}

}  // namespace tenure::service
