#pragma once
// doveadm over HTTP (Dovecot 2.3): POST /doveadm/v1 with [["command", {parameters}, "tag"], ...].
// Answers carry an exit code and no text; the text is in Dovecot's own log. A missing or unknown
// parameter value ends the worker without an answer, so callers check values before they send.

#include "connectors/dovecot/config.hpp"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tenure::dovecot {

struct command {
  using value = std::variant<std::string, std::vector<std::string>, bool>;
  std::string name;
  std::vector<std::pair<std::string, value>> parameters;
};

struct reply {
  // 0 done; else as sysexits.h: 64 usage, 65 data, 67 no such user, 68 not found, 75 try later,
  // 77 not allowed. -1: Dovecot does not know the command or a parameter.
  int exit = 0;
  std::vector<std::map<std::string, std::string>> rows;
};

struct batch_reply {
  enum class kind {
    answered,
    not_sent,  // no connection: nothing happened
    lost,      // sent, but no (whole) answer came back
    refused,   // the API key is wrong
  };
  kind how = kind::answered;
  std::string trouble;
  std::vector<reply> replies;  // one per command, in order, when answered
};

class doveadm {
 public:
  doveadm(endpoint server, std::string api_key);

  // Sends the commands in as few requests as are sensible (100 commands each); they are carried out
  // in order. At the first request that fails the rest is not sent.
  batch_reply post(const std::vector<command>& commands) const;

 private:
  batch_reply post_some(const command* first, std::size_t count) const;

  endpoint server_;
  std::string authorization_;
};

}  // namespace tenure::dovecot
