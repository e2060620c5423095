#include "engine/policy/naming.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::policy {
namespace {

using namespace std::string_literals;

pack rules(const std::string& address = "{givenName}.{surname}",
           const std::string& login = "{givenName}.{surname}") {
  pack out;
  out.domain = "example.org";
  out.settings["addressTemplate"].common = {address, "CAM-10c"};
  out.settings["loginTemplate"].common = {login, "practice"};
  return out;
}

person named(const std::string& given, const std::string& surname, const std::string& title = "") {
  person who;
  who.given_name = given;
  who.surname = surname;
  who.job_title = title;
  return who;
}

struct name_row {
  std::string given, surname, local;
};

const name_row good[] = {
    {"Jane", "Smith", "jane.smith"},
    {"JANE", "SMITH", "jane.smith"},
    {"  Jane  ", "Smith ", "jane.smith"},
    {"Jane", "O'Neill", "jane.oneill"},
    {"Jane", "O’Neill", "jane.oneill"},
    {"Jane", "O`Neill", "jane.oneill"},
    {"Jane", "OʼNeill", "jane.oneill"},
    {"Zoë", "O'Neill-Brückner", "zoe.oneill-bruckner"},
    {"Mary-Jane", "Smith-Jones", "mary-jane.smith-jones"},
    {"Mary Jane", "van der Berg", "mary-jane.van-der-berg"},
    {"Mary  Jane", "Smith", "mary-jane.smith"},
    {"Mary\u00a0Jane", "Smith", "mary-jane.smith"},
    {"J. R.", "Hartley", "j-r.hartley"},
    {"J.R.", "Hartley", "j-r.hartley"},
    {"Dr. Jane", "Smith", "dr-jane.smith"},
    {"Jane", "Smith (née Jones)", "jane.smith-nee-jones"},
    {"Jane", "Smith/Jones", "jane.smith-jones"},
    {"Jane", "Smith & Jones", "jane.smith-jones"},
    {"Jane", "Smith–Jones", "jane.smith-jones"},
    {"Jane", "Smith—Jones", "jane.smith-jones"},
    {"-Jane-", "-Smith-", "jane.smith"},
    {"_Jane_", "_Smith_", "jane.smith"},
    {"...Jane", "Smith...", "jane.smith"},
    {"Jürgen", "Weiß", "jurgen.weiss"},
    {"Søren", "Ærø", "soren.aero"},
    {"Åsa", "Öberg", "asa.oberg"},
    {"Łukasz", "Żółć", "lukasz.zolc"},
    {"Đorđe", "Šarić", "dorde.saric"},
    {"İbrahim", "Yıldız", "ibrahim.yildiz"},
    {"IŞIL", "ILICA", "isil.ilica"},
    {"Siân", "Llŷr", "sian.llyr"},
    {"Þóra", "Guðmundsdóttir", "thora.gudmundsdottir"},
    {"José", "Núñez", "jose.nunez"},
    {"Jose\u0301", "Nu\u0301n\u0303ez", "jose.nunez"},
    {"François", "Lefèvre", "francois.lefevre"},
    {"Ștefan", "Țepeș", "stefan.tepes"},
    {"Nguyễn", "Văn Đức", "nguyen.van-duc"},
    {"Γιώργος", "Παπαδόπουλος", "giorgos.papadopoulos"},
    {"Иван", "Петров", "ivan.petrov"},
    {"王", "小明", "wang.xiao-ming"},
    {"たろう", "やまだ", "tarou.yamada"},
    {"민준", "김", "minjun.gim"},
    {"ﬁona", "ﬂynn", "fiona.flynn"},
    {"Ｊａｎｅ", "Ｓｍｉｔｈ", "jane.smith"},
    {"J\u0430ne", "Smith", "jane.smith"},        // Cyrillic а: collides with Jane, and is numbered
    {"Jane", "Sm\u0456th", "jane.smith"},        // Cyrillic і
    {"\u202eJane", "Smith", "jane.smith"},       // a mark that turns the text round
    {"Ja\u200bne", "Smith", "jane.smith"},       // zero width
    {"Jane 😀", "Smith", "jane.smith"},
    {"Jane\r\nBcc: x", "Smith", "jane-bcc-x.smith"},
    {"Jane\0x"s, "Smith", "janex.smith"},
    {"Jane\x7f", "Smith", "jane.smith"},
    {"Jane\t", "Smith", "jane.smith"},
    {"Jane)(uid=*", "Smith", "jane-uid.smith"},
    {"${jane}", "\"Smith\\", "jane.smith"},
    {"<b>Jane</b>", "Smith", "bjane-b.smith"},
    {"Jane@evil.example", "Smith", "janeevil-example.smith"},
    {"Jane", "Louis 14", "jane.louis-one-four"},
    {"Jane", "Smith2", "jane.smith-two"},
    {"Jane", "7", "jane.seven"},
    {"2Jane", "Smith", "2jane.smith"},
    {"Jane", "Smith III", "jane.smith-iii"},
    {"Jane", "١٢", "jane.one-two"},              // Arabic digits
    {std::string(300, 'a'), "Smith", std::string(50, 'a') + ".smith"},
    {"Jane", std::string(300, 'b'), "jane." + std::string(51, 'b')},
    {std::string(300, 'a'), std::string(300, 'b'),
     std::string(27, 'a') + "." + std::string(28, 'b')},
    {"admin", "admin", "admin.admin"},
};

TEST(naming, a_name_becomes_an_address) {
  for (const auto& row : good) {
    SCOPED_TRACE(row.given + " | " + row.surname);
    auto name = propose_name(rules(), named(row.given, row.surname));
    ASSERT_TRUE(name) << name.error().text();
    EXPECT_EQ(name->local_stem, row.local);
    EXPECT_EQ(name->login_stem, row.local);
    EXPECT_LE(name->local_stem.size(), 56u);
    EXPECT_THAT(name->local_stem, testing::MatchesRegex("[a-z0-9_-]+([.][a-z0-9_-]+)*"));
    EXPECT_FALSE(std::isdigit(static_cast<unsigned char>(name->local_stem.back())));
  }
}

// Scripts that write no vowels: what matters is that something sensible and stable comes out.
TEST(naming, arabic_script_becomes_latin_letters) {
  for (const auto* surname : {"محمد", "خان", "قریشی", "אברהם", "शर्मा", "สมชาย"}) {
    SCOPED_TRACE(surname);
    auto name = propose_name(rules(), named("Ali", surname));
    ASSERT_TRUE(name) << name.error().text();
    EXPECT_THAT(name->local_stem, testing::MatchesRegex("ali[.][a-z-]+"));
    EXPECT_EQ(name->local_stem, propose_name(rules(), named("Ali", surname))->local_stem);
  }
}

struct refused_row {
  std::string given, surname, code, field;
};

const refused_row refused[] = {
    {"", "Smith", "naming.field_missing", "givenName"},
    {"Jane", "", "naming.field_missing", "surname"},
    {"", "", "naming.field_missing", "givenName"},
    {"   ", "Smith", "naming.field_missing", "givenName"},
    {"\t\r\n", "Smith", "naming.field_missing", "givenName"},
    {"😀", "Smith", "naming.nothing_left", "givenName"},
    {"Jane", "🎉🎉", "naming.nothing_left", "surname"},
    {"'", "Smith", "naming.nothing_left", "givenName"},
    {"Jane", "---", "naming.nothing_left", "surname"},
    {"Jane", "._.", "naming.nothing_left", "surname"},
    {"Jane", "\u202e\u200b", "naming.nothing_left", "surname"},
    {"Jane", "\xff\xfe", "naming.nothing_left", "surname"},
    {"Jane", "*", "naming.nothing_left", "surname"},
};

TEST(naming, a_name_that_cannot_be_formed_is_refused_with_field_and_clause) {
  for (const auto& row : refused) {
    SCOPED_TRACE(row.given + " | " + row.surname);
    auto name = propose_name(rules(), named(row.given, row.surname));
    ASSERT_FALSE(name) << name->local_stem;
    EXPECT_EQ(name.error().code, row.code);
    EXPECT_EQ(name.error().place, row.field);
    EXPECT_EQ(name.error().rule, "CAM-10c");
    EXPECT_FALSE(name.error().way_out.empty());
  }
}

TEST(naming, a_title_becomes_an_address) {
  struct {
    const char *title, *local;
  } rows[] = {{"Section Officer", "section-officer"},
              {"Section Officer (IT)", "section-officer-it"},
              {"Section Officer 2", "section-officer-two"},
              {"SO 12", "so-one-two"},
              {"Dy. Secretary", "dy-secretary"},
              {"Director / R&D", "director-r-d"},
              {"Joint Secretary (Admin.)", "joint-secretary-admin"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.title);
    auto name = propose_name(rules("{jobTitle}"), named("Jane", "Smith", row.title));
    ASSERT_TRUE(name);
    EXPECT_EQ(name->local_stem, row.local);
    EXPECT_EQ(name->login_stem, "jane.smith");
  }
  EXPECT_EQ(propose_name(rules("{jobTitle}"), named("Jane", "Smith")).error().place, "jobTitle");
}

TEST(naming, a_name_that_every_domain_reserves_is_refused) {
  for (const char* title : {"Postmaster", "ADMIN", "Administrator", "Abuse", "Mailer Daemon",
                            "p\u043estmaster", "Root", "Web.Master", "Hostmaster"}) {
    SCOPED_TRACE(title);
    auto name = propose_name(rules("{jobTitle}"), named("Jane", "Smith", title));
    if (std::string_view(title) == "Web.Master") {
      EXPECT_EQ(name->local_stem, "web-master");
    } else {
      ASSERT_FALSE(name);
      EXPECT_EQ(name.error().code, "naming.reserved");
    }
  }
}

TEST(naming, numbers_follow_the_stem) {
  auto name = propose_name(rules(), named("Jane", "Smith")).value();
  EXPECT_EQ(name.stem(), "jane.smith@example.org");
  EXPECT_EQ(name.address(0), "jane.smith@example.org");
  EXPECT_EQ(name.address(2), "jane.smith2@example.org");
  EXPECT_EQ(name.login(14), "jane.smith14");
  EXPECT_THROW(name.address(1), std::logic_error);
  EXPECT_THROW(name.login(-1), std::logic_error);
}

TEST(naming, an_address_with_number_keeps_within_smtp) {
  auto name = propose_name(rules(), named(std::string(300, 'a'), std::string(300, 'b'))).value();
  EXPECT_LE(name.login(99'999'999).size(), 64u);
}

TEST(naming, people_read_the_name_as_hr_wrote_it) {
  struct {
    std::string given, surname, shown;
  } rows[] = {{"Zoë", "O'Neill-Brückner", "Zoë O'Neill-Brückner"},
              {" Mary  Jane ", " Smith", "Mary Jane Smith"},
              {"Jose\u0301", "Núñez", "José Núñez"},
              {"محمد", "خان", "محمد خان"},
              {"Jane\r\nBcc: x", "Smith", "Jane Bcc: x Smith"},
              {"Jane\u2028", "Smith", "Jane Smith"},
              {"\u202eJane", "Smith\u202c", "Jane Smith"},
              {"Jane 😀", "Smith", "Jane 😀 Smith"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.given);
    EXPECT_EQ(propose_name(rules(), named(row.given, row.surname))->display_name, row.shown);
  }
  auto longest = propose_name(rules(), named(std::string(3000, 'a'), "Smith"))->display_name;
  EXPECT_EQ(longest.size(), 200u);
  EXPECT_EQ(propose_name(rules("{jobTitle}", "{jobTitle}"), named("", "", "Section Officer"))
                ->display_name, "Section Officer");
}

}  // namespace
}  // namespace tenure::policy
