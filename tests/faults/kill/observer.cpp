#include "tests/faults/kill/observer.hpp"

#include "engine/audit/replay.hpp"
#include "tests/support/files.hpp"

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;

std::optional<fs::file_time_type> written(const fs::path& file) {
  std::error_code absent;
  const auto at = fs::last_write_time(file, absent);
  return absent ? std::nullopt : std::optional(at);
}

std::uint64_t number(const std::string& text) { return text.empty() ? 0 : std::stoull(text); }

// The size in a signed checkpoint: "origin LF size LF ...". 0 before the first one.
std::uint64_t size_in(const fs::path& checkpoint) {
  if (!fs::exists(checkpoint)) return 0;
  const auto text = support::read_file(checkpoint);
  const auto line = text.find('\n') + 1;
  return number(text.substr(line, text.find('\n', line) - line));
}

// Or is not there: the mail server does not stand still.
bool holds_nothing(const fs::path& folder) {
  std::error_code absent;
  return fs::directory_iterator(folder, absent) == fs::directory_iterator();
}

}  // namespace

observer::observer(crowd& of)
    : of_(of),
      store_(of.service.folder() / "tenure.db"),
      trail_changes_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  const auto trail = of.service.folder() / "trail";
  if (::inotify_add_watch(trail_changes_, trail.c_str(), IN_CREATE | IN_MODIFY) < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot watch " + trail.string());
  }
}

observer::~observer() { ::close(trail_changes_); }

void observer::life_begins() {
  left_published_ = published_;
  left_text_ = written(of_.service.folder() / "trail/checkpoint.new");
}

moments observer::look(const std::string& list) {
  if (!of_.service.ready()) return {moment::starting};
  moments found;
  if (store_.in_transaction(of_.service.pid())) found.insert(moment::deciding);
  if (store_.folding(of_.service.pid())) found.insert(moment::folding);
  if (!list.empty() && found.contains(moment::deciding) && !is_applied(list)) {
    found.insert(moment::listing);
  }
  look_at_effects(found);
  look_at_trail(found);
  if (found.empty()) found.insert(moment::idle);
  return found;
}

void observer::look_at_effects(moments& into) const {
  const auto claimed = store_.rows(
      "select verb, outbox.account, login from outbox join account on account.id = outbox.account "
      "where outbox.status = 'open' and "
      "epoch = (select cast(value as integer) from setting where name = 'engine.epoch')");
  if (!claimed) return;
  for (const auto& effect : *claimed) {
    const auto &verb = effect[0], &account = effect[1];
    if (verb == "createMailbox") into.insert(moment::creating);
    if (verb == "reconcile") into.insert(moment::closing);
    if (verb == "deleteMailbox" || verb == "deleteEntry") into.insert(moment::deleting);
    const bool unfinished = fs::exists(of_.service.archive() / (account + ".partial"));
    if (verb == "archiveMailbox" && unfinished) into.insert(moment::archiving);
    if (is_done(verb, account, effect[2])) into.insert(moment::unrecorded);
  }
}

bool observer::is_done(const std::string& verb, const std::string& account,
                       const std::string& login) const {
  if (verb == "archiveMailbox") return fs::exists(of_.service.archive() / (account + ".package"));
  const auto inbox = of_.mail.home(login) / "maildir";
  return verb == "deleteMailbox" && holds_nothing(inbox / "new") && holds_nothing(inbox / "cur");
}

void observer::look_at_trail(moments& into) {
  const auto heads = store_.rows(
      "select size, (select value from setting where name = '" +
      std::string(audit::published_setting) + "') from journal_head");
  if (!heads || heads->empty()) return;
  published_ = heads->front()[1];
  const auto trail = of_.service.folder() / "trail";
  const auto signed_size = size_in(trail / "checkpoint");
  const auto text = written(trail / "checkpoint.new");
  const bool known = published_ != left_published_ && number(published_) > signed_size;
  if (known || (text && text != left_text_)) into.insert(moment::checkpoint);
  if (number(heads->front()[0]) > signed_size) into.insert(moment::unpublished);
}

std::size_t observer::in_state(const std::string& beginning) const {
  const auto count = store_.rows("select count(*) from account where state glob '" + beginning +
                                 "*'");
  return count && !count->empty() ? number(count->front()[0]) : 0;
}

bool observer::is_applied(const std::string& list) const {
  const auto found =
      store_.rows("select 1 from hr_list where status = 'applied' and digest = '" + list + "'");
  return found && !found->empty();
}

void observer::wait(int milliseconds) const {
  pollfd changes{trail_changes_, POLLIN, 0};
  ::poll(&changes, 1, milliseconds);
  char seen[4096];
  while (::read(trail_changes_, seen, sizeof seen) > 0) {
  }
}

}  // namespace tenure::test
