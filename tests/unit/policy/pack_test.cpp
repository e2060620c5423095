#include "engine/policy/pack.hpp"

#include "engine/policy/vocabulary.hpp"
#include "tests/unit/policy/pack_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::policy {
namespace {

using testing::HasSubstr;

TEST(pack, asking_wrongly_is_a_programmers_mistake) {
  auto cam = load_pack(source / "config/policies/cambridgeshire", vocabulary_file).value();
  EXPECT_THROW(cam.get("retentiontime", person_kind::employee), std::logic_error);
  EXPECT_THROW(cam.period_of("extractIgnored", person_kind::employee), std::logic_error);
  EXPECT_THROW(cam.flag("retentionTime", person_kind::employee), std::logic_error);
  EXPECT_THROW(cam.number("retentionTime", person_kind::employee), std::logic_error);
  EXPECT_EQ(cam.notice("nothing"), nullptr);
}

struct wrong_row {
  const char* why;
  const char* from;  // in the council's pack
  const char* to;
  const char* said;   // in the refusal
  const char* path;   // in the refusal
};

const wrong_row wrong[] = {
    {"a misspelt word", "  retentionTime:", "  retentionTimes:", "no word of the vocabulary",
     "values.retentionTimes"},
    {"wrong case", "  retentionTime:", "  RetentionTime:", "(retentionTime?)",
     "values.RetentionTime"},
    {"zero where it makes no sense", "value: P30D", "value: PT0S", "out of bounds",
     "values.retentionTime.value"},
    {"ten thousand years", "value: P30D", "value: P10000Y", "out of bounds", "retentionTime.value"},
    {"just above a hundred years", "value: P30D", "value: P1201M", "out of bounds",
     "retentionTime"},
    {"a bare number", "value: P30D", "value: 30", "no ISO 8601 duration", "retentionTime.value"},
    {"words", "value: P30D", "value: 30 days", "no ISO 8601 duration", "retentionTime.value"},
    {"a negative period", "value: P30D", "value: -P30D", "no ISO 8601 duration", "retentionTime"},
    {"fractions", "value: P30D", "value: P1.5M", "no ISO 8601 duration", "retentionTime.value"},
    {"an empty value", "value: P30D", "value:", "needs a value and a clause", "retentionTime"},
    {"a list for a value", "value: P30D", "value: [P30D]", "needs a value", "values.retentionTime"},
    {"no clause", "clause: CAM-11c", "claus: CAM-11c", "needs a value and a clause",
     "values.retentionTime"},
    {"an empty clause", "clause: CAM-11c", "clause: ''", "needs a value and a clause",
     "values.retentionTime"},
    {"an unknown kind of person", "    agencyWorker: { value: PT0S, clause: CAM-10a }",
     "    contractor: { value: PT0S, clause: CAM-10a }", "no kind of person",
     "values.retentionTime.contractor"},
    {"a kind without a clause", "{ value: PT0S, clause: CAM-10a }", "{ value: PT0S }",
     "needs a value and a clause", "values.retentionTime.agencyWorker"},
    {"something else in a kind", "{ value: PT0S, clause: CAM-10a }",
     "{ value: PT0S, clause: CAM-10a, note: x }", "neither value nor clause",
     "retentionTime.agencyWorker.note"},
    {"a kind for whom zero makes no sense", "    agencyWorker: { value: PT0S, clause: CAM-10a }",
     "    member: { value: PT0S, clause: CAM-10a }", "out of bounds",
     "values.retentionTime.member.value"},
    {"a flag in another word", "  absenceHides:\n    value: true",
     "  absenceHides:\n    value: yes", "neither true nor false", "values.absenceHides.value"},
    {"a flag in capitals", "  absenceHides:\n    value: true", "  absenceHides:\n    value: True",
     "neither true nor false", "values.absenceHides.value"},
    {"an unknown choice", "value: proceed", "value: ignore", "Write one of: proceed, wait",
     "values.extractIgnored.value"},
    {"an octal number", "value: 200", "value: 0200", "no whole number", "value"},
    {"a hexadecimal number", "value: 200", "value: 0xC8", "no whole number", "value"},
    {"a negative number", "value: 200", "value: -1", "no whole number", "value"},
    {"a fraction", "value: 200", "value: 2.5", "no whole number", "value"},
    {"a number beyond 64 bits", "value: 200", "value: 99999999999999999999", "no whole number",
     "value"},
    {"a brake of zero", "value: 200", "value: 0", "Write 1 to 1000000 accounts", "value"},
    {"one person releasing alone", "brake.release.people:\n    value: 2",
     "brake.release.people:\n    value: 1", "out of bounds", "values.brake.release.people.value"},
    {"a time of day without minutes", "\"17:00\"", "\"17\"", "no time of day", "endOfWorkingDay"},
    {"a time of day that is none", "\"17:00\"", "\"24:00\"", "no time of day", "endOfWorkingDay"},
    {"an unknown name variable", "{givenName}.{surname}", "{firstName}.{surname}",
     "unknown variable {firstName}", "values.addressTemplate.value"},
    {"a name without a variable", "{givenName}.{surname}", "office", "names no variable",
     "values.addressTemplate.value"},
    {"an open brace", "{givenName}.{surname}", "{givenName.surname", "opens or closes nothing",
     "values.addressTemplate.value"},
    {"an @ in the local part", "{givenName}.{surname}", "{givenName}@{surname}",
     "an address may not", "values.addressTemplate.value"},
    {"a missing notice", "  renamed:\n", "  renames:\n", "is missing", "notices.renamed"},
    {"an unknown notice", "  renamed:\n", "  renames:\n", "no notice of the vocabulary",
     "notices.renames"},
    {"an unknown notice variable", "Mail to {oldAddress}", "Mail to {oldAdress}",
     "unknown variable {oldAdress}", "notices.renamed.text"},
    {"a subject of two lines", "\"Your new e-mail address: {address}\"",
     "\"Your\\r\\nBcc: all@example.org\"", "several lines", "notices.renamed.subject"},
    {"an unpaired brace in a notice", "Mail to {oldAddress}", "Mail to {oldAddress",
     "opens or closes no variable", "notices.renamed.text"},
    {"another organisation", "organisation: cambridgeshire", "organisation: oxfordshire",
     "is not the folder's name", "organisation"},
    {"no organisation", "organisation: cambridgeshire", "", "is missing", "organisation"},
    {"no version", "version: \"2.4-1\"", "", "is missing", "version"},
    {"an unknown time zone", "Europe/London", "Europe/Londinium", "no IANA time zone", "timeZone"},
    {"a path for a zone", "Europe/London", "../../etc/passwd", "no IANA time zone", "timeZone"},
    {"a locale in POSIX's form", "en-GB", "en_GB.UTF-8", "no language and country", "locale"},
    {"a domain in capitals", "domain: cambridgeshire", "domain: Cambridgeshire", "no mail domain",
     "domain"},
    {"a domain without a dot", "domain: cambridgeshire.gov.uk", "domain: localhost",
     "no mail domain", "domain"},
    {"an address for a domain", "domain: cambridgeshire.gov.uk", "domain: a@b.gov.uk",
     "no mail domain", "domain"},
    {"an empty label", "domain: cambridgeshire.gov.uk", "domain: a..uk", "no mail domain",
     "domain"},
    {"an unknown key", "domain: cambridgeshire.gov.uk",
     "domain: cambridgeshire.gov.uk\ntimezone: Europe/London", "no key of a pack", "timezone"},
    {"a text for the values", "values:\n", "values: none\nvalue:\n", "is no map", "values"},
};

TEST(pack, what_is_wrong_is_refused_with_line_path_and_way_out) {
  pack_folder folder;
  for (const auto& row : wrong) {
    SCOPED_TRACE(row.why);
    folder.write("cambridgeshire", changed(row.from, row.to));
    auto loaded = folder.load("cambridgeshire");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, "policy.refused");
    EXPECT_THAT(loaded.error().message, HasSubstr(row.said));
    EXPECT_THAT(loaded.error().message, HasSubstr(std::string(row.path)));
    EXPECT_THAT(loaded.error().message, testing::ContainsRegex("policy.yaml:[0-9]+: "));
  }
}

TEST(pack, the_line_named_is_the_line_of_the_value) {
  pack_folder folder;
  folder.write("cambridgeshire", changed("value: P30D", "value: 30"));
  auto text = changed("value: P30D", "value: 30");
  auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(text.find("value: 30")),
                             '\n');
  EXPECT_THAT(folder.load("cambridgeshire").error().message,
              HasSubstr("policy.yaml:" + std::to_string(line) +
                        ": values.retentionTime.value: '30' is no ISO 8601 duration. Write it"));
}

TEST(pack, all_faults_are_told_at_once) {
  pack_folder folder;
  folder.write("empty", "organisation: wrong\n");
  auto words = load_vocabulary(vocabulary_file).value();
  auto message = folder.load("empty").error().message;
  auto lines = static_cast<std::size_t>(1 + std::count(message.begin(), message.end(), '\n'));
  // organisation is wrong; name, version, timeZone, locale, domain, values and notices are missing
  EXPECT_EQ(lines + words.case_notices.size(), 6 + words.values.size() + words.notices.size());
  EXPECT_THAT(message, HasSubstr("values.retentionTime: is missing (How long"));
}

TEST(pack, a_file_that_is_no_good_yaml_is_refused) {
  struct {
    const char *text, *code;
  } rows[] = {
      {"", "policy.refused"},
      {"- a\n- b\n", "policy.refused"},
      {"just text\n", "policy.refused"},
      {"name: [unclosed\n", "yaml.syntax"},
      {"name: a\nname: b\n", "yaml.key_twice"},
      {"values: {x: {value: 1, clause: a}, x: {value: 2, clause: b}}\n", "yaml.key_twice"},
      {"a: &bomb [1]\nb: [*bomb, *bomb]\n", "yaml.alias"},
      {"a: *nobody\n", "yaml.syntax"},
      {"name: !!binary aGk=\n", "yaml.tag"},
      {"name: !evil x\n", "yaml.tag"},
      {"name: a\n---\nname: b\n", "yaml.documents"},
      {"? [a, b]\n: c\n", "yaml.key"},
      {"~: c\n", "yaml.key"},
  };
  pack_folder folder;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    folder.write("bad", row.text);
    auto loaded = folder.load("bad");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, row.code) << loaded.error().text();
    EXPECT_THAT(loaded.error().text(), HasSubstr("policy.yaml:"));
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "[";
  folder.write("bad", "a: " + deep);
  EXPECT_THAT(folder.load("bad").error().code, testing::StartsWith("yaml."));
  folder.write("bad", "name: " + std::string(2 << 20, 'x'));
  EXPECT_EQ(folder.load("bad").error().code, "yaml.too_long");
  EXPECT_EQ(folder.load("not-there").error().code, "policy.unreadable");
}

// ---- extends

TEST(pack, a_child_inherits_what_it_does_not_say) {
  pack_folder folder;
  folder.write("cambridgeshire", changed("", ""));
  folder.write("child", child("  retentionTime: { value: P60D, clause: practice,\n"
                              "    agencyWorker: { value: P30D, clause: practice } }\n"));
  auto made = folder.load("child");
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(made->organisation, "child");
  EXPECT_EQ(made->time_zone, "Europe/London");
  EXPECT_EQ(made->get("retentionTime", person_kind::agency_worker).value, "P30D");
  EXPECT_EQ(made->get("archiveRetention", person_kind::employee).clause, "CAM-19");
  EXPECT_NE(made->digest, folder.load("cambridgeshire")->digest);
}

TEST(pack, the_digest_covers_the_parent_too) {
  pack_folder folder;
  folder.write("child", child(""));
  folder.write("cambridgeshire", changed("", ""));
  auto before = folder.load("child")->digest;
  folder.write("cambridgeshire", changed("", "# another comment\n"));
  EXPECT_NE(folder.load("child")->digest, before);
}

struct child_row {
  const char* values;
  const char* said;  // nullptr: good
};

const child_row children[] = {
    {"  retentionTime: { value: P30D, clause: a }\n", nullptr},
    {"  retentionTime: { value: P1M3D, clause: a }\n", nullptr},
    {"  retentionTime: { value: P2M, clause: a }\n", nullptr},
    {"  retentionTime: { value: P29D, clause: a }\n", "weakens 'P30D' (CAM-11c) of cambridgeshire"},
    {"  retentionTime: { value: P1M, clause: a }\n", "weakens"},  // February is shorter
    {"  retentionTime: { value: P60D, clause: a,\n    member: { value: P1D, clause: a } }\n",
     "for member 'P1D' weakens 'P30D'"},
    {"  archiveRetention: { value: P7Y, clause: a }\n", nullptr},
    {"  archiveRetention: { value: P5Y, clause: a }\n", "weakens 'P6Y' (CAM-19)"},
    {"  archiveOnClosing: { value: false, clause: a }\n", "weakens 'true' (CAM-11b)"},
    {"  brake.shrink.percent: { value: 50, clause: a }\n", "weakens '5'"},
    {"  handOverToHead: { value: true, clause: a }\n", "names nobody who receives the mail"},
    {"  handOverToHead: { value: false, clause: a, member: { value: true, clause: a } }\n",
     "of the kind member"},
    {"  brake.close.count: { value: 100, clause: a }\n", nullptr},
    {"  brake.close.count: { value: 101, clause: a }\n", "weakens '100'"},
    {"  brake.release.people: { value: 3, clause: a }\n", nullptr},
    {"  extractIgnored: { value: wait, clause: a }\n", nullptr},
    {"  unknown: { value: wait, clause: a }\n", "no word of the vocabulary"},
};

TEST(pack, a_child_may_tighten_and_never_weaken) {
  pack_folder folder;
  folder.write("cambridgeshire", changed("", ""));
  for (const auto& row : children) {
    SCOPED_TRACE(row.values);
    folder.write("child", child(row.values));
    auto made = folder.load("child");
    ASSERT_EQ(made.has_value(), row.said == nullptr) << (made ? "" : made.error().text());
    if (row.said) {
      EXPECT_THAT(made.error().message, HasSubstr(row.said));
    }
  }
}

TEST(pack, extends_in_a_circle_is_refused) {
  pack_folder folder;
  auto extending = [](const std::string& name, const std::string& other) {
    return "organisation: " + name + "\nextends: ../" + other + "\n";
  };
  folder.write("a", extending("a", "b"));
  folder.write("b", extending("b", "c"));
  folder.write("c", extending("c", "a/../a"));
  folder.write("self", extending("self", "self"));
  EXPECT_EQ(folder.load("a").error().code, "policy.extends_circle");
  EXPECT_EQ(folder.load("self").error().code, "policy.extends_circle");
  for (int i = 0; i < 9; ++i) {
    folder.write("p" + std::to_string(i), extending("p", "p" + std::to_string(i + 1)));
  }
  EXPECT_EQ(folder.load("p0").error().code, "policy.extends_too_long");
  folder.write("orphan", extending("orphan", "nobody"));
  EXPECT_EQ(folder.load("orphan").error().code, "policy.unreadable");
  folder.write("listed", "organisation: listed\nextends: [a, b]\n");
  EXPECT_EQ(folder.load("listed").error().code, "policy.extends");
}

TEST(vocabulary, a_word_that_is_not_well_defined_is_refused) {
  pack_folder folder;
  for (const char* text :
       {"values: {}\n", "values: {x: {type: flag}}\nnotices: {}\n",
        "values: {x: {type: odd, tighter: free, description: d}}\nnotices: {}\n",
        "values: {x: {type: number, tighter: free, description: d}}\nnotices: {}\n",
        "values: {x: {type: choice, tighter: free, description: d}}\nnotices: {}\n",
        "values: {x: {type: flag, tighter: up, description: d}}\nnotices: {}\n"}) {
    SCOPED_TRACE(text);
    folder.write("words", text);
    EXPECT_EQ(load_vocabulary(folder.file("words")).error().code, "policy.vocabulary");
  }
}

}  // namespace
}  // namespace tenure::policy
