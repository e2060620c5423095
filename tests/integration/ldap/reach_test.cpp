// How the directory is reached: TLS, who we are, servers that are away.
#include "tests/integration/ldap/fixture.hpp"

#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/run.hpp"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <vector>

namespace tenure::ldap {
namespace {

// "12 (slapd) T 1 ...": the state stands behind the name.
bool is_stopped(const std::filesystem::path& thread) {
  const auto stat = support::read_file(thread / "stat");
  const auto state = stat.rfind(") ");
  return state != stat.npos && stat.substr(state + 2, 1) == "T";
}

// Stops the process, so that it keeps its connections and answers nothing. A thread that is at work
// when the signal comes goes on for a moment.
class silence {
 public:
  explicit silence(pid_t of) : of_(of) {
    EXPECT_EQ(::kill(of_, SIGSTOP), 0);
    const std::filesystem::directory_iterator threads("/proc/" + std::to_string(of_) + "/task");
    const std::vector<std::filesystem::path> all(begin(threads), end(threads));
    support::eventually([&] { return std::ranges::all_of(all, is_stopped); },
                        std::chrono::seconds(30), "slapd stands still");
  }
  ~silence() { ::kill(of_, SIGCONT); }

 private:
  pid_t of_;
};

class LdapReach : public Ldap {
 protected:
  void SetUp() override { server_.add(ldif(1)); }
  outcome reach(const config& by) {
    directory system(by);
    return apply_one(system, block(ref(1)));
  }
  std::string secret_file(const std::string& content, int mode = 0600) {
    const auto file = server_.folder() / ("secret" + std::to_string(++files_));
    support::write_file(file, content);
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
    return file;
  }
  std::string status() { return values("(uid=p1)", "tenureAccountStatus").at(0); }
  int files_ = 0;
};

TEST_F(LdapReach, OverStartTls) {
  EXPECT_EQ(reach(settings()).kind, outcome_class::done);
  EXPECT_EQ(status(), "disabled");
}

TEST_F(LdapReach, OverLdaps) {
  config by = settings();
  by.uris = {server_.tls_uri()};
  const outcome got = reach(by);
  EXPECT_EQ(got.kind, outcome_class::done) << got.detail;
  EXPECT_EQ(status(), "disabled");
}

TEST_F(LdapReach, OverLdapi) {
  config by = settings();
  std::string socket = server_.folder() / "ldapi";
  for (std::size_t at = 0; (at = socket.find('/', at)) != std::string::npos; at += 3) {
    socket.replace(at, 1, "%2F");
  }
  by.uris = {"ldapi://" + socket};
  by.ca_file.clear();
  const outcome got = reach(by);
  EXPECT_EQ(got.kind, outcome_class::done) << got.detail;
  // Without a name and password the kernel vouches for the user: bound, and told what it may.
  by.bind_dn.clear();
  by.password_file.clear();
  directory external(by);
  const outcome seen = observe_one(external, ref(1));
  EXPECT_EQ(seen.kind, outcome_class::done) << seen.detail;
}

TEST_F(LdapReach, TakesTheNextServerWhenOneIsAway) {
  config by = settings();
  by.uris = {"ldap://127.0.0.1:" + std::to_string(support::free_port()), server_.uri()};
  EXPECT_EQ(reach(by).kind, outcome_class::done);
}

TEST_F(LdapReach, ACertificateOfSomebodyElseStopsItBeforeThePassword) {
  const auto other = server_.folder() / "other.pem";
  support::run_or_throw({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                         "/CN=other", "-keyout", server_.folder() / "other.key", "-out", other});
  for (const auto& uri : {server_.uri(), server_.tls_uri()}) {
    config by = settings();
    by.uris = {uri};
    by.ca_file = other;
    EXPECT_EQ(reach(by).kind, outcome_class::transient) << uri;
    by.ca_file = server_.folder() / "missing.pem";
    EXPECT_EQ(reach(by).kind, outcome_class::transient) << uri;
  }
  EXPECT_EQ(status(), "active");
}

TEST_F(LdapReach, AWrongOrOpenPasswordIsDenied) {
  config by = settings();
  const std::string files[] = {secret_file("wrong\n"), secret_file(""), secret_file("x", 0644),
                               server_.folder() / "missing"};
  for (const auto& file : files) {
    by.password_file = file;
    const outcome got = reach(by);
    EXPECT_EQ(got.kind, outcome_class::denied) << file;
    EXPECT_EQ(got.detail.find("wrong"), std::string::npos);
  }
  EXPECT_EQ(status(), "active");
}

TEST_F(LdapReach, WhoMayOnlyReadIsDenied) {
  config by = settings();
  by.bind_dn = "cn=dovecot,dc=example,dc=org";
  by.password_file = server_.folder() / "secrets" / "dovecot";
  EXPECT_EQ(reach(by).kind, outcome_class::denied);
  EXPECT_EQ(status(), "active");
}

TEST_F(LdapReach, AServerThatIsAwayFailsAWholeBatchQuickly) {
  directory system(settings());
  server_.stop();
  std::vector<change> changes;
  for (std::uint64_t n = 1; n <= 1000; ++n) changes.push_back(block(ref(n)));
  std::size_t seen = 0;
  auto batch = std::async(std::launch::async, [&] {
    system.apply(changes, [&](std::size_t, const outcome& o) {
      ++seen;
      EXPECT_EQ(o.kind, outcome_class::transient);
    });
  });
  EXPECT_EQ(batch.wait_for(std::chrono::seconds(2)), std::future_status::ready);
  batch.get();
  EXPECT_EQ(seen, 1000u);
  server_.start();
  EXPECT_EQ(apply_one(system, block(ref(1))).kind, outcome_class::done)
      << "and comes back by itself";
}

TEST_F(LdapReach, AServerThatIsSilentEndsAfterTheTimeout) {
  config by = settings();
  by.timeout = by.connect_timeout = std::chrono::milliseconds(300);
  directory system(by);
  ASSERT_EQ(observe_one(system, ref(1)).kind, outcome_class::done);
  silence pause(std::stoi(support::read_file(server_.folder() / "slapd.pid")));
  auto answer = std::async(std::launch::async, [&] { return apply_one(system, block(ref(1))); });
  EXPECT_EQ(answer.wait_for(std::chrono::seconds(5)), std::future_status::ready);
  const outcome got = answer.get();
  EXPECT_TRUE(got.kind == outcome_class::transient || got.kind == outcome_class::unknown_outcome)
      << to_text(got.kind);
}

}  // namespace
}  // namespace tenure::ldap
