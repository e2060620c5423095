#pragma once
// What the commands about cases, grants, tasks, sweeps and erasing ask, a row each.

#include <string>
#include <vector>

namespace tenure::cli {

struct asked_row {
  std::vector<std::string> words;
  std::string method, target, body;
};

inline std::vector<asked_row> with_cases(std::vector<asked_row> all) {
  const std::vector<asked_row> rows{
      {{"case", "offered"}, "GET", "/v1/workflows", ""},
      {{"case", "ask", "restore", "1", "--kind", "read", "--recipient", "2", "--reason", "r"},
       "POST", "/v1/cases",
       R"({"account":"1","kind":"read","reason":"r","recipient":"2","workflow":"restore"})"},
      {{"case", "ask", "restore", "1", "--as-of", "2026-11-01", "--quota", "9", "--answer",
        "why=all = gone", "--answer", "since=2026-10-01"},
       "POST", "/v1/cases",
       R"({"account":"1","asOf":"2026-11-01","quota":"9","workflow":"restore",)"
       R"("answer.since":"2026-10-01","answer.why":"all = gone"})"},
      {{"account", "erase", "1"}, "GET", "/v1/accounts/1/erasure", ""},
      {{"account", "erase", "1", "--digest", "9a", "--reason", "r"}, "POST",
       "/v1/accounts/1/erasure", R"({"digest":"9a","reason":"r"})"},
      {{"sweep", "preview"}, "GET", "/v1/sweep/preview", ""},
      {{"task", "list", "--mine"}, "GET", "/v1/tasks", ""},
      {{"task", "claim", "t"}, "POST", "/v1/tasks/t/claim", "{}"},
      {{"task", "release", "t"}, "POST", "/v1/tasks/t/release", "{}"},
      {{"notice", "list", "--failed", "--case", "c"}, "GET", "/v1/notices", ""},
      {{"notice", "show", "n"}, "GET", "/v1/notices/n", ""},
      {{"notice", "resend", "n", "--reason", "r"}, "POST", "/v1/notices/n/resend",
       R"({"reason":"r"})"},
      {{"attestation", "list", "--kind", "acceptableUse"}, "GET", "/v1/attestations", ""},
      {{"attestation", "record", "policyAwareness", "--person", "1", "--until", "2027-12-31",
        "--evidence", "e"},
       "POST", "/v1/attestations",
       R"({"evidence":"e","kind":"policyAwareness","person":"1","until":"2027-12-31"})"},
      {{"attestation", "withdraw", "a"}, "POST", "/v1/attestations/a/withdraw", "{}"},
      {{"case", "list", "--all"}, "GET", "/v1/cases", ""},
      {{"case", "show", "c"}, "GET", "/v1/cases/c", ""},
      {{"case", "agree", "c", "--reason", "r", "--tell-subject", "false", "--why-not-told", "w"},
       "POST", "/v1/cases/c/answer",
       R"({"approved":"true","notToldBecause":"w","reason":"r","tellSubject":"false"})"},
      {{"case", "refuse", "c", "--reason", "r"}, "POST", "/v1/cases/c/answer",
       R"({"approved":"false","reason":"r"})"},
      {{"case", "ask-back", "c", "--text", "t"}, "POST", "/v1/cases/c/question",
       R"({"text":"t"})"},
      {{"case", "reply", "c", "--text", "t"}, "POST", "/v1/cases/c/reply", R"({"text":"t"})"},
      {{"case", "withdraw", "c", "--reason", "r"}, "POST", "/v1/cases/c/withdraw",
       R"({"reason":"r"})"},
      {{"case", "conclude", "c", "--outcome", "furtherAction"}, "POST", "/v1/cases/c/conclude",
       R"({"outcome":"furtherAction"})"},
      {{"case", "evidence", "c"}, "GET", "/v1/cases/c/evidence", ""},
      {{"case", "collect", "c", "--message-from", "bill", "--messages-since", "2026-10-01"}, "POST",
       "/v1/cases/c/evidence", R"({"messageFrom":"bill","messagesSince":"2026-10-01"})"},
      {{"case", "evidence-export", "c", "2", "--to", "/none/there"}, "POST",
       "/v1/cases/c/evidence/2/reading", "{}"},
      {{"grant", "list", "--account", "1"}, "GET", "/v1/grants", ""},
      {{"grant", "revoke", "g", "--reason", "r", "--yes"}, "POST", "/v1/grants/g/revoke",
       R"({"reason":"r"})"},
      {{"mailbox", "list"}, "GET", "/v1/mailboxes", ""},
      {{"mailbox", "ask", "support", "--unit", "U1", "--display-name", "Support"}, "POST",
       "/v1/mailboxes", R"({"displayName":"Support","name":"support","unit":"U1"})"},
      {{"mailbox", "show", "support"}, "GET", "/v1/mailboxes/support", ""},
      {{"mailbox", "add", "support", "2", "--kind", "full"}, "POST",
       "/v1/mailboxes/support/members", R"({"kind":"full","member":"2"})"},
      {{"mailbox", "remove", "support", "2"}, "DELETE", "/v1/mailboxes/support/members/2", ""},
      {{"mailbox", "close", "support", "--on", "2026-12-31"}, "POST",
       "/v1/mailboxes/support/close", R"({"on":"2026-12-31"})"},
      {{"designation", "list", "--all"}, "GET", "/v1/designations", ""},
      {{"designation", "add", "--of", "1", "--to", "2", "--until", "2026-12-31", "--deputy"},
       "POST", "/v1/designations",
       R"({"deputy":"true","designee":"2","principal":"1","until":"2026-12-31"})"},
      {{"designation", "end", "d"}, "POST", "/v1/designations/d/end", "{}"},
  };
  all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace tenure::cli
