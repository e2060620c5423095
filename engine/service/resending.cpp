#include "engine/service/resending.hpp"

#include "engine/service/notice_readers.hpp"

namespace tenure::service {
namespace {

constexpr std::size_t open_max = 10'000;

refusal refuse(std::string code, std::string message, std::string way_out = {}) {
  return {.code = std::move(code), .message = std::move(message), .way_out = std::move(way_out)};
}

refusal no_notice() {
  return refuse("notice.not_found", "there is no such notice", "See: tenure notice list");
}

// The same effect once more, under a new id: what it said, to whom it was said.
effect copy_of(const past_notice& of, entropy& random, instant now) {
  effect out{.id = new_id<effect_id>(random), .account = of.account, .verb = "notify",
             .invoke = {}, .input = {{"template", of.name}, {"to", of.to},
                                     {"resendOf", of.id.text()}},
             .desired = {}, .created = now, .not_before = now, .attempts = 0};
  if (!of.of_case.empty()) out.input["case"] = of.of_case;
  if (!of.reader.empty()) out.input["reader"] = of.reader.value;
  if (!of.values.empty()) out.input["values"] = to_json(of.values);
  return out;
}

result<void> nothing_is_under_way(flow::line& on, const past_notice& of) {
  for (const auto& [open, trouble] : waiting_notices(on, of.account)) {
    if (value_of(open.input, "resendOf") == of.id.text()) {
      return refuse("notice.pending.conflict", "it is being sent once more already",
                    "See: tenure notice show " + open.id.text());
    }
  }
  return {};
}

result<effects::work> may_resend(flow::line& on, const past_notice& of, entropy& random) {
  effects::work item{.effect = copy_of(of, random, on.now), .account = {}, .person = {}};
  auto account = on.in.accounts().load(of.account);
  if (of.erased || !account || decide::has_tag(*account, on.of.rules, "gone")) {
    return refuse("notice.account_deleted.conflict",
                  "the mailbox it is about is deleted, or what the notice said was erased");
  }
  if (auto fine = nothing_is_under_way(on, of); !fine) return fine.error();
  item.account = *account;
  item.person = on.in.people().load(account->person);
  if (auto may = may_be_told(on, item, of.reader); !may) return may.error();
  if (reader_of(on, item).address.empty()) {
    return refuse("notice.no_recipient.invalid", "nobody to send it to",
                  "Whoever it is for needs a mailbox, or a contact address from HR");
  }
  return item;
}

void send_again(flow::line& on, const past_notice& of, const effects::work& item,
                const resend_wish& wish, entropy& random) {
  on.in.outbox().add(item.effect);
  attributes facts{{"template", of.name}, {"resendOf", of.id.text()},
                   {"resentAs", item.effect.id.text()}};
  if (!of.of_case.empty()) facts["ofCase"] = of.of_case;
  attributes personal{{"noticeTo", of.to}, {"noticeAddress", reader_of(on, item).address},
                      {"reason", wish.reason}};
  if (!of.address.empty()) personal["noticeAddressBefore"] = of.address;
  on.in.journal().append({.at = on.now, .account = of.account, .cause = new_id<event_id>(random),
                          .event = "notice.resent", .from = item.account.state,
                          .to = item.account.state, .by = wish.by, .rules = {},
                          .facts = std::move(facts), .personal = std::move(personal)});
}

}  // namespace

std::vector<std::pair<effect, std::string>> waiting_notices(flow::line& on,
                                                            const account_id& about) {
  auto all = on.in.outbox().open_effects(about, open_max);
  std::erase_if(all, [](const auto& each) { return each.first.verb != "notify"; });
  return all;
}

result<named_notice> find_named(flow::engine& on, std::string_view id) {
  auto which = effect_id::parse(id);
  if (!which) return no_notice();
  named_notice out;
  on.run([&](flow::line& tx) {
    for (auto& each : waiting_notices(tx, {})) {
      if (each.first.id == *which) out.open = std::move(each);
    }
    return false;
  });
  if (!out.open) out.past = find_notice(on, *which);
  if (!out.open && !out.past) return no_notice();
  return out;
}

result<effect> resend_notice(flow::line& on, const named_notice& of, const resend_wish& wish,
                             entropy& random) {
  if (wish.reason.find_first_not_of(" \t\n") == wish.reason.npos) {
    return refuse("notice.reason.invalid", "why it is sent once more is not said",
                  "Say: --reason");
  }
  if (of.open) {
    const auto& trouble = of.open->second;
    return refuse("notice.pending.conflict",
                  "it is still to be sent: " + (trouble.empty() ? "not tried yet" : trouble),
                  "It is tried again by itself; `tenure doctor` says what stands in the way");
  }
  auto item = may_resend(on, *of.past, random);
  if (!item) return item.error();
  send_again(on, *of.past, *item, wish, random);
  return item->effect;
}

}  // namespace tenure::service
