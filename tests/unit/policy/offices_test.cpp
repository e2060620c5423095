// A pack's own offices: its workflows may name them, and a name that nobody explained is refused.
#include "engine/policy/vocabulary.hpp"
#include "tests/unit/policy/pack_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::policy {
namespace {

using testing::HasSubstr;

const std::string asked_of_dpo = "      - { who: [role:dpo], clause: CAM-7.3 }\n";
const std::string asked_of_mail_room = "      - { who: [role:mailRoom], clause: CAM-7.3 }\n";
const std::string mail_room = "offices:\n  mailRoom: Opens what came to nobody.\n";

TEST(offices, of_the_vocabulary_are_every_packs) {
  pack_folder packs;
  packs.write("cambridgeshire", changed("", ""));
  auto made = packs.load("cambridgeshire");
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(made->offices, load_vocabulary(vocabulary_file)->cases.roles);
  EXPECT_TRUE(made->offices.contains("dpo"));
  EXPECT_FALSE(made->offices.contains("mailRoom"));
}

TEST(offices, of_a_pack_may_be_asked_wherever_they_stand_in_the_file) {
  for (bool first : {true, false}) {
    pack_folder packs;
    auto rest = changed(asked_of_dpo, asked_of_mail_room);
    packs.write("cambridgeshire", first ? mail_room + rest : rest + mail_room);
    auto made = packs.load("cambridgeshire");
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->offices.at("mailRoom"), "Opens what came to nobody.");
    EXPECT_EQ(made->offices.size(), load_vocabulary(vocabulary_file)->cases.roles.size() + 1);
    EXPECT_EQ(made->cases.at("investigation").agree.at(0).who,
              (std::vector<std::string>{"role:mailRoom"}));
  }
}

TEST(offices, go_down_to_the_agencies_and_not_up) {
  const std::string quota = "workflows:\n  quotaIncrease:\n    clause: A-1\n"
                            "    ask: { who: [role:mailRoom], clause: A-1 }\n";
  auto refused = [&](const std::string& above, const std::string& below) {
    pack_folder packs;
    packs.write("cambridgeshire", changed("", "") + above);
    packs.write("child", child("") + below);
    auto parent = packs.load("cambridgeshire"), made = packs.load("child");
    EXPECT_TRUE(parent);
    EXPECT_EQ(parent && parent->offices.contains("mailRoom"), !above.empty());
    return made ? "" : made.error().text();
  };
  EXPECT_THAT(refused("", quota), HasSubstr("'role:mailRoom' is no authority"));
  EXPECT_THAT(refused(mail_room, quota), testing::Not(HasSubstr("is no authority")));
  EXPECT_THAT(refused("", mail_room + quota), testing::Not(HasSubstr("is no authority")));
  EXPECT_THAT(refused(mail_room, mail_room), HasSubstr("is an office already"));
  EXPECT_EQ(refused(mail_room, ""), "");
  EXPECT_EQ(refused("", mail_room), "");
}

TEST(offices, are_refused_where_they_are_not_clear) {
  const std::pair<std::string, const char*> rows[] = {
      {"offices: [mailRoom]\n", "offices: is no map"},
      {"offices: mailRoom\n", "offices: is no map"},
      {"offices:\n  mailRoom:\n", "offices.mailRoom: says not what the office does"},
      {"offices:\n  mailRoom: ''\n", "offices.mailRoom: says not what the office does"},
      {"offices:\n  mailRoom: [a]\n", "offices.mailRoom: says not what the office does"},
      {"offices:\n  mailRoom: { does: a }\n", "offices.mailRoom: says not what the office does"},
      {"offices:\n  mailRoom: \"a\\u0007b\"\n", "says not what the office does"},
      {"offices:\n  dpo: Somebody else.\n", "offices.dpo: is an office already (The Data Protec"},
      {"offices:\n  MailRoom: Opens.\n", "offices.MailRoom: is no name of an office"},
      {"offices:\n  mail room: Opens.\n", "is no name of an office"},
      {"offices:\n  mail-room: Opens.\n", "is no name of an office"},
      {"offices:\n  'role:mailRoom': Opens.\n", "is no name of an office"},
      {"offices:\n  'person:1': Opens.\n", "is no name of an office"},
      {"offices:\n  'a,b': Opens.\n", "is no name of an office"},
      {"offices:\n  p\u00f6st: Opens.\n", "is no name of an office"},
      {"offices:\n  1st: Opens.\n", "is no name of an office"},
      {"offices:\n  '': Opens.\n", "is no name of an office"},
      {"offices:\n  " + std::string(65, 'a') + ": Opens.\n", "is no name of an office"},
      {"offices:\n  mailRoom: Opens.\n  mailRoom: Closes.\n", "mailRoom"},
      {"office:\n  mailRoom: Opens.\n", "office: is no key of a pack"},
  };
  for (const auto& [lines, said] : rows) {
    SCOPED_TRACE(lines);
    pack_folder packs;
    packs.write("cambridgeshire", changed("", "") + lines);
    auto made = packs.load("cambridgeshire");
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().text(), HasSubstr(said));
  }
}

}  // namespace
}  // namespace tenure::policy
