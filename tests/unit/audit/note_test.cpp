#include "engine/audit/checkpoint.hpp"
#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "tests/unit/audit/memory_journal.hpp"
#include "tests/unit/audit/scratch.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>

namespace tenure::audit {
namespace {

constexpr std::string_view example_key =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view example_signature =
    "\xE2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO"
    "BH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const std::string example_text = "This is an example message.\n";

std::string code_of(const auto& refused) { return refused ? "accepted" : refused.error().code; }

signing_key key_named(const std::string& name, char seed = 'k') {
  return *signing_key::from_seed(name, std::string(32, seed));
}

std::string check(std::string_view note, std::vector<verifier_key> known) {
  auto parsed = parse_note(note);
  if (!parsed) return parsed.error().code;
  auto signers = check_note(*parsed, known);
  return signers ? "signed by " + std::to_string(signers->size()) : signers.error().code;
}

TEST(notes, accept_the_vector_of_the_specification) {
  auto key = parse_verifier_key(example_key);
  ASSERT_TRUE(key);
  EXPECT_EQ(to_text(*key), example_key);
  std::string note = example_text + "\n" + std::string(example_signature);
  EXPECT_EQ(check(note, {*key}), "signed by 1");
  std::string edited = note;
  edited[0] = 't';
  EXPECT_EQ(check(edited, {*key}), "audit.note.signature");
}

TEST(notes, pass_over_unknown_keys_and_take_many_lines) {
  auto ours = key_named("example.org/log");
  std::string note = sign_note("text\n", ours);
  for (char i = 0; i < 20; ++i) {
    std::string other = sign_note("something else\n", key_named("w" + std::to_string(i), i));
    note += other.substr(other.find("\n\n") + 2);
  }
  EXPECT_EQ(check(note, {ours.verifier()}), "signed by 1");
  EXPECT_EQ(check(note, {}), "signed by 0");
  EXPECT_EQ(check(note, {ours.verifier(), key_named("w3", 3).verifier()}), "audit.note.signature");
}

TEST(notes, refuse_every_other_form) {
  auto ours = key_named("example.org/log");
  const std::string good = sign_note("text\n", ours);
  auto replaced = [&](std::string_view what, std::string_view by) {
    std::string out = good;
    return out.replace(out.find(what), what.size(), by);
  };
  const std::string refused[] = {"", "text\n", "text\n\n", good.substr(0, good.size() - 1),
                                 good + "\n", good + "x\n", good + "\xE2\x80\x94 name\n",
                                 good + "\xE2\x80\x94 name AAAA\n",
                                 good + "\xE2\x80\x94 na+me AAAAAAAA\n",
                                 replaced("\xE2\x80\x94", "-"), replaced("\n\n", "\n"),
                                 replaced("text", "te\rxt"), replaced("text", "te\xffxt"),
                                 replaced("text", std::string_view("te\0xt", 5))};
  for (const std::string& note : refused) {
    EXPECT_EQ(check(note, {ours.verifier()}), "audit.note.malformed") << note;
  }
}

TEST(notes, have_no_bit_without_meaning) {
  auto ours = key_named("example.org/log");
  const std::string good = sign_checkpoint(5, sha256("root"), ours);
  ASSERT_TRUE(open_checkpoint(good, ours.verifier()));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string flipped = good;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(open_checkpoint(flipped, ours.verifier())) << "bit " << bit;
  }
}

TEST(verifier_keys, refuse_every_other_form) {
  std::string key(example_key);
  const std::string refused[] = {"", "a+b", "example.com/foo", "+530d903a+" + key.substr(25),
                                 "exa mple.com/foo" + key.substr(15),
                                 "example.com/fop" + key.substr(15), key + "A", key + "=",
                                 key.substr(0, key.size() - 1),
                                 "example.com/foo+530D903A" + key.substr(24),
                                 "example.com/foo+530d903b" + key.substr(24)};
  for (const auto& text : refused) {
    EXPECT_EQ(code_of(parse_verifier_key(text)), "audit.key.malformed") << text;
  }
  EXPECT_EQ(code_of(signing_key::from_seed("a+b", std::string(32, 'x'))), "audit.key.name");
  EXPECT_EQ(code_of(signing_key::from_seed("a b", std::string(32, 'x'))), "audit.key.name");
  EXPECT_EQ(code_of(signing_key::from_seed("", std::string(32, 'x'))), "audit.key.name");
}

TEST(checkpoints, refuse_every_other_form) {
  std::string root = base64(bytes_of(sha256("")));
  EXPECT_TRUE(parse_checkpoint("o\n0\n" + root + "\n"));
  EXPECT_TRUE(parse_checkpoint("o\n18446744073709551615\n" + root + "\n"));
  const std::string refused[] = {"", "o\n", "o\n1\n", "o\n1\n" + root, "\n1\n" + root + "\n",
                                 "o\n01\n" + root + "\n", "o\n-1\n" + root + "\n",
                                 "o\n+1\n" + root + "\n", "o\n\n" + root + "\n",
                                 "o\n1 \n" + root + "\n", "o\n18446744073709551616\n" + root + "\n",
                                 "o\n1\n" + root.substr(1) + "\n", "o\n1\nAAAA\n",
                                 "o\n1\n" + root + "\nextension\n"};
  for (const auto& body : refused) {
    EXPECT_EQ(code_of(parse_checkpoint(body)), "audit.checkpoint.malformed") << body;
  }
}

TEST(checkpoints, must_be_signed_by_the_log_and_of_the_log) {
  auto ours = key_named("example.org/log"), other = key_named("example.org/other", 'o');
  std::string theirs = sign_checkpoint(1, sha256(""), other);
  EXPECT_EQ(code_of(open_checkpoint(theirs, ours.verifier())), "audit.checkpoint.unsigned");
  std::string foreign = sign_note(to_text(checkpoint{"example.org/other", 1, {}}), ours);
  EXPECT_EQ(code_of(open_checkpoint(foreign, ours.verifier())), "audit.checkpoint.origin");
}

// A witness as tlog-cosignature says: the same key signs a time and the checkpoint's body.
std::string cosign(const std::string& note, const signing_key& key, std::uint64_t time,
                   verifier_key& witness) {
  witness = key.verifier();
  witness.type = cosignature_key;
  std::string id = witness.name + "\n" + cosignature_key + witness.public_key;
  witness.id = bytes_of(sha256(id)).substr(0, 4);
  std::string body = note.substr(0, note.find("\n\n") + 1);
  std::string signature =
      key.sign("cosignature/v1\ntime " + std::to_string(time) + "\n" + body);
  return note + "\xE2\x80\x94 " + witness.name + " " +
         base64(witness.id + big_endian(time) + signature) + "\n";
}

TEST(checkpoints, carry_cosignatures_of_known_witnesses) {
  auto ours = key_named("example.org/log"), w = key_named("witness.example.org", 'w');
  verifier_key witness;
  std::string note = cosign(sign_checkpoint(1, sha256(""), ours), w, 1679315147, witness);
  EXPECT_EQ(*parse_verifier_key(to_text(witness)), witness);
  auto opened = open_checkpoint(note, ours.verifier(), {witness});
  ASSERT_TRUE(opened) << opened.error().text();
  ASSERT_EQ(opened->witnesses.size(), 1u);
  EXPECT_EQ(opened->witnesses[0].time, 1679315147u);
  EXPECT_EQ(open_checkpoint(note, ours.verifier())->witnesses.size(), 0u);

  std::string other_time = note;
  std::size_t line = note.rfind(' ') + 1;
  std::string blob = *base64_decode(note.substr(line, note.size() - line - 1));
  blob[11] = static_cast<char>(blob[11] ^ 1);
  other_time.replace(line, std::string::npos, base64(blob) + "\n");
  EXPECT_EQ(code_of(open_checkpoint(other_time, ours.verifier(), {witness})),
            "audit.note.signature");
  EXPECT_TRUE(open_checkpoint(other_time, ours.verifier()));
}

TEST(checkpoints, refuse_a_cosignature_with_a_time_past_2_63) {
  auto ours = key_named("example.org/log"), w = key_named("witness.example.org", 'w');
  verifier_key witness;
  std::string note = cosign(sign_checkpoint(1, sha256(""), ours), w, 1ULL << 63, witness);
  EXPECT_EQ(code_of(open_checkpoint(note, ours.verifier(), {witness})), "audit.note.signature");
}

class key_files : public test::scratch {};

TEST_F(key_files, keep_the_key) {
  test::seeded_entropy seeds(7);
  auto made = create_key_file(folder_ / "key", "example.org/log", seeds);
  ASSERT_TRUE(made) << made.error().text();
  struct stat about {};
  ::stat((folder_ / "key").c_str(), &about);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  auto key = load_key_file(folder_ / "key");
  ASSERT_TRUE(key) << key.error().text();
  EXPECT_EQ(key->verifier(), *made);
  EXPECT_EQ(check(sign_note("x\n", *key), {*made}), "signed by 1");
  EXPECT_EQ(code_of(create_key_file(folder_ / "key", "example.org/log", seeds)),
            "audit.key.exists");
}

TEST_F(key_files, are_refused_when_others_may_use_them) {
  namespace fs = std::filesystem;
  test::seeded_entropy seeds(7);
  ASSERT_TRUE(create_key_file(folder_ / "key", "example.org/log", seeds));
  for (auto mode : {0604, 0640, 0620, 0602, 0644, 0666, 0610}) {
    ::chmod((folder_ / "key").c_str(), static_cast<mode_t>(mode));
    EXPECT_EQ(code_of(load_key_file(folder_ / "key")), "audit.key.exposed") << mode;
  }
  ::chmod((folder_ / "key").c_str(), 0400);
  EXPECT_TRUE(load_key_file(folder_ / "key"));
  fs::create_symlink(folder_ / "key", folder_ / "link");
  EXPECT_EQ(code_of(load_key_file(folder_ / "link")), "audit.key.exposed");
  EXPECT_EQ(code_of(load_key_file("/dev/null")), "audit.key.exposed");
  EXPECT_EQ(code_of(load_key_file(folder_ / "none")), "audit.key.missing");
}

TEST_F(key_files, are_refused_when_they_hold_something_else) {
  test::seeded_entropy seeds(7);
  ASSERT_TRUE(create_key_file(folder_ / "key", "example.org/log", seeds));
  const std::string good = *read_file(folder_ / "key");
  const std::string refused[] = {"", "\n", good.substr(1), good + "\n", good.substr(0, 40),
                                 "PRIVATE+KEY+a+b", "PRIVATE+KEY+a+00000000+AAAA"};
  for (const auto& text : refused) {
    write_file(folder_ / "key", text, false);
    ::chmod((folder_ / "key").c_str(), 0600);
    EXPECT_EQ(code_of(load_key_file(folder_ / "key")), "audit.key.malformed") << text;
  }
}

}  // namespace
}  // namespace tenure::audit
