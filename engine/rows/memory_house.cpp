#include "engine/rows/memory_house.hpp"

#include <algorithm>

namespace tenure::rows {

mail_ports memory_house::ports() {
  return {.governs = {&mail_}, .creates = {&mail_}, .removes_mail = {&mail_},
          .removes_entry = {&mail_}, .reads = mail_, .finds = mail_, .delivers = mail_,
          .sweeps = mail_, .keeps = shelf_, .tells = notices_};
}

result<notice> memory_house::compose(flow::engine&, const flow::organisation&,
                                     const effects::work& item, instant) {
  return notice{.id = item.effect.id, .to = "somebody@example.org",
                .subject = item.account.id.text(),
                .text = std::string(value_of(item.effect.input, "template")),
                .html = std::string(value_of(item.effect.input, "to"))};
}

std::optional<mailbox_condition> memory_house::look(const account& of) {
  auto found = mail_.snapshot(of.id);
  return found ? std::optional(found->condition) : std::nullopt;
}

std::optional<std::size_t> memory_house::archived(const account& of) {
  auto kept = shelf_.snapshot(of.id);
  return kept ? std::optional(kept->size()) : std::nullopt;
}

std::vector<arrived_notice> memory_house::notices(account_id about) {
  std::vector<arrived_notice> out;
  for (const auto& each : notices_.snapshot()) {
    if (each.subject == about.text()) out.push_back({each.text, each.html});
  }
  return out;
}

bool memory_house::put_message(const account& to, const std::string& folder,
                               const std::string& bytes, instant received) {
  memory::message what{.folder = folder, .uid = 0, .flags = {}, .received = received,
                       .bytes = bytes};
  return mail_.deliver(to.id, std::move(what)) != 0;
}

std::size_t memory_house::messages_in(const account& of, const std::string& folder) {
  auto found = mail_.snapshot(of.id);
  if (!found) return 0;
  return static_cast<std::size_t>(std::ranges::count_if(
      found->messages, [&](const memory::message& each) { return each.folder == folder; }));
}

bool memory_house::edit(const account& of, const mailbox_condition& fields) {
  return mail_.edit(of.id, fields);
}

memory::fault_plan& memory_house::faults(std::string_view call) {
  bool on_shelf = call == "keep" || call == "verify" || call == "destroy";
  return on_shelf ? shelf_.faults() : mail_.faults();
}

}  // namespace tenure::rows
