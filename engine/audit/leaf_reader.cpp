// Reading leaves back: one walk over the grammar of FORMAT.md, used with two visitors.
#include "engine/audit/leaf.hpp"

#include "engine/audit/json_cursor.hpp"

#include <array>
#include <cstring>

namespace tenure::audit {
namespace {

bool is_instant(std::string_view raw) { return raw.size() == 27 && parse_instant(raw); }

bool is_id(std::string_view raw) {
  return raw.size() == 32 && raw.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Base64 of 32 bytes: the last character before the padding carries two bits that are zero.
bool is_commitment(std::string_view raw) {
  static const auto known = [] {
    std::array<bool, 256> table{};
    for (unsigned char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789+/")) {
      table[c] = true;
    }
    return table;
  }();
  if (raw.size() != 44 || raw[43] != '=' || !std::strchr("AEIMQUYcgkosw048", raw[42])) return false;
  bool good = true;
  for (char c : raw.substr(0, 43)) good &= known[static_cast<unsigned char>(c)];
  return good;
}

bool any_text(std::string_view) { return true; }

struct field {
  std::string_view key;
  bool (*valid)(std::string_view);
};

// What stands before each string of the fixed part, in order.
constexpr field fields[] = {
    {",\"at\":", is_instant},    {",\"committed\":", is_instant},
    {",\"organisation\":", any_text}, {",\"account\":", is_id},
    {",\"cause\":", is_id},      {",\"event\":", any_text},
    {",\"from\":", any_text},    {",\"to\":", any_text},
    {",\"actor\":{\"capacity\":", any_text}, {",\"proof\":", any_text}};

template <class Visitor>
bool walk_array(json_cursor& in, Visitor& visit) {
  if (!in.literal("[")) return false;
  for (bool first = true; !in.peek(']'); first = false) {
    std::string_view raw;
    if ((!first && !in.literal(",")) || !in.string(raw)) return false;
    visit.rule(raw);
  }
  return in.literal("]");
}

// Names in ascending byte order of their raw form, none twice.
template <class Visit>
bool walk_object(json_cursor& in, bool (*valid)(std::string_view), Visit visit) {
  if (!in.literal("{")) return false;
  std::string_view previous;
  for (bool first = true; !in.peek('}'); first = false) {
    std::string_view name, value;
    if ((!first && !in.literal(",")) || !in.string(name)) return false;
    if (!first && name <= previous) return in.fail();
    if (!in.literal(":") || !in.string(value)) return false;
    if (!valid(value)) return in.fail();
    visit(name, value);
    previous = name;
  }
  return in.literal("}");
}

template <class Visitor>
bool walk(json_cursor& in, Visitor& visit) {
  std::uint64_t index = 0;
  if (!in.literal("{\"index\":") || !in.number(index)) return false;
  visit.index(index);
  for (std::size_t i = 0; i < std::size(fields); ++i) {
    std::string_view raw;
    if (!in.literal(fields[i].key) || !in.string(raw)) return false;
    if (!fields[i].valid(raw)) return in.fail();
    visit.text(i, raw);
  }
  auto fact = [&](auto name, auto value) { visit.fact(name, value); };
  auto personal = [&](auto name, auto value) { visit.personal(name, value); };
  return in.literal("},\"rules\":") && walk_array(in, visit) && in.literal(",\"facts\":") &&
         walk_object(in, any_text, fact) && in.literal(",\"personal\":") &&
         walk_object(in, is_commitment, personal) && in.literal("}") && in.at_end();
}

struct reader {
  leaf out;
  void index(std::uint64_t value) { out.index = value; }
  void text(std::size_t which, std::string_view raw) {
    if (which == 0) out.at = *parse_instant(raw);
    if (which == 1) out.committed = *parse_instant(raw);
    std::string* const texts[] = {&out.organisation, &out.account, &out.cause,    &out.event,
                                  &out.from,         &out.to,      &out.capacity, &out.proof};
    if (which >= 2) *texts[which - 2] = json_unescaped(raw);
  }
  void rule(std::string_view raw) { out.rules.push_back(json_unescaped(raw)); }
  void fact(std::string_view name, std::string_view value) {
    out.facts.emplace(json_unescaped(name), json_unescaped(value));
  }
  void personal(std::string_view name, std::string_view value) {
    out.personal.emplace(json_unescaped(name), std::string(value));
  }
};

struct scanner {
  leaf_place out;
  void index(std::uint64_t value) { out.index = value; }
  void text(std::size_t which, std::string_view raw) {
    if (which == 1) out.committed = raw;
  }
  void rule(std::string_view) {}
  void fact(std::string_view, std::string_view) {}
  void personal(std::string_view, std::string_view) {}
};

refusal malformed(const json_cursor& in) {
  return {"audit.leaf.malformed",
          "the entry is not in the trail's form at byte " + std::to_string(in.offset()), "", "",
          "compare it with engine/audit/FORMAT.md"};
}

}  // namespace

result<leaf> read_leaf(std::string_view text) {
  json_cursor in(text);
  reader visit;
  if (!walk(in, visit)) return malformed(in);
  return std::move(visit.out);
}

result<leaf_place> scan_leaf(std::string_view text) {
  json_cursor in(text);
  scanner visit;
  if (!walk(in, visit)) return malformed(in);
  return visit.out;
}

}  // namespace tenure::audit
