#include "engine/effects/collecting.hpp"

#include "engine/model/digest.hpp"
#include "engine/model/message_header.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace tenure::effects {
namespace {

outcome no(outcome_class kind, std::string detail) {
  return {.kind = kind, .detail = std::move(detail)};
}

// What fits, equal messages once, in the order in which they were found.
struct gathered {
  std::vector<message_copy> copies;
  std::map<std::string, std::string> ids;  // digest -> message id
  std::uint64_t bytes = 0;
  bool too_many = false;

  bool take(const stored_message& message) {
    auto digest = sha256_hex(message.bytes);
    if (!ids.emplace(digest, header_of(message.bytes, "Message-ID")).second) return true;
    bytes += message.bytes.size();
    too_many = copies.size() == messages_max || bytes > collected_bytes_max;
    if (!too_many) copies.push_back({std::string(message.bytes), message.received});
    return !too_many;
  }
};

outcome gather(message_finder& from, const work& item, gathered& into) {
  outcome out = from.find(ref_of(item.account), criteria_in(item.effect.input),
                          [&](const stored_message& message) { return into.take(message); });
  if (out.kind != outcome_class::done) return out;
  if (into.too_many) {
    return no(outcome_class::invalid, "more than " + std::to_string(messages_max) +
                                          " messages or 64 MB fit: name them more closely");
  }
  return into.copies.empty() ? no(outcome_class::not_found, "no message fits") : outcome{};
}

int number_in(const attributes& input, std::string_view name) {
  auto text = value_of(input, name);
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

case_id case_of(const work& item) {
  return case_id::parse(value_of(item.effect.input, "case")).value_or(case_id{});
}

// The messages that fit as a mailbox that holds nothing else.
class fitting final : public message_source {
 public:
  fitting(message_finder& from, const work& item) : from_(from), item_(item) {}
  outcome read(const mailbox_ref&, const std::vector<read_position>& after,
               const std::function<bool(const stored_message&)>& take) override {
    std::uint64_t messages = 0, bytes = 0;
    auto taken = [&](const stored_message& m) {
      return std::ranges::any_of(after, [&](const read_position& at) {
        return at.folder == m.folder && at.uid_validity == m.uid_validity && m.uid <= at.uid;
      });
    };
    outcome out = from_.find(ref_of(item_.account), criteria_in(item_.effect.input),
                             [&](const stored_message& m) {
                               if (taken(m)) return true;
                               ++messages, bytes += m.bytes.size();
                               return take(m);
                             });
    if (out.kind != outcome_class::done) return out;
    out.facts = {{"messages", std::to_string(messages)}, {"bytes", std::to_string(bytes)}};
    return out;
  }

 private:
  message_finder& from_;
  const work& item_;
};

// The ids tell who wrote to whom: they are personal, the digests are not.
attributes facts_of(const gathered& of) {
  std::string digests, ids;
  for (const auto& [digest, id] : of.ids) {
    digests += (digests.empty() ? "" : " ") + digest;
    ids += (ids.empty() ? "" : " ") + (id.empty() ? "-" : id);
  }
  return {{"copied.messages", std::to_string(of.copies.size())},
          {"copied.bytes", std::to_string(of.bytes)},
          {"copied.digests", std::move(digests)},
          {"copied.messageIds", std::move(ids)}};
}

}  // namespace

message_criteria criteria_in(const attributes& input) {
  return {.folder = std::string(value_of(input, "messageFolder")),
          .from = std::string(value_of(input, "messageFrom")),
          .subject = std::string(value_of(input, "messageSubject")),
          .message_id = std::string(value_of(input, "messageId")),
          .since = parse_date(value_of(input, "messagesSince")),
          .before = parse_date(value_of(input, "messagesBefore"))};
}

mailbox_ref evidence_package(const case_id& of, int number) {
  mailbox_ref out;
  out.account = of.derive<account_id>("evidence:" + std::to_string(number));
  return out;
}

outcome evidence_keeping::keep(const work& item) {
  gathered found;
  outcome out = gather(from_, item, found);
  if (out.kind != outcome_class::done) return out;
  int number = number_in(item.effect.input, "object");
  fitting source(from_, item);
  // A crash from here on leaves a part of a package, which a repeat takes up, or a whole one, which
  // a repeat verifies; its number stands in the case, so that it is destroyed with the others.
  out = into_.keep(evidence_package(case_of(item), number), source,
                   [&] { return waited_for_(item); });
  if (out.kind != outcome_class::done) return out;
  attributes facts{{"evidence.act", "collected"}, {"evidence.object", std::to_string(number)}};
  for (auto name : {"package", "digest", "messages", "bytes"}) {
    facts["evidence." + std::string(name)] = value_of(out.facts, name);
  }
  out.facts = std::move(facts);
  return out;
}

void evidence_keeping::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) each(i, keep(items[i]));
}

outcome evidence_destruction::destroy(const work& item) {
  std::string certificates;
  const int count = number_in(item.effect.input, "objects");
  for (int number = 1; number <= count; ++number) {
    if (!wanted_(item)) {
      return no(outcome_class::denied, "no longer wanted when it was about to happen");
    }
    auto package = evidence_package(case_of(item), number);
    outcome out = kept_.destroy(package);
    if (out.kind != outcome_class::done) return out;
    certificates += (number > 1 ? " " : "") + std::string(value_of(out.facts, "certificate"));
    out = kept_.verify(package);
    if (out.kind == outcome_class::done || out.kind == outcome_class::invalid) {
      return no(outcome_class::transient, "it is still there");
    }
    if (out.kind != outcome_class::not_found) return out;
  }
  return {.facts = {{"evidence.act", "destroyed"}, {"evidence.objects", std::to_string(count)},
                    {"evidence.certificates", std::move(certificates)}}};
}

void evidence_destruction::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) each(i, destroy(items[i]));
}

outcome extraction::copy(const work& item) {
  gathered found;
  outcome out = gather(from_, item, found);
  if (out.kind != outcome_class::done) return out;
  // Last moment at which nothing has happened yet. A crash after this line repeats the delivery,
  // which looks into the folder first.
  auto to = who_(item);
  if (!to) return no(outcome_class::denied, "nobody may receive them any more");
  out = to_.deliver(*to, std::string(value_of(item.effect.input, "toFolder")), found.copies);
  if (out.kind == outcome_class::done) out.facts = facts_of(found);
  return out;
}

void extraction::perform(std::span<const work> items, const on_outcome& each) {
  for (std::size_t i = 0; i < items.size(); ++i) each(i, copy(items[i]));
}

}  // namespace tenure::effects
