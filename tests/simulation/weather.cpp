#include "tests/simulation/weather.hpp"

#include <map>
#include <set>

namespace tenure::test {
namespace {

using memory::refuse;

constexpr const char* verbs[] = {"create", "apply", "observe", "remove", "read", "find", "deliver",
                                 "keep", "verify", "destroy", "send", "sweep"};
const memory::fault ways[] = {memory::fail_and_not_persist, memory::fail_but_persist,
                              refuse(outcome_class::transient), memory::throttle(3600),
                              refuse(outcome_class::denied), refuse(outcome_class::conflict),
                              refuse(outcome_class::invalid)};

// What the actors of the workflows need of the connectors.
const std::multimap<std::string, const char*> needs = {
    {"reconcile", "apply"},        {"createMailbox", "create"},   {"archiveMailbox", "keep"},
    {"deleteMailbox", "remove"},   {"deleteEntry", "remove"},     {"noticeToSubject", "send"},
    {"copyMessages", "deliver"},   {"collectEvidence", "keep"},   {"destroyEvidence", "destroy"},
    {"destroyArchive", "destroy"}, {"archiveMailbox", "verify"},
    {"earlierArchive", "destroy"},   {"sweep", "sweep"}};

}  // namespace

void weather::set(const std::string& verb, double share, const memory::fault& how) {
  if (verb == "send") w_.notices.faults().sometimes(verb, share, how);
  else if (verb == "keep" || verb == "verify" || verb == "destroy") {
    w_.shelf.faults().sometimes(verb, share, how);
  } else {
    w_.mail.faults().sometimes(verb, share, how);
  }
  fair_ = fair_ && share == 0;
}

void weather::change() {
  const double shares[] = {0, 0.3, 0.3, 1};
  set(verbs[pick(12)], shares[pick(4)], ways[pick(7)]);
}

void weather::clear() {
  for (const auto* verb : verbs) set(verb, 0, ways[0]);
  fair_ = true;
}

std::vector<std::string> weather::effects_of(const statechart::chart& in) {
  std::set<std::string> out;
  for (const auto& invoke : in.invokes) {
    if (needs.contains(invoke.src)) out.insert(invoke.src);
  }
  return {out.begin(), out.end()};
}

void weather::worsen(const std::string& src) {
  auto [at, end] = needs.equal_range(src);
  auto how = refuse(outcome_class::denied);
  how.persists = src == "createMailbox" && pick(2) == 0;  // something was made all the same
  for (; at != end; ++at) set(at->second, 1, how);
}

void weather::delay(const std::string& src) {
  auto [at, end] = needs.equal_range(src);
  for (; at != end; ++at) set(at->second, 1, refuse(outcome_class::transient));
}

}  // namespace tenure::test
