// From a real Dovecot into a package: byte for byte, also when the server dies on the way.
#include "connectors/archive_store/connector.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "tests/integration/dovecot/mail_world.hpp"

#include <map>

namespace tenure::dovecot {
namespace {

const archive::still_allowed always = [] { return true; };

class archive_test : public mail_test {
 protected:
  archive_test() {
    std::filesystem::create_directory(root);
    kept.folder = root;
    kept.key = "k";
    kept.keys["k"] = secret("k.key", std::string(64, 'c'));
    kept.segment_bytes = 4 << 20;
  }

  outcome keep() { return (*archive_store::open(kept))->keep(user, *opened(), always); }

  // folder/uid -> bytes
  std::map<std::string, std::string> package() {
    const auto keys = archive_store::key_ring::load(kept);
    std::map<std::string, std::string> out;
    const outcome how =
        archive_store::package_reader(root / (user.account.text() + ".package"), user.account,
                                      *keys)
            .for_each([&](const stored_message& m) {
              const auto name = std::string(m.folder) + '/' + std::to_string(m.uid);
              EXPECT_TRUE(out.emplace(name, m.bytes).second) << name << " twice";
              return true;
            });
    EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
    return out;
  }

  std::filesystem::path root = folder / "archive";
  archive_store::config kept;
};

std::vector<std::string> messages(int count, std::size_t size) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) {
    out.push_back("Subject: " + std::to_string(i) + "\r\n\r\n\xe9\xff" +
                  std::string(size, static_cast<char>('a' + i % 26)) + "\r\n");
  }
  return out;
}

TEST_F(archive_test, a_mailbox_in_folders_byte_for_byte) {
  const auto inbox = messages(20, 100), nested = messages(3, 400'000);
  world->mail.seed(user.login, inbox);
  world->mail.seed(user.login, nested, ".Projects.&U,BTFw-");
  const outcome out = keep();
  ASSERT_EQ(out.kind, outcome_class::done) << out.detail;
  EXPECT_EQ(value_of(out.facts, "messages"), "23");
  const auto got = package();
  for (std::size_t i = 0; i < inbox.size(); ++i) {
    EXPECT_EQ(got.at("INBOX/" + std::to_string(i + 1)), inbox[i]);
  }
  for (std::size_t i = 0; i < nested.size(); ++i) {
    EXPECT_TRUE(got.at("Projects/台北/" + std::to_string(i + 1)) == nested[i]) << i;
  }
}

TEST_F(archive_test, a_blocked_mailbox_that_takes_no_mail_is_still_archived) {
  world->mail.seed(user.login, messages(5, 100));
  world->directory.modify("dn: uid=" + user.login +
                          ",ou=people,dc=example,dc=org\nchangetype: modify\n"
                          "replace: tenureAccountStatus\ntenureAccountStatus: disabled\n-\n"
                          "replace: tenureDelivery\ntenureDelivery: refused\n");
  EXPECT_EQ(value_of(keep().facts, "messages"), "5");
}

// The server dies while messages flow; nothing is kept as finished, nothing read is lost.
TEST_F(archive_test, resumes_after_the_server_was_killed) {
  const auto many = messages(2000, 20'000);
  world->mail.seed(user.login, many);
  struct dying : message_source {
    dying(message_source& from, std::function<void()> then) : from(from), then(std::move(then)) {}
    outcome read(const mailbox_ref& whom, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      return from.read(whom, after, [&](const stored_message& m) {
        if (++taken == 500) then();
        return take(m);
      });
    }
    message_source& from;
    std::function<void()> then;
    int taken = 0;
  };
  const auto server = opened();
  const auto store = archive_store::open(kept);
  dying first(*server, [] { world->mail.kill9(); });
  const outcome broken = (*store)->keep(user, first, always);
  EXPECT_EQ(broken.kind, outcome_class::transient) << broken.detail;
  EXPECT_EQ((*store)->verify(user).kind, outcome_class::not_found);
  world->mail.start();
  dying second(*server, [] {});
  const outcome out = (*store)->keep(user, second, always);
  ASSERT_EQ(out.kind, outcome_class::done) << out.detail;
  EXPECT_EQ(first.taken + second.taken, 2000) << "resumed, not begun again";
  EXPECT_LT(first.taken, 2000);
  const auto got = package();
  ASSERT_EQ(got.size(), many.size());
  for (std::size_t i = 0; i < many.size(); ++i) {
    ASSERT_TRUE(got.at("INBOX/" + std::to_string(i + 1)) == many[i]) << i;
  }
}

TEST_F(archive_test, archive_then_remove_then_destroy) {
  world->mail.seed(user.login, messages(5, 100));
  ASSERT_EQ(keep().kind, outcome_class::done);
  ASSERT_EQ(remove(user).kind, outcome_class::done);
  const auto store = archive_store::open(kept);
  EXPECT_EQ(value_of((*store)->verify(user).facts, "messages"), "5") << "the package stands alone";
  EXPECT_EQ(value_of((*store)->destroy(user).facts, "messages"), "5");
}

}  // namespace
}  // namespace tenure::dovecot
