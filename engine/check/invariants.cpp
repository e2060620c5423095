#include "engine/check/invariants.hpp"

#include "engine/check/deeds.hpp"
#include "engine/check/moments.hpp"

#include "engine/model/yaml.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace tenure::check {
namespace {

class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  result<std::vector<invariant>> read(const yaml_node& root) {
    if (!root.list() || root.items.empty()) fault(root, "a list of invariants is wanted");
    for (const auto& node : root.items) read_one(node);
    if (faults_.empty()) return std::move(all_);
    return refusal{.code = "invariants.malformed", .message = faults_};
  }

 private:
  void fault(const yaml_node& at, const std::string& what) {
    faults_ += (faults_.empty() ? "" : "\n") + file_ + ":" + std::to_string(at.line) + ": " + what;
  }

  void read_one(const yaml_node& node) {
    static const std::set<std::string_view> keys{"id", "says", "rules", "at", "in", "except",
                                                 "if", "must"};
    for (const auto& part : node.items) {
      if (!keys.contains(part.key)) fault(part, "'" + part.key + "' is no part of an invariant");
    }
    invariant one{.id = text(node, "id"), .says = text(node, "says"), .rules = list(node, "rules"),
                  .at = text(node, "at"), .in = list(node, "in"), .except = list(node, "except"),
                  .given = claims(node, "if"), .must = claims(node, "must"), .line = node.line};
    if (one.id.empty() || one.says.empty()) fault(node, "an invariant has an id, says something");
    if (!ids_.insert(one.id).second) fault(node, "another invariant has the id " + one.id);
    one.when = find_moment(one.at);
    if (one.when == nullptr) return fault(node, "'" + one.at + "' is no moment");
    one.of = named_in(one.at, *one.when);
    bool of_a_step = one.when->is == moment::kind::step || one.when->is == moment::kind::world;
    if (of_a_step == one.must.empty()) {
      fault(node, of_a_step ? "without `must` nothing is checked"
                            : "'" + one.at + "' is checked as such; it takes no `must`");
    }
    all_.push_back(std::move(one));
  }

  static std::string text(const yaml_node& in, std::string_view key) {
    const auto* found = in.find(key);
    return found != nullptr && found->scalar() ? found->text : "";
  }

  static std::vector<std::string> list(const yaml_node& in, std::string_view key) {
    std::vector<std::string> out;
    const auto* found = in.find(key);
    if (found == nullptr) return out;
    for (const auto& item : found->items) out.push_back(item.text);
    return out;
  }

  std::vector<claim> claims(const yaml_node& node, std::string_view key) {
    static const auto known = facts();
    std::vector<claim> out;
    for (auto text : list(node, key)) {
      bool is = !text.starts_with("not ");
      constexpr std::size_t negation = 4;
      if (!is) text.erase(0, negation);
      if (text.starts_with(did) && is_deed(std::string_view(text).substr(did.size()))) {
        out.push_back({text.substr(did.size()), is, no_number});
        continue;
      }
      if (text.starts_with(now) && is_deed_of_a_step(std::string_view(text).substr(now.size()))) {
        out.push_back({text.substr(now.size()), is, of_the_step});
        continue;
      }
      auto found = std::find(known.begin(), known.end(), text);
      if (found == known.end()) fault(node, "'" + text + "' is no fact that the checker knows");
      out.push_back({text, is, static_cast<std::size_t>(found - known.begin())});
    }
    return out;
  }

  std::string file_, faults_;
  std::set<std::string> ids_;
  std::vector<invariant> all_;
};

bool concerns(const invariant& one, const std::string& workflow) {
  auto has = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), workflow) != list.end();
  };
  return (one.in.empty() || has(one.in)) && !has(one.except);
}

// Without `must` it is broken as soon as `if` holds: that the moment came is what is wrong.
bool breaks(const invariant& one, const sight& at) {
  auto yes = [&](const claim& c) { return holds(c, at); };
  return std::all_of(one.given.begin(), one.given.end(), yes) &&
         (one.must.empty() || !std::all_of(one.must.begin(), one.must.end(), yes));
}

// Of a grant the facts are asked for each that was opened.
bool breaks_at(const invariant& one, sight at) {
  if (!one.when->came(one.of, at)) return false;
  if (one.at != "grant") return breaks(one, at);
  return std::ranges::any_of(at.step.opened, [&](const grant& g) {
    at.opened = &g;
    return breaks(one, at);
  });
}

}  // namespace

const mailbox_condition& condition(const sight& at) {
  auto& known = at.step.shall_be;
  const auto& after = at.step.after;
  if (!known) known = decide::desired_condition(after.of, at.in.by, after.grants);
  return *known;
}

std::vector<invariant> concerning(const std::vector<invariant>& all, const std::string& workflow) {
  std::vector<invariant> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [&](const invariant& one) { return concerns(one, workflow); });
  return out;
}

std::set<std::string> deeds_asked_for(const std::vector<invariant>& all) {
  std::set<std::string> out;
  for (const auto& one : all) {
    for (const auto* side : {&one.given, &one.must}) {
      for (const auto& claim : *side) {
        if (claim.number == no_number) out.insert(claim.fact);
      }
    }
  }
  return out;
}

const invariant* unheard(const std::vector<invariant>& all, const std::string& event,
                         const sight& at) {
  for (const auto& one : all) {
    bool about = one.when->is == moment::kind::unheard && one.of == event;
    if (about && breaks(one, at)) return &one;
  }
  return nullptr;
}

const invariant* of_moment(const std::vector<invariant>& all, std::string_view moment) {
  for (const auto& one : all) {
    if (one.at == moment) return &one;
  }
  return nullptr;
}

result<std::vector<invariant>> load_invariants(const std::filesystem::path& file) {
  auto root = read_yaml(file);
  if (!root) return root.error();
  return reader(file.string()).read(*root);
}

const invariant* broken(const std::vector<invariant>& all, bool of_worlds, const sight& at) {
  for (const auto& one : all) {
    auto wanted = of_worlds ? moment::kind::world : moment::kind::step;
    if (one.when->is != wanted) continue;
    if (breaks_at(one, at)) return &one;
  }
  return nullptr;
}

}  // namespace tenure::check
