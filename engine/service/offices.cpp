#include "engine/service/offices.hpp"

#include "engine/flow/offices.hpp"
#include "engine/service/application.hpp"
#include "engine/service/exact_name.hpp"

namespace tenure::service {
namespace {

constexpr std::chrono::seconds after_trouble{60};

// Of every group of the office; the first that cannot be read is the whole office's trouble.
group_reading read_all(group_reader& from, const std::vector<std::string>& groups) {
  group_reading out;
  for (const auto& group : groups) {
    auto read = from.read(group);
    if (read.why.kind != outcome_class::done) return {std::move(read.why), {}};
    for (auto& each : read.people) out.people.push_back(std::move(each));
  }
  return out;
}

std::string lines(const std::vector<std::string>& groups) {
  std::string out;
  for (const auto& each : groups) out += (out.empty() ? "" : "\n") + each;
  return out;
}

// The person behind an entry; empty: nobody whom HR's data know, or two answers to who it is.
hr_id person_behind(flow::line& on, const group_member& entry) {
  auto number = trimmed(entry.hr_number);
  auto account = entry.account.empty() ? std::nullopt : on.in.accounts().load(entry.account);
  if (account) {
    bool two = !number.empty() && exact_name(number) != exact_name(account->person.value);
    return two ? hr_id{} : account->person;
  }
  auto known = number.empty() ? std::nullopt : on.in.people().load({number});
  return known ? known->id : hr_id{};
}

void write_down(application& app, const std::string& role, const std::string& groups,
                const group_reading& read) {
  app.engine->run([&](flow::line& on) {
    flow::office_reading out{.at = on.now, .until = {}, .people = {}, .groups = groups};
    out.until = app.calendar->add(on.now, app.config.offices.valid_for);
    for (const auto& each : read.people) {
      if (auto who = person_behind(on, each); !who.empty()) out.people.push_back(who);
    }
    flow::keep_reading(on, role, std::move(out), new_id<event_id>(app.random));
    return true;
  });
}

}  // namespace

std::vector<std::string> read_offices(application& app) {
  std::vector<std::string> troubles;
  for (const auto& [role, members] : app.config.roles) {
    if (members.groups.empty() || !app.continues_trail) continue;
    group_reading read{{.kind = outcome_class::denied, .detail = "no directory is configured"}, {}};
    if (app.groups) read = read_all(*app.groups, members.groups);
    if (read.why.kind == outcome_class::done) {
      write_down(app, role, lines(members.groups), read);
    } else {
      troubles.push_back("office " + role + ": " + std::string(to_text(read.why.kind)) + ": " +
                         read.why.detail);
    }
  }
  return troubles;
}

void forget_former_offices(application& app) {
  if (!app.continues_trail) return;
  app.engine->run([&](flow::line& on) {
    return flow::forget_readings(
        on,
        [&](std::string_view role) {
          auto found = app.config.roles.find(role);
          return found == app.config.roles.end() ? "" : lines(found->second.groups);
        },
        [&] { return new_id<event_id>(app.random); });
  });
}

std::string office_watch::look() {
  auto now = app_.clock.now();
  if (now < next_) return {};
  auto troubles = read_offices(app_);
  next_ = app_.calendar->add(now, app_.config.offices.read_every);
  if (!troubles.empty()) next_ = std::min(next_, now + after_trouble);
  std::string words;
  for (const auto& each : troubles) words += (words.empty() ? "" : "; ") + each;
  if (words == said_) return {};
  said_ = words;
  return words.empty() ? "the groups of all offices can be read again" : words;
}

std::vector<office_state> office_states(application& app) {
  std::vector<office_state> out;
  app.engine->run([&](flow::line& on) {
    for (const auto& [role, members] : app.config.roles) {
      if (members.groups.empty()) continue;
      auto read = flow::last_reading(on.in.settings(), role);
      office_state is{.role = role, .counts = read && on.now < read->until,
                      .words = "its groups were never read"};
      if (read) {
        is.words = std::to_string(read->people.size()) + " people, read " + to_text(read->at) +
                   (is.counts ? "" : ", too long ago to count");
      }
      out.push_back(std::move(is));
    }
    return false;
  });
  return out;
}

}  // namespace tenure::service
