#pragma once
// The table of use cases. Each is one route with one handler; the socket's server and the command
// line without a service both hand their requests to the same router, so that there is exactly one
// implementation of everything. See engine/decisions/0009-one-router.md.

#include "engine/http/message.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::http {

// Synchronous, may block, called from any thread the transport runs it on.
using handler = std::function<result<response>(const request&)>;

// Looks at every request that has a route before its handler does, and may change who asks.
using admission = std::function<result<void>(request&)>;

// Told what a handler threw; answers the incident id that the asker is given instead of it.
using incident_log = std::function<std::string(const request&, std::string_view what)>;

struct route {
  std::string method;
  std::string pattern;  // "/v1/accounts/{account}"
  std::string summary;
};

class router {
 public:
  // `{name}` takes exactly one segment, never an empty one; where a literal segment fits too, the
  // literal wins. The same method and pattern twice throws std::logic_error.
  void add(std::string_view method, std::string_view pattern, handler what,
           std::string_view summary);
  void admit_with(admission check);
  void log_incidents_with(incident_log log);

  // Never throws. 404 request.path.not_found, 405 request.method.denied with Allow, a refusal as
  // its problem(), environment_lost as 503 environment.lost, any other exception as 500
  // internal.incident with the incident's id and nothing of its text.
  response handle(request what) const;

  // In the order they were added.
  std::vector<route> routes() const;

 private:
  struct entry {
    route shown;
    std::vector<std::string> segments;
    handler what;
  };
  response run(const entry& found, request& what) const;

  std::vector<entry> entries_;
  admission admission_;
  incident_log incident_log_;
};

}  // namespace tenure::http
