#pragma once
// Every use case, as routes: what engine/http/openapi.yaml promises. Handlers read the request, run
// on the engine and write JSON; nothing is decided here.

#include "engine/http/router.hpp"

namespace tenure::service {

class application;

// All routes below, in the order of openapi.yaml.
void add_routes(http::router& to, application& app);

void add_session_routes(http::router& to, application& app);
void add_status_routes(http::router& to, application& app);
void add_hr_routes(http::router& to, application& app);
void add_account_routes(http::router& to, application& app);
void add_erasing_routes(http::router& to, application& app);
void add_hold_routes(http::router& to, application& app);
void add_task_routes(http::router& to, application& app);
void add_case_routes(http::router& to, application& app);
void add_offered_routes(http::router& to, application& app);
void add_evidence_routes(http::router& to, application& app);
void add_notice_routes(http::router& to, application& app);
void add_mailbox_routes(http::router& to, application& app);
void add_designation_routes(http::router& to, application& app);
void add_attestation_routes(http::router& to, application& app);
void add_brake_routes(http::router& to, application& app);
void add_reconcile_routes(http::router& to, application& app);
void add_sweep_routes(http::router& to, application& app);
void add_simulate_routes(http::router& to, application& app);
void add_audit_routes(http::router& to, application& app);
// Needs no store: `tenure audit verify` works on any machine.
void add_verification_route(http::router& to);
// The same route without a store: everything but who of the staff could decide.
void add_policy_check_route(http::router& to);
void add_policy_routes(http::router& to, application& app);
void add_clock_routes(http::router& to, application& app);

}  // namespace tenure::service
