#include "engine/service/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace tenure::service {
namespace {

using testing::HasSubstr;

const std::string base =
    "store: sqlite:tenure.db\n"
    "policy: pack\n"
    "workflows: ../workflows\n"
    "socket: /run/t.sock\n"
    "trail: { folder: trail, keyFile: trail.key }\n"
    "archive: { folder: archive, keyFile: archive.key }\n"
    "hrMapping: hr.yaml\n";

class configuration : public testing::Test {
 protected:
  configuration() {
    auto wanted = (std::filesystem::temp_directory_path() / "tenure-config-XXXXXX").string();
    if (::mkdtemp(wanted.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder = wanted;
  }
  ~configuration() override { std::filesystem::remove_all(folder); }

  result<server_config> read(const std::string& content) {
    std::ofstream(folder / "tenure.yaml", std::ios::binary) << content;
    return read_config(folder / "tenure.yaml");
  }
  std::filesystem::path folder;
};

TEST_F(configuration, is_read) {
  auto config = read(base +
                     "connectors:\n"
                     "  # the directory\n"
                     "  ldap:\n"
                     "    ldapUri: ldap://127.0.0.1\n"
                     "    fields:\n"
                     "      mail: mail\n"
                     "\n"
                     "  memory: {}\n"
                     "effects:\n"
                     "  workers: 2\n"
                     "  firstWait: PT1M\n"
                     "offices: { readEvery: PT5M }\n");
  ASSERT_TRUE(config) << config.error().text();
  EXPECT_EQ(config->store, "sqlite://" + (folder / "tenure.db").string());
  EXPECT_EQ(config->workflows, (folder / "../workflows").lexically_normal());
  EXPECT_EQ(config->socket, "/run/t.sock");
  EXPECT_EQ(config->archive.key_file, folder / "archive.key");
  ASSERT_EQ(config->connectors.size(), 2U);
  EXPECT_EQ(config->connectors[0].name, "ldap");
  EXPECT_EQ(config->connectors[0].first_line, 11);
  EXPECT_EQ(config->connectors[0].yaml,
            "    ldapUri: ldap://127.0.0.1\n    fields:\n      mail: mail\n\n");
  EXPECT_EQ(config->connectors[1].name, "memory");
  EXPECT_EQ(config->connectors[1].yaml, "{}\n");
  EXPECT_EQ(config->connectors[1].first_line, 15);
  EXPECT_EQ(config->offices.read_every, (period{0, 0, 300}));
  EXPECT_EQ(config->offices.valid_for, (period{0, 1, 0}));
  EXPECT_EQ(config->effects.workers, 2);
  EXPECT_EQ(config->effects.first_wait.seconds, 60);
  EXPECT_EQ(config->effects.attempts_max, 12);
}

TEST_F(configuration, sample_is_read) {
  auto sample = std::filesystem::path(TENURE_SOURCE_DIR) / "config/server.yaml";
  auto config = read_config(sample);
  ASSERT_TRUE(config) << config.error().text();
  EXPECT_EQ(config->policy_pack, sample.parent_path() / "policies/cambridgeshire");
  EXPECT_EQ(config->socket_group, "tenure-operators");
}

TEST_F(configuration, is_refused_with_line_and_way_out) {
  const std::string memory = "connectors: { memory: {} }\n";
  const std::pair<std::string, std::string> table[] = {
      {base + "conectors: { memory: {} }\n",
       ":8: conectors: is not known. Did you mean connectors?"},
      {base, ":1: connectors is missing"},
      {base + "connectors: {}\n", ":8: connectors: names no connector"},
      {base + "connectors: []\n", ":8: connectors: is no map"},
      {base + "connectors: { ldpa: {} }\n", "connectors.ldpa: is not known. Did you mean ldap?"},
      {base + "connectors: { exchange2013: {} }\n", "Known here: memory, ldap, dovecot, smtp."},
      {base + memory + "password: x\n", ":9: password: would put a secret into the configuration"},
      {base + "connectors:\n  ldap:\n    bindPassword: hunter2\n",
       ":10: connectors.ldap.bindPassword: would put a secret into the configuration. Put it into "
       "a file that only the service reads, and write bindPasswordFile: PATH."},
      {base + "connectors: { ldap: { servers: [ { accessToken: x } ] } }\n",
       "accessToken: would put"},
      {base + memory + "offices: { readEvery: often }\n", "offices.readEvery: is no length"},
      {base + memory + "offices: { validFor: P1M }\n", "offices.validFor: is no length"},
      {base + memory + "offices: { validFor: PT1M }\n", "offices.validFor: is shorter than"},
      {base + memory + "offices: { readDaily: P1D }\n", "offices.readDaily: is not known"},
      {base + memory + "effects: { workers: 0 }\n", "effects.workers: is no number that fits"},
      {base + memory + "effects: { workers: 010 }\n", "effects.workers: is no number that fits"},
      {base + memory + "effects: { workers: 4x }\n", "effects.workers: is no number that fits"},
      {base + memory + "effects: { workers: [] }\n", "effects.workers: is no number that fits"},
      {base + memory + "effects: { workers: 99999999999999999999 }\n", "is no number that fits"},
      {base + memory + "effects: { firstWait: 5s }\n", "effects.firstWait: is no length of time"},
      {base + memory + "effects: { firstWait: PT0S }\n", "effects.firstWait: is no length of time"},
      {base + memory + "effects: { firstWait: P1M }\n", "effects.firstWait: is no length of time"},
      {base + memory + "effects: { wrokers: 1 }\n", "Did you mean workers?"},
      {base + memory + "effects: 3\n", ":9: effects: is no map"},
      {base + memory + "socketGroup:\n", "socketGroup: is no text"},
      {base + memory + "socketGroup: [a]\n", "socketGroup: is no text"},
      {"store: mysql://x\n", ":1: store: is no store"},
      {"store: 'sqlite:'\n", ":1: store: is no store"},
      {"store: postgresql://tenure:hunter2@db/tenure\n", "store: would put a password"},
      {"store: postgresql://db/tenure?password=hunter2\n", "store: would put a password"},
      {"trail: { folder: x }\n", "trail: keyFile is missing"},
      {"trail: { folder: x, keyFile: y, key: z }\n", "trail.key: is not known"},
      {"just text\n", "is no map"},
      {"", "is no map"},
  };
  for (const auto& [content, part] : table) {
    SCOPED_TRACE(content);
    auto config = read(content);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, "config.invalid");
    EXPECT_THAT(config.error().text(), HasSubstr(part));
    EXPECT_THAT(config.error().text(), HasSubstr("tenure.yaml:"));
    EXPECT_THAT(config.error().text(), testing::Not(HasSubstr("hunter2")));
  }
}

TEST_F(configuration, tells_all_mistakes_at_once) {
  auto config = read("store: x\nsokcet: y\n");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().text(), HasSubstr("store: is no store"));
  EXPECT_THAT(config.error().text(), HasSubstr("Did you mean socket?"));
  EXPECT_THAT(config.error().text(), HasSubstr("hrMapping is missing"));
}

TEST_F(configuration, is_refused_when_it_is_no_yaml_or_not_there) {
  EXPECT_THAT(read("store: a\nstore: b\n").error().code, testing::StartsWith("yaml."));
  EXPECT_THAT(read("a: [\n").error().code, testing::StartsWith("yaml."));
  EXPECT_EQ(read_config(folder / "missing.yaml").error().code, "config.not_found");
}

TEST_F(configuration, takes_a_postgresql_store_with_a_password_file) {
  auto config = read("store: postgresql://tenure@db:5432/tenure?passfile=/etc/p\n" +
                     base.substr(base.find('\n') + 1) + "connectors: { memory: {} }\n");
  ASSERT_TRUE(config) << config.error().text();
  EXPECT_EQ(config->store, "postgresql://tenure@db:5432/tenure?passfile=/etc/p");
}

}  // namespace
}  // namespace tenure::service
