#include "engine/rows/mail_words.hpp"

#include <charconv>

namespace tenure::rows {
namespace {

int number_in(stage& on, const yaml_node& at, const std::string& text) {
  int count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  if (count < 1) on.stop(at, "'" + text + "' is no number of messages");
  return count;
}

}  // namespace

// `mail: 3`, or `mail: { count: 2, folder: Transitory, received: 2026-08-01 }`.
void mail(stage& on, const yaml_node& what) {
  if (what.map()) only_keys(what, {"count", "folder", "received", "person"}, on.row);
  int count = number_in(on, what, what.map() ? member(what, "count", "1") : text_of(what, on.row));
  auto folder = what.map() ? member(what, "folder", "INBOX") : "INBOX";
  const auto* day = what.map() ? what.find("received") : nullptr;
  auto received = day ? moment(on.world.pack, *day, on.row) : on.world.clock.now();
  auto to = on.account_of(what.map() ? member(what, "person", on.subject) : on.subject);
  if (to.id.empty()) on.stop(what, "nobody has an account");
  for (int i = 0; i < count; ++i) {
    auto bytes = "Subject: " + std::to_string(i) + "\r\n\r\ntext\r\n";
    if (!on.world.house.put_message(to, folder, bytes, received)) {
      on.stop(what, "there is no mailbox to deliver to");
    }
  }
}

// `sweep: look`: the service looks for old mail, if it is time and no brake is on.
void sweep(stage& on, const yaml_node& what) {
  if (text_of(what, on.row) != "look") on.stop(what, "write look");
  auto round = on.world.sweep();
  if (!round) on.refused.insert("sweep.not_due");
  if (round && round->stopped) on.refused.insert("sweep.brake");
  if (round && round->seen.unread > 0) on.refused.insert("sweep.unread");
}

void expect_archive(stage& on, const account& of, const yaml_node& node) {
  auto kept = on.world.house.archived(of);
  auto is = kept ? std::to_string(*kept) : "none";
  if (is != text_of(node, on.row)) on.fail(node, "the archive holds " + is + ", not " + node.text);
}

// `folders: { Transitory: 1, INBOX: 0 }`: how many messages stand in each.
void expect_folders(stage& on, const account& of, const yaml_node& node) {
  if (!node.map()) on.stop(node, "write { FOLDER: COUNT }");
  for (const auto& folder : node.items) {
    auto is = std::to_string(on.world.house.messages_in(of, folder.key));
    if (is == text_of(folder, on.row)) continue;
    on.fail(folder, folder.key + " holds " + is + ", not " + folder.text);
  }
}

}  // namespace tenure::rows
