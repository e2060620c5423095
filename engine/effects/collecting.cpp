#include "engine/effects/collecting.hpp"

#include "engine/model/digest.hpp"
#include "engine/model/message_header.hpp"

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
