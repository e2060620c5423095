// Who is one person for the rule that needs two.

#include "engine/model/actor.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

TEST(PersonKey, OnePersonIsOneHoweverTheNameIsWritten) {
  const struct {
    const char *name, *other, *why;
  } rows[] = {
      {"h.desk", "H.Desk", "case"},
      {"h.desk", " h. desk\t", "blanks"},
      {"h.desk", "h.\u00a0desk", "a blank that does not break"},
      {"h.desk", "h.\u200bdesk", "a blank of no width"},
      {"h.desk", "\ufeffh.desk", "a byte order mark"},
      {"h.desk", "h.\u00addesk", "a soft hyphen"},
      {"h.desk", "h\u202e.desk", "a turn of direction"},
      {"h.desk", "h.d\u0435sk", "Cyrillic e"},
      {"h.desk", "\u04bb.desk", "Cyrillic shha"},
      {"h.desk", "\uff48.\uff44\uff45\uff53\uff4b", "full width"},
      {"anna", "\u0410NNA", "Cyrillic capital A"},
      {"jos\u00e9", "jose\u0301", "composed and decomposed"},
      {"jos\u00e9", "JOS\u00c9", "case beyond ASCII"},
      {"m\u00fcller", "MU\u0308LLER", "both"},
      {"stra\u00dfe", "STRASSE", "sharp s"},
      {"\u03c3\u03bf\u03c6\u03af\u03b1\u03c2", "\u03a3\u039f\u03a6\u038a\u0391\u03a3",
       "Greek, its last sigma"},
      {"o\ufb03cer", "officer", "a ligature"},
      {"user1", "userl", "one and l"},
      {"b0b", "bob", "nought and o"},
      {"\xff", "\xfe", "no UTF-8: cannot be told apart"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(person_key(row.name), person_key(row.other)) << row.why;
    EXPECT_EQ(person_key(person_key(row.name)), person_key(row.name)) << row.why;
  }
}

TEST(PersonKey, TwoPeopleStayTwo) {
  const struct {
    const char *name, *other;
  } rows[] = {
      {"jane.smith", "jane.smith2"}, {"100825", "100826"}, {"101824", "101842"},
      {"jose", "jos\u00e9"},         {"anna", "hanna"},    {"ann.lee", "annlee"},
      {"a", ""},                     {"\u0639\u0644\u06cc", "\u0639\u0645\u0631"},
  };
  for (const auto& row : rows) EXPECT_NE(person_key(row.name), person_key(row.other)) << row.name;
}

}  // namespace
}  // namespace tenure
