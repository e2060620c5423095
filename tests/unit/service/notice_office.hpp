#pragma once
// A service with a real mail server behind it, a mailbox, and people around it: what the tests of
// notices start from.

#include "tests/support/smtp_sink.hpp"
#include "tests/unit/service/small_council.hpp"

#include <string>

namespace tenure::service {

struct notice_office {
  // "1" Jane, whose mailbox it is; "2" Ada, her line manager; "3" Tom; "5" helpdesk; "6" auditor;
  // "7" runs the mail system.
  notice_office();

  // Puts a notice about Jane's mailbox into the outbox, as a workflow does, and waits for it.
  std::string send(const std::string& name, const std::string& to, attributes more = {});
  http::response resend(const std::string& which, const std::string& by = "5",
                        const std::string& reason = "the address was wrong");
  boost::json::array list(attributes query = {});
  boost::json::object show(const std::string& which) { return council.get("/v1/notices/" + which); }
  void write(const std::function<void(flow::line&)>& what);
  void set_contact(const std::string& address);
  void set_manager(const std::string& who);

  support::smtp_sink sink;
  small_council council{{.demonstration = true,
                         .roles = {{"helpdesk", {.hr_numbers = {"5"}}},
                                   {"auditor", {.hr_numbers = {"6"}}},
                                   {"administrator", {.hr_numbers = {"7"}}}},
                         .smtp_port = sink.port()}};
  const account_id jane{{0, 9}};

 private:
  std::uint64_t sent_ = 0;
};

// The member as text, "" when it is missing.
std::string said(const boost::json::object& of, std::string_view name);

}  // namespace tenure::service
