// The evidence pack of a case: what it says, and that no byte of it can be changed.
#include "engine/audit/evidence.hpp"

#include "engine/audit/publisher.hpp"
#include "tests/unit/audit/memory_journal.hpp"
#include "tests/unit/audit/scratch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::audit {
namespace {

using pack = std::map<std::string, std::string>;
using testing::HasSubstr;
using testing::Not;

constexpr instant now{1'800'000'000'000'000};
const case_id which{{7, 7}}, other{{8, 8}};
const account_id subject{{1, 1000}};

export_files files_of(const pack& in) {
  export_files out;
  for (const auto& [name, bytes] : in) out.names.push_back(name);
  out.read = [in](const std::string& name) {
    auto found = in.find(name);
    return found == in.end() ? std::nullopt : std::optional(found->second);
  };
  return out;
}

class evidence_packs : public test::scratch {
 protected:
  // Four entries of the case between those of others.
  void SetUp() override {
    journal_.append(3);
    note("case.asked", {{"case", which.text()}, {"workflow", "emergencyAccess"}}, "1003",
         {{"requester", "1003"}, {"case.reason", "<script>alert(1)</script> & more"},
          {"case.recipient", "1002"}});
    journal_.append(300);
    note("case.asked", {{"case", other.text()}}, "1009", {{"case.reason", "another's"}});
    note("case.answered", {{"case", which.text()}, {"approved", "true"}}, "1004",
         {{"reason", "no other way"}});
    note("notice.sent", {{"ofCase", which.text()}, {"notice", "accessTold"}, {"outcome", "done"}},
         "engine", {{"noticeTo", "subject"}});
    note("case.concluded", {{"case", which.text()}, {"grantEnded.read", "g"}}, "1003", {});
    ASSERT_TRUE(publish(journal_, now, key_, trail_));
  }

  void note(const char* event, attributes facts, std::string who, attributes personal) {
    auto writing = journal_.begin(now);
    writing->journal().append({.at = now, .account = subject, .cause = event_id{{3, 3}},
                               .event = event, .from = "asked", .to = "open",
                               .by = {std::move(who), "approver", "ldap bind"},
                               .rules = {"CAM-9.2.2a"}, .facts = std::move(facts),
                               .personal = std::move(personal)});
    writing->commit();
  }

  pack make() {
    auto made = make_evidence(*journal_.begin(now), trail_, which, subject, key_);
    EXPECT_TRUE(made) << made.error().text();
    return made ? *made : pack();
  }
  std::string code(const pack& files) const {
    auto done = verify_evidence(files_of(files), key_.verifier());
    return done ? "ok" : done.error().code;
  }

  test::memory_journal journal_;
  signing_key key_ = *signing_key::from_seed("example.org/tenure", std::string(32, 's'));
  std::filesystem::path trail_ = folder_ / "trail";
};

TEST_F(evidence_packs, hold_the_entries_of_the_case_and_no_others) {
  auto files = make();
  EXPECT_EQ(files.size(), 5U + 4U);
  auto found = verify_evidence(files_of(files), key_.verifier());
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(found->of_case, which.text());
  ASSERT_EQ(found->entries.size(), 4U);
  EXPECT_EQ(found->entries[0].content.index, 3U);
  EXPECT_EQ(found->entries[3].content.event, "case.concluded");
  EXPECT_THAT(files["case.json"], Not(HasSubstr("another's")));
  EXPECT_TRUE(is_evidence(files_of(files)));
}

TEST_F(evidence_packs, say_who_asked_who_agreed_and_who_was_told_and_run_nothing) {
  auto page = make()["index.html"];
  for (const auto* words : {"1003", "1004", "no other way", "accessTold", "read ended",
                            "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
  for (const auto* never : {"<script", "http://", "https://", "src=", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(never)));
  }
}

TEST_F(evidence_packs, refuse_every_changed_byte_of_every_file) {
  const auto good = make();
  ASSERT_EQ(code(good), "ok");
  std::size_t tried = 0;
  for (const auto& [name, bytes] : good) {
    // Each byte of the small files, one in 7 of the page: thousands of signatures are enough.
    std::size_t step = bytes.size() > 4000 ? 7 : 1;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      auto bad = good;
      bad[name][i] = static_cast<char>(bad[name][i] ^ (1 << (i % 7)));
      ASSERT_NE(code(bad), "ok") << name << " byte " << i;
      ++tried;
    }
    for (auto cut : {bytes.substr(1), bytes.substr(0, bytes.size() - 1), bytes + "x",
                     bytes + "\n", std::string()}) {
      auto bad = good;
      bad[name] = cut;
      EXPECT_NE(code(bad), "ok") << name;
    }
  }
  EXPECT_GT(tried, 3000U);
}

TEST_F(evidence_packs, refuse_files_dropped_added_swapped_and_from_another_pack) {
  const auto good = make();
  for (const auto& [name, bytes] : good) {
    auto bad = good;
    bad.erase(name);
    EXPECT_NE(code(bad), "ok") << "without " << name;
    for (const auto& [second, text] : good) {
      if (second <= name) continue;
      bad = good;
      std::swap(bad[name], bad[second]);
      EXPECT_NE(code(bad), "ok") << name << " for " << second;
    }
  }
  auto bad = good;
  bad["readme.txt"] = "x";
  EXPECT_EQ(code(bad), "audit.evidence.file");
  bad = good;
  bad["receipts/9.tlog-proof"] = good.at("receipts/3.tlog-proof");
  EXPECT_EQ(code(bad), "audit.evidence.file");
  // A genuine file of a genuine later pack of the same case.
  note("case.concluded", {{"case", which.text()}}, "1003", {});
  ASSERT_TRUE(publish(journal_, now, key_, trail_));
  const auto later = make();
  ASSERT_EQ(code(later), "ok");
  for (const auto& [name, bytes] : good) {
    if (later.at(name) == bytes) continue;
    bad = later;
    bad[name] = bytes;
    EXPECT_NE(code(bad), "ok") << name;
  }
}

// Whoever holds the key still cannot make the page say what the entries do not.
TEST_F(evidence_packs, refuse_words_that_do_not_follow_from_the_entries_even_if_signed) {
  auto signed_anew = [&](pack files) {
    auto text = files["manifest"];
    text = text.substr(0, text.find("\n\n") + 1);
    for (const auto& [name, bytes] : files) {
      auto at = text.find(" " + name + "\n");
      if (at == std::string::npos) continue;
      const digest hash = sha256(bytes);
      std::string hex;
      for (unsigned char c : hash) {
        static const char* const digits = "0123456789abcdef";
        hex += digits[c >> 4], hex += digits[c & 15];
      }
      text.replace(at - 64, 64, hex);
    }
    files["manifest"] = sign_note(text, key_);
    return files;
  };
  const auto good = make();
  EXPECT_EQ(code(signed_anew(good)), "ok");
  auto change = [&](const char* name, std::string_view from, std::string_view to) {
    auto bad = good;
    bad[name].replace(bad[name].find(from), from.size(), to);
    return code(signed_anew(bad));
  };
  EXPECT_EQ(change("index.html", "no other way", "she  agreed "), "audit.evidence.words");
  EXPECT_EQ(change("case.json", "no other way", "she  agreed "), "audit.evidence.words");
  EXPECT_EQ(change("personal.jsonl", "no other way", "she  agreed "), "audit.evidence.personal");
}

TEST_F(evidence_packs, show_that_a_value_was_erased) {
  auto writing = journal_.begin(now);
  writing->journal().erase_personal(subject);
  writing->commit();
  auto files = make();
  EXPECT_EQ(code(files), "ok");
  EXPECT_EQ(files["personal.jsonl"], "");
  EXPECT_THAT(files["case.json"], HasSubstr("\"case.reason\":null"));
  EXPECT_THAT(files["index.html"], HasSubstr("<i>erased</i>"));
  EXPECT_THAT(files["index.html"], Not(HasSubstr("no other way")));
}

TEST_F(evidence_packs, are_refused_for_other_keys_and_cases_without_entries) {
  auto files = make();
  auto stranger = *signing_key::from_seed("example.org/tenure", std::string(32, 't'));
  EXPECT_FALSE(verify_evidence(files_of(files), stranger.verifier()));
  auto none = make_evidence(*journal_.begin(now), trail_, case_id{{9, 9}}, subject, key_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "audit.evidence.nothing");
  note("case.concluded", {{"case", which.text()}}, "1003", {});  // not published yet
  EXPECT_FALSE(make_evidence(*journal_.begin(now), trail_, which, subject, key_));
}

}  // namespace
}  // namespace tenure::audit
