// 10,000 modifies through connector::apply against `ldapmodify -f`, on the same slapd: once with
// every write on disk before it is answered, once without. apply does more with each: it asserts
// who is meant and reads back what was written. A bare client that does neither shows how much
// there is to gain at all.
//
//   bench_ldap_pipeline [entries=10000] [rounds=3]

#include "connectors/ldap/connector.hpp"
#include "tests/bench/ldap_pipeline/bare_client.hpp"
#include "tests/support/bench_arguments.hpp"
#include "tests/support/files.hpp"
#include "tests/support/ldap_settings.hpp"
#include "tests/support/run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace tenure;

account_id number(std::size_t n) { return {{0xbe, n + 1}}; }
std::string login(std::size_t n) { return "p" + std::to_string(n); }

double seconds(const std::function<void()>& act) {
  const auto begun = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double median(std::vector<double> of) {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

class contest {
 public:
  contest(std::size_t entries, bool fsync)
      : entries_(entries), server_({.accesslog = false, .fsync = fsync}),
        system_(support::ldap_settings(server_)) {
    std::string ldif;
    for (std::size_t n = 0; n < entries; ++n) {
      ldif += support::person_ldif(login(n), "Test", "Person",
                                   "tenureLifecycleId: " + number(n).text() + "\n");
    }
    server_.load(ldif);
    for (std::size_t n = 0; n < entries; ++n) refs_.push_back({.account = number(n)});
    system_.observe(refs_, [&](std::size_t n, const outcome& o) {
      refs_[n].directory_id = value_of(o.facts, "directoryId");
    });
  }

  double apply(sign_in to) {
    std::vector<change> changes;
    for (const auto& ref : refs_) changes.push_back({ref, {.sign_in = to}});
    std::size_t done = 0;
    const double took = seconds([&] {
      system_.apply(changes, [&](std::size_t, const outcome& o) {
        done += o.kind == outcome_class::done ? 1 : 0;
      });
    });
    if (done != entries_) throw std::runtime_error("not everything was done");
    return took;
  }

  double ldapmodify(const std::string& to) {
    std::string ldif;
    for (std::size_t n = 0; n < entries_; ++n) {
      ldif += "dn: uid=" + login(n) + "," + server_.people() +
              "\nchangetype: modify\nreplace: tenureAccountStatus\ntenureAccountStatus: " + to +
              "\n\n";
    }
    const auto file = server_.folder() / "changes.ldif";
    support::write_file(file, ldif);
    return seconds([&] {
      support::run_or_throw(
          {"ldapmodify", "-x", "-ZZ", "-H", server_.uri(), "-D", server_.engine_dn(), "-y",
           server_.folder() / "secrets" / "tenure", "-f", file},
          {.environment = {{"LDAPTLS_CACERT", server_.ca_file()}},
           .bound = std::chrono::minutes(10)});
    });
  }

  double bare(const std::string& to) {
    return seconds([&] { bench::modify_bare(server_, entries_, login, to); });
  }

 private:
  std::size_t entries_;
  support::slapd_server server_;
  ldap::directory system_;
  std::vector<mailbox_ref> refs_;
};

void compare(std::size_t entries, std::size_t rounds, bool fsync, double aim) {
  contest between(entries, fsync);
  std::vector<double> ours, theirs, bare;
  for (std::size_t i = 0; i < rounds; ++i) {
    // Each finds what the one before it wrote, so each changes every entry.
    theirs.push_back(between.ldapmodify("disabled"));
    ours.push_back(between.apply(sign_in::allowed));
    bare.push_back(between.bare("disabled"));
    ours.push_back(between.apply(sign_in::allowed));
    theirs.push_back(between.ldapmodify("disabled"));
    bare.push_back(between.bare("active"));
  }
  const double us = median(ours), them = median(theirs), least = median(bare);
  fmt::print(
      "{:8} apply {:7.3f} s ({:6.0f}/s)  ldapmodify -f {:7.3f} s ({:6.0f}/s)  "
      "ratio {:.2f} (aim >= {:.1f}); a bare client {:7.3f} s, ratio {:.2f}\n",
      fsync ? "fsync" : "dbnosync", us, double(entries) / us, them, double(entries) / them,
      them / us, aim, least, them / least);
}

}  // namespace

int main(int argc, char** argv) {
  const auto given = tenure::support::bench_arguments_or_exit(
      {"bench_ldap_pipeline", "Modifies, asserted and read back, against ldapmodify -f.",
       {{"MODIFIES", "how many a round", 10'000}, {"ROUNDS", "how many rounds, twice", 3}}},
      argc, argv);
  const auto entries = given.numbers[0], rounds = given.numbers[1];
  fmt::print("{} modifies, StartTLS, window 16, median of {} each\n", entries, 2 * rounds);
  compare(entries, rounds, true, 1.2);
  compare(entries, rounds, false, 0.5);
}
