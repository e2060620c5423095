#pragma once
// A council of two: Jane, whose account ended years ago, and a Data Protection Officer.

#include "tests/unit/service/small_council.hpp"

#include <functional>
#include <string>

namespace tenure::service {

struct erasing_office {
  // "1" Jane Smith; "900" and "1" hold the DPO's office; "3" HR, "4" operator, "5" helpdesk, "6"
  // auditor, "7" administrator.
  erasing_office();

  void write(const std::function<void(flow::line&)>& what);
  account load();
  std::int64_t values_left();  // of Jane's, in the trail

  http::response preview() { return council.ask("GET", path); }
  std::string digest();
  http::response erase(const std::string& by, const std::string& of_digest,
                       const std::string& why = reason);

  static constexpr const char* reason = "request 2026-17";
  static constexpr account_id jane{{0, 9}};
  static constexpr case_id matter{{0, 77}};  // named in Jane's entries, stored by who needs it
  static case_file case_about_jane();        // closed

  const std::string path = "/v1/accounts/" + jane.text() + "/erasure";
  small_council council{{.demonstration = true,
                         .roles = {{"dpo", {.hr_numbers = {"900", "1"}}},
                                   {"helpdesk", {.hr_numbers = {"5"}}},
                                   {"hrOfficer", {.hr_numbers = {"3"}}},
                                   {"operator", {.hr_numbers = {"4"}}},
                                   {"auditor", {.hr_numbers = {"6"}}},
                                   {"administrator", {.hr_numbers = {"7"}}}}}};
};

}  // namespace tenure::service
