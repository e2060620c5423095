// tenure notice: what people were sent, and what the mail server said to it.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_list(const attributes& given) {
  return get("/v1/notices", query_of(given, {"account", "case", "failed", "limit"}));
}
result<http::request> ask_show(const attributes& given) {
  return get(http::path_of({"v1", "notices", given.at("notice")}));
}
result<http::request> ask_resend(const attributes& given) {
  return post(http::path_of({"v1", "notices", given.at("notice"), "resend"}),
              body_of(given, {"reason"}));
}

std::string whom(const json::value& of) {
  auto address = text(of, "address");
  if (flag(of, "erased")) return "erased";
  return address.empty() ? text(of, "to") : address;
}

std::string delivery(const json::value& of) {
  auto attempts = text(of, "attempts");
  auto tried = attempts.empty() || attempts == "0" ? "" : ", tried " + attempts + " times";
  return text(of, "delivery") + tried;
}

int show_list(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& n : list(body, "notices")) {
    rows.push_back({text(n, "id"), text(n, "at"), text(n, "template"), whom(n), delivery(n),
                    text(n, "answer")});
  }
  if (rows.empty()) to.line("No notice.");
  if (!rows.empty()) to.table({"NOTICE", "AT", "TEMPLATE", "TO", "DELIVERY", "ANSWER"}, rows);
  return done;
}

void show_text(const json::value& body, screen& to) {
  to.line("");
  if (flag(body, "erased")) {
    return to.line("What it said was erased.");
  }
  if (text(body, "text").empty()) return to.line("What it said is not known: it was not sent.");
  to.line(flag(body, "asSent") ? "As it was sent:"
                               : "The organisation's text has changed since; now it would say:");
  to.line("");
  to.line("Subject: " + text(body, "subject"));
  to.line("");
  to.line(text(body, "text"));
}

int show_one(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Notice", text(body, "id")},
             {"At", text(body, "at")},
             {"Template", text(body, "template")},
             {"About", text(body, "account")},
             {"Case", text(body, "case")},
             {"For", text(body, "to")},
             {"Address", text(body, "address")},
             {"Delivery", delivery(body)},
             {"Answer", text(body, "answer")},
             {"Next attempt", text(body, "nextAttempt")},
             {"Once more of", text(body, "resendOf")},
             {"Entry", text(body, "entry")}});
  if (text(body, "nextAttempt").empty()) show_text(body, to);
  return done;
}

const argument which{
    "NOTICE", "Its id, from `tenure notice list`, or a message's Message-ID before the @", true};

const command commands[] = {
    {"notice list", "List notices: to whom, and what became of them",
     "What is still to be sent first, then the newest. `accepted`: the mail server took it, with\n"
     "its answer; `refused`: it would not; `not sent`: there was nobody to send it to, or no\n"
     "text; `waiting`: it is tried again by itself.\n\n"
     "Example:\n  tenure notice list --failed\n  tenure notice list --account jane.smith\n",
     {{"--account ACCOUNT", "Only about this mailbox"},
      {"--case CASE", "Only about this case"},
      {"--failed", "Only those that did not get through"},
      {"--limit N", "At most so many (default: 100)"}},
     ask_list, show_list},
    {"notice show", "Show a notice with its text",
     "The text is made again from what the trail keeps of it, and compared with a digest of what\n"
     "was sent.\n\n"
     "Example:\n  tenure notice show 1f0c...\n",
     {which}, ask_show, show_one},
    {"notice resend", "Send a notice once more",
     "With the same words, to the same person, where they read mail now. Not to somebody who may\n"
     "no longer be told of it, and not while it is still being tried. Who asked and why is in the\n"
     "trail.\n\n"
     "Example:\n  tenure notice resend 1f0c... --reason 'their address was wrong until today'\n",
     {which, {"--reason TEXT", "Why; kept in the trail", true}}, ask_resend, show_one},
};

}  // namespace

std::span<const command> notice_commands() { return commands; }

}  // namespace tenure::cli
