// Single messages: found by what they say, copied byte for byte and once, swept by their age.
#include "tests/conformance/connector/suite.hpp"

#include <algorithm>

namespace tenure::conformance {
namespace {

std::string message(const std::string& from, const std::string& subject, const std::string& id,
                    const std::string& body = "text") {
  return "From: " + from + "\r\nSubject: " + subject + "\r\nMessage-ID: <" + id +
         ">\r\n\r\n" + body + "\r\n";
}

const std::string contract = message("Ann Lee <ann@firm.example>", "Contract 12", "c12@firm");
const std::string invoice = message("Bill <bill@firm.example>", "Invoice", "i1@firm");
const std::string answer =
    message("Tom Baker <tom@example.org>", "Re: contract 12", "r12@example", "\xc3\xa9\x80 odd");

instant day(const char* iso) { return *parse_instant(std::string(iso) + "T12:00:00Z"); }

// The bytes found, in the order given, and the answer.
std::vector<std::string> found(message_finder& in, const mailbox_ref& mailbox,
                               const message_criteria& which, outcome& how) {
  std::vector<std::string> out;
  how = in.find(mailbox, which, [&](const stored_message& m) {
    out.push_back(std::string(m.bytes));
    return true;
  });
  if (how.kind == outcome_class::done) {
    EXPECT_EQ(value_of(how.facts, "messages"), std::to_string(out.size()));
  }
  return out;
}

}  // namespace

TEST_P(Connector, FindsTheMessagesThatFitAndNoOthers) {
  auto* finder = world_->finder();
  if (!finder) return;
  const mailbox_ref one = put(1), two = put(2);
  world_->put_message(one, "INBOX", contract, day("2026-03-02"));
  world_->put_message(one, "INBOX", invoice, day("2026-03-05"));
  world_->put_message(one, "Projects", answer, day("2026-04-01"));
  world_->put_message(two, "INBOX", contract, day("2026-03-02"));
  const auto before = world_->bystander(one);
  using all = std::vector<std::string>;
  const std::pair<message_criteria, all> rows[] = {
      {{.from = "ann@firm.example"}, {contract}},
      {{.from = "FIRM.example"}, {contract, invoice}},
      {{.subject = "CONTRACT"}, {contract, answer}},
      {{.folder = "Projects", .subject = "contract"}, {answer}},
      {{.subject = "contract", .since = date{std::chrono::year(2026), std::chrono::month(3),
                                             std::chrono::day(20)}},
       {answer}},
      {{.subject = "contract", .before = date{std::chrono::year(2026), std::chrono::month(3),
                                              std::chrono::day(20)}},
       {contract}},
      {{.message_id = "c12@firm"}, {contract}},
      {{.message_id = "<c12@firm>"}, {contract}},
      {{.message_id = "12@firm"}, {}},
      {{.from = "ann", .subject = "Invoice"}, {}},
      {{.folder = "Nowhere", .subject = "contract"}, {}},
      {{.subject = "x\" ALL \""}, {}},
  };
  for (const auto& [which, wanted] : rows) {
    outcome how;
    EXPECT_EQ(found(*finder, one, which, how), wanted) << which.from << which.subject;
    EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
  }
  EXPECT_EQ(world_->bystander(one), before);
  std::size_t taken = 0;
  finder->find(one, {.from = "firm"}, [&](const stored_message&) { return ++taken, false; });
  EXPECT_EQ(taken, 1u);
}

TEST_P(Connector, FindsNothingForCriteriaThatNameNothingAndMailboxesThatAreNotThere) {
  auto* finder = world_->finder();
  if (!finder) return;
  const mailbox_ref one = put(1);
  const message_criteria nothing[] = {
      {}, {.folder = "INBOX"}, {.since = date{std::chrono::year(2026), std::chrono::month(1),
                                              std::chrono::day(1)}},
      {.subject = "a\r\nt9 DELETE INBOX"}, {.folder = "IN\nBOX", .subject = "a"},
      {.from = std::string("a\0b", 3)}};
  outcome how;
  for (const auto& which : nothing) {
    EXPECT_TRUE(found(*finder, one, which, how).empty());
    EXPECT_EQ(how.kind, outcome_class::invalid) << which.subject;
  }
  mailbox_ref nobody;
  nobody.account = {{999'999, 7}};
  nobody.login = "nobody-999999";
  EXPECT_TRUE(found(*finder, nobody, {.subject = "a"}, how).empty());
  EXPECT_EQ(how.kind, outcome_class::not_found);
}

TEST_P(Connector, DeliversCopiesByteForByteAndOnce) {
  auto* courier = world_->courier();
  if (!courier) return;
  const mailbox_ref one = put(1), two = put(2);
  const std::string inbox = world_->messages_in(one, "INBOX").empty()
                                ? ""
                                : world_->messages_in(one, "INBOX").front();
  const std::vector<message_copy> copies{{contract, day("2026-03-02")},
                                         {answer, day("2026-04-01")},
                                         {contract, day("2026-03-02")}};
  auto first = courier->deliver(one, "Copies 1", {copies.data(), 1});
  EXPECT_EQ(first.kind, outcome_class::done) << first.detail;
  EXPECT_EQ(value_of(first.facts, "delivered"), "1");
  // A repeat after half of it was done: only what is missing is put.
  const auto rest = courier->deliver(one, "Copies 1", copies);
  EXPECT_EQ(rest.kind, outcome_class::done) << rest.detail;
  EXPECT_EQ(value_of(rest.facts, "delivered"), "1");
  const auto again = courier->deliver(one, "Copies 1", copies);
  EXPECT_EQ(value_of(again.facts, "delivered"), "0");
  EXPECT_EQ(value_of(again.facts, "present"), "2");
  std::vector<std::string> wanted{contract, answer};
  std::ranges::sort(wanted);
  EXPECT_EQ(world_->messages_in(one, "Copies 1"), wanted);
  EXPECT_TRUE(world_->messages_in(two, "Copies 1").empty());
  if (!inbox.empty()) EXPECT_EQ(world_->messages_in(one, "INBOX").front(), inbox);
  EXPECT_EQ(courier->deliver(one, "Copies 1", {}).kind, outcome_class::done);
}

TEST_P(Connector, DeliversNothingToMailboxesThatAreNotThere) {
  auto* courier = world_->courier();
  if (!courier) return;
  mailbox_ref nobody;
  nobody.account = {{999'999, 7}};
  nobody.login = "nobody-999999";
  const message_copy copy{contract, day("2026-03-02")};
  EXPECT_EQ(courier->deliver(nobody, "Copies 1", {&copy, 1}).kind, outcome_class::not_found);
}

TEST_P(Connector, SweepsWhatIsOldInOneFolderAndNothingElse) {
  auto* sweeper = world_->sweeper();
  if (!sweeper) return;
  const mailbox_ref one = put(1), two = put(2);
  for (const auto& whose : {one, two}) {
    world_->put_message(whose, "Transitory", contract, day("2026-01-01"));
    world_->put_message(whose, "Transitory", invoice, day("2026-03-01"));
    world_->put_message(whose, "Other", answer, day("2026-01-01"));
  }
  const auto cut = day("2026-02-01");
  const auto counted = sweeper->sweep(one, "Transitory", cut, true);
  EXPECT_EQ(counted.kind, outcome_class::done) << counted.detail;
  EXPECT_EQ(value_of(counted.facts, "messages"), "1");
  EXPECT_EQ(world_->messages_in(one, "Transitory").size(), 2u);
  const auto swept = sweeper->sweep(one, "Transitory", cut, false);
  EXPECT_EQ(swept.kind, outcome_class::done) << swept.detail;
  EXPECT_EQ(value_of(swept.facts, "messages"), "1");
  EXPECT_EQ(world_->messages_in(one, "Transitory"), std::vector<std::string>{invoice});
  EXPECT_EQ(world_->messages_in(one, "Other"), std::vector<std::string>{answer});
  EXPECT_EQ(world_->messages_in(two, "Transitory").size(), 2u);
  EXPECT_EQ(value_of(sweeper->sweep(one, "Transitory", cut, false).facts, "messages"), "0");
  // To the second: a message of the cut itself stays.
  EXPECT_EQ(value_of(sweeper->sweep(one, "Transitory", day("2026-03-01"), true).facts, "messages"),
            "0");
  EXPECT_EQ(value_of(sweeper->sweep(one, "Nowhere", cut, false).facts, "messages"), "0");
  EXPECT_EQ(value_of(sweeper->sweep(one, "*", cut, false).facts, "messages"), "0");
  EXPECT_EQ(world_->messages_in(one, "Other").size(), 1u);
}

}  // namespace tenure::conformance
