// Old messages that go while a mailbox lives: who sweeps looks now and then, and what went is held
// against the office's own reading of who may lose mail. And what no hold lets go.
#include "tests/simulation/case_year.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using names = case_year::message_names;

// Received before the folder's time began: days, as vary_sweep() gives them.
names old_in(const memory::mailbox& box, world& w) {
  names out;
  for (const auto& folder : w.pack.sweep.folders) {
    auto cut = w.calendar->add(w.clock.now(), {0, -parse_period(folder.after)->days, 0});
    for (const auto& each : box.messages) {
      bool old = each.folder == folder.folder && each.received < cut;
      if (old) out.insert({each.folder, each.uid});
    }
  }
  return out;
}

names all_in(const memory::mailbox& box) {
  names out;
  for (const auto& each : box.messages) out.insert({each.folder, each.uid});
  return out;
}

std::map<account_id, names> per_account(
    const std::vector<memory::mailbox>& boxes,
    const std::function<names(const memory::mailbox&)>& of) {
  std::map<account_id, names> out;
  for (const auto& each : boxes) out[each.account] = of(each);
  return out;
}

}  // namespace

void case_year::sweep() {
  auto before = w.mail.snapshot();
  std::set<account_id> keeps;
  for (const auto& each : before) {
    if (office_.keeps_mail(each.account)) keeps.insert(each.account);
  }
  auto old = per_account(before, [&](const memory::mailbox& box) {
    return old_in(box, w);
  });
  auto round = w.sweep();
  auto after = per_account(w.mail.snapshot(), all_in);
  bool whole = round && !round->stopped && weather_.is_fair();
  for (const auto& box : before) {
    for (const auto& name : all_in(box)) {
      bool gone = !after[box.account].contains(name), is_old = old[box.account].contains(name);
      bool may = is_old && !keeps.contains(box.account);
      if (gone && !may) {
        seen.wrong_with(w.load(box.account), "a sweep took a message that has to stay");
      }
    }
  }
  if (whole) check_swept(old, after, keeps);
}

// Who was not held back has lost what is old; unless a hold came at the last moment.
void case_year::check_swept(const std::map<account_id, message_names>& old,
                            const std::map<account_id, message_names>& after,
                            const std::set<account_id>& keeps) {
  for (const auto& [id, these] : old) {
    if (these.empty() || keeps.contains(id) || office_.keeps_mail(id)) continue;
    const auto& left = after.at(id);
    bool some = std::ranges::any_of(these, [&](const auto& name) { return left.contains(name); });
    if (some) seen.wrong_with(w.load(id), "old messages stay although nothing keeps them");
  }
}

// No message leaves a mailbox while a hold stands on it.
void case_year::check_held_mail() {
  std::map<hold_id, std::size_t> now;
  std::set<account_id> lost;
  w.engine->run([&](flow::line& on) {
    for (const auto& id : holds_) {
      auto which = on.in.holds().load(id);
      if (!which || which->lifted) continue;
      auto box = w.mail.snapshot(which->account);
      auto count = box ? box->messages.size() : 0;
      auto before = held_mail_.find(id);
      if (before != held_mail_.end() && count < before->second) lost.insert(which->account);
      now[id] = count;
    }
    return false;
  });
  held_mail_ = std::move(now);
  for (const auto& id : lost) {
    seen.wrong_with(w.load(id), "mail went although a hold stands on it");
  }
}

}  // namespace tenure::test
