#include "tests/faults/kill/killer.hpp"

#include <poll.h>

namespace tenure::test {
namespace {

// Not a wait for anything: the time that this life of the service is given.
void let_it_work(int milliseconds) { ::poll(nullptr, 0, milliseconds); }

}  // namespace

void killer::strike(int times, const std::function<void()>& in_each_life) {
  for (int done = 0; done < times; ++done) {
    if (!of_.service.running()) {
      of_.service.start();
    }
    if (in_each_life) {
      in_each_life();
    }
    let_it_work(between(20, 400));
    if (between(1, 12) == 1) {
      strike_a_server();
    }
    while_working += work_is_left() ? 1 : 0;
    of_.service.kill9();
    ++service_kills;
  }
  of_.service.start();
}

void killer::strike_a_server() {
  if (between(0, 1) == 0) {
    of_.directory.kill9();
    of_.directory.start();
    ++slapd_kills;
  } else {
    of_.mail.kill9();
    of_.mail.start();
    ++dovecot_kills;
  }
}

bool killer::work_is_left() {
  const auto status = of_.service.ask({"status"});
  return support::text_at(status, "/openEffects") != "0";
}

}  // namespace tenure::test
