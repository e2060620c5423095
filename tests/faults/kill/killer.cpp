#include "tests/faults/kill/killer.hpp"

#include "tests/support/eventually.hpp"
#include "tests/support/spawn.hpp"

#include <algorithm>
#include <csignal>
#include <optional>

#include <poll.h>
#include <sys/wait.h>

namespace tenure::test {
namespace {

constexpr std::chrono::minutes moment_bound{5};
constexpr int lives_for_each_server_kill = 10;

// Not a wait for anything: the time that this life of the service is given.
void let_it_work(int milliseconds) { ::poll(nullptr, 0, milliseconds); }

}  // namespace

void killer::strike(std::vector<moment> named, int by_chance, const stage& of) {
  std::vector<std::optional<moment>> order(named.begin(), named.end());
  order.resize(named.size() + static_cast<std::size_t>(by_chance));
  std::shuffle(order.begin(), order.end(), random_);
  for (const auto& wanted : order) {
    begin_life(of, wanted != moment::starting);
    end_life(wanted ? wait_for(*wanted, of) : some_time(of));
  }
  watching_.life_begins();
  of_.service.start();
}

void killer::begin_life(const stage& of, bool until_ready) {
  if (of_.service.running() && !until_ready) end_life(stopped(of));
  if (!of_.service.running()) {
    watching_.life_begins();
    of_.service.launch();
  }
  if (!until_ready) return;
  of_.service.await_ready();
  const std::string log = of_.service.folder() / "client.log";
  if (!of.command.empty()) {
    client_ = support::spawn(of_.service.command(of.command), {}, {.out = log, .err = log});
  }
  if (service_kills % lives_for_each_server_kill == 0) kill_a_server();
}

moments killer::stopped(const stage& of) {
  of_.service.stand_still();
  return watching_.look(of.list);
}

// Stops, looks, and lets it go on until it is there; not always the first time it is.
moments killer::wait_for(moment wanted, const stage& of) {
  moments seen;
  int passing = between(0, 2), longest = 8;
  support::eventually(
      [&] {
        watching_.wait(between(1, longest));
        longest = std::min(longest + 1, 60);  // what is far off comes sooner when it may work
        seen = stopped(of);
        if (of.finished() || (seen.contains(wanted) && passing-- == 0)) return true;
        of_.service.go_on();
        return false;
      },
      moment_bound, to_text(wanted));
  return seen;
}

moments killer::some_time(const stage& of) {
  let_it_work(between(20, 400));
  return stopped(of);
}

// The client goes too: without a service it would open the store itself.
void killer::end_life(const moments& in) {
  of_.service.kill9();
  ++service_kills;
  for (const auto each : in) ++fell_on_[each];
  if (client_ > 0) {
    ::kill(client_, SIGKILL);
    ::waitpid(client_, nullptr, 0);
    client_ = -1;
  }
}

void killer::kill_a_server() {
  if ((slapd_kills + dovecot_kills) % 2 == 0) {
    of_.directory.kill9();
    of_.directory.start();
    ++slapd_kills;
  } else {
    of_.mail.kill9();
    of_.mail.start();
    ++dovecot_kills;
  }
}

int killer::fell_on(moment which) const {
  const auto found = fell_on_.find(which);
  return found == fell_on_.end() ? 0 : found->second;
}

std::string killer::histogram() const {
  std::string out = std::to_string(service_kills) + " kills of the service, " +
                    std::to_string(slapd_kills) + " of slapd, " + std::to_string(dovecot_kills) +
                    " of Dovecot. The service was (one kill may count for several):\n";
  for (const auto each : every_moment) {
    std::string name(to_text(each));
    out += "  " + name + std::string(24 - name.size(), ' ') + std::to_string(fell_on(each)) + '\n';
  }
  return out;
}

}  // namespace tenure::test
