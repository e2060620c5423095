// bench_leavers [LEAVERS] [ROUNDS] [fsync|dbnosync]
// From `hr apply` to the last mailbox disabled, hidden, read back and journalled, against
// `ldapmodify -f` writing the same three attributes of as many other entries of the same slapd over
// the same kind of connection. Alternating rounds, medians.
#include "tests/bench/leavers/council.hpp"
#include "tests/support/bench_arguments.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace tenure;

std::string login(std::size_t n) { return "other" + std::to_string(n); }

// As the council's own entries, for ldapmodify to write.
std::string others(std::size_t count) {
  std::string out;
  for (std::size_t n = 0; n < count; ++n) {
    out += support::person_ldif(login(n), "Test", "Person",
                                "displayName: Test Person\ntenureQuota: 2147483648\n"
                                "tenureMessageSize: 52428800\n"
                                "tenureLifecycleId: " + account_id{{0xbe, n + 1}}.text() + "\n");
  }
  return out;
}

double ldapmodify(const support::slapd_server& on, std::size_t first, std::size_t count) {
  std::string ldif;
  for (std::size_t n = first; n < first + count; ++n) {
    ldif += "dn: uid=" + login(n) + "," + on.people() +
            "\nchangetype: modify\nreplace: tenureAccountStatus\ntenureAccountStatus: disabled\n-\n"
            "replace: tenureHidden\ntenureHidden: TRUE\n-\n"
            "replace: tenureDelivery\ntenureDelivery: refused\n\n";
  }
  const auto file = on.folder() / "changes.ldif";
  support::write_file(file, ldif);
  const auto begun = std::chrono::steady_clock::now();
  support::run_or_throw({"ldapmodify", "-x", "-ZZ", "-H", on.uri(), "-D", on.engine_dn(), "-y",
                         on.folder() / "secrets" / "tenure", "-f", file},
                        {.environment = {{"LDAPTLS_CACERT", on.ca_file()}},
                         .bound = std::chrono::minutes(10)});
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double median(std::vector<double> of) {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

void compare(std::size_t leavers, std::size_t rounds, bool fsync, double aim) {
  support::slapd_server directory({.accesslog = false, .fsync = fsync});
  bench::council ours(leavers * rounds, &directory);
  directory.load(ours.entries() + others(leavers * rounds));
  const char* mode = fsync ? "fsync" : "dbnosync";
  std::vector<double> us, them;
  for (std::size_t round = 0; round < rounds; ++round) {
    them.push_back(ldapmodify(directory, round * leavers, leavers));
    const auto t = ours.close(round * leavers, leavers);
    us.push_back(t.whole());
    std::printf("%s round %zu: ldapmodify -f %.3f s; preview %.3f s; apply %.3f s = deciding %.3f "
                "+ directory %.3f + recording %.3f\n",
                mode, round + 1, them.back(), t.preview, t.whole(), t.deciding, t.directory,
                t.recording);
    std::fflush(stdout);
  }
  std::printf("%s: %zu leavers, medians of %zu: apply %.3f s, ldapmodify -f %.3f s, ratio %.2f "
              "(aim >= %.1f)\n",
              mode, leavers, rounds, median(us), median(them), median(them) / median(us), aim);
}

}  // namespace

int main(int argc, char** argv) {
  const auto given = tenure::support::bench_arguments_or_exit(
      {"bench_leavers", "Leavers from apply to closed and read back, against ldapmodify -f.",
       {{"LEAVERS", "how many leave in a round", 10'000}, {"ROUNDS", "how many rounds", 5}},
       {"fsync", "dbnosync"}},
      argc, argv);
  const auto leavers = given.numbers[0], rounds = given.numbers[1];
  const auto& only = given.word;
  if (only != "dbnosync") compare(leavers, rounds, true, 1.2);
  if (only != "fsync") compare(leavers, rounds, false, 0.5);
}
