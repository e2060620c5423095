#include "tests/integration/rows/ordered_faults.hpp"

namespace tenure::test {

void faulty_connector::apply(std::span<const change> changes, const on_outcome& each) {
  std::vector<change> good;
  std::vector<std::size_t> index;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (auto ordered = plan_.next("apply", changes[i].mailbox.account)) {
      each(i, memory::as_outcome(*ordered));
      continue;
    }
    good.push_back(changes[i]);
    index.push_back(i);
  }
  through_.apply(good, [&](std::size_t i, const outcome& how) { each(index[i], how); });
}

void faulty_creator::create(std::span<const new_mailbox> mailboxes, const on_outcome& each) {
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    if (auto ordered = plan_.next("create", mailboxes[i].account.id)) {
      each(i, memory::as_outcome(*ordered));
      continue;
    }
    auto report = [&](std::size_t, const outcome& how) { each(i, how); };
    through_.create(mailboxes.subspan(i, 1), report);
  }
}

void faulty_remover::remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    if (auto ordered = plan_.next("remove", mailboxes[i].account)) {
      each(i, memory::as_outcome(*ordered));
      continue;
    }
    auto report = [&](std::size_t, const outcome& how) { each(i, how); };
    through_.remove(mailboxes.subspan(i, 1), report);
  }
}

outcome faulty_sweeper::sweep(const mailbox_ref& mailbox, const std::string& folder,
                              instant before, bool count_only) {
  auto ordered = plan_.next("sweep", mailbox.account);
  return ordered ? memory::as_outcome(*ordered)
                 : through_.sweep(mailbox, folder, before, count_only);
}

outcome faulty_archive::keep(const mailbox_ref& mailbox, message_source& source,
                             const still_allowed& allowed) {
  auto ordered = plan_.next("keep", mailbox.account);
  return ordered ? memory::as_outcome(*ordered) : through_.keep(mailbox, source, allowed);
}

outcome faulty_archive::verify(const mailbox_ref& mailbox) {
  auto ordered = plan_.next("verify", mailbox.account);
  return ordered ? memory::as_outcome(*ordered) : through_.verify(mailbox);
}

outcome faulty_archive::destroy(const mailbox_ref& mailbox) {
  auto ordered = plan_.next("destroy", mailbox.account);
  return ordered ? memory::as_outcome(*ordered) : through_.destroy(mailbox);
}

}  // namespace tenure::test
