#include "engine/decide/handing_over.hpp"

namespace tenure::decide {

void ask_hand_over(deliberation& d, const attributes&) {
  attributes data{{"workflow", std::string(hand_over)}};
  for (auto [brought_as, known_as] : {std::pair{"package", "archivePackage"},
                                      {"digest", "archiveDigest"},
                                      {"messages", "archiveMessages"}}) {
    data[brought_as] = std::string(value_of(d.out.next.context, known_as));
  }
  // No requester: HR's list is no wish of whoever sent it, and whoever did may hold the post.
  d.out.events.push_back({.id = d.what.id.derive<event_id>("ask:" + std::string(hand_over)),
                          .name = "case.asked", .at = d.what.at, .account = d.out.next.id,
                          .by = {"engine", "engine", "engine"}, .data = std::move(data)});
}

void remember_received(deliberation& d, const attributes&) {
  d.context()["receivedAt"] = to_text(d.what.at);
  for (auto name : {"package", "digest", "messages"}) {
    auto value = value_of(d.context(), name);
    if (!value.empty()) d.facts["received." + std::string(name)] = value;
  }
}

bool vacancy_escalates(const deliberation& d) { return d.chart().tagged("vacancyEscalates"); }

}  // namespace tenure::decide
