#pragma once
// From an SMTP conversation that ended to the engine's outcome classes.

#include "engine/model/effect.hpp"

#include <string>

namespace tenure::smtp {

// How far it came. Replies are those of RFC 5321, 4.2.
struct conversation {
  std::string command;     // verb of the last command sent: "MAIL", "RCPT", "AUTH", ...
  std::string reply;       // last line the server sent, printable, at most 200 characters
  int code = 0;            // of that line
  bool data_begun = false;  // the server said 354
  bool data_ended = false;  // the end of the message was sent
  bool answered = false;    // a reply came after the end of the message
  std::string trouble;     // the transport's, empty when it had none
  bool unsafe = false;     // TLS could not be had, or the certificate is not the host's
};

outcome judge(const conversation& talk);

}  // namespace tenure::smtp
