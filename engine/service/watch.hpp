#pragma once
// What the service looks at from time to time by itself: who fills an office by a group, whether
// mailboxes are as they should be, whether mail in them is older than the pack allows.

#include "engine/service/application.hpp"

#include <iosfwd>
#include <stop_token>

namespace tenure::service {

// Until stopped; a lost store or system is said on `err` and tried again.
void watch_systems(application& app, std::ostream& err, std::stop_token stopped);
// The same for old mail, on a thread of its own: a look into every mailbox takes its time, and who
// fills an office must not wait for it.
void watch_old_mail(application& app, std::ostream& err, std::stop_token stopped);

}  // namespace tenure::service
