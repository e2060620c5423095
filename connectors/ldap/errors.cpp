#include "connectors/ldap/errors.hpp"

#include <string>
#include <utility>

namespace tenure::ldap {
namespace {

struct row {
  int code;
  outcome_class kind;
  const char* words;
};

using enum outcome_class;

constexpr row table[] = {
    {0, done, "success"},
    {1, transient, "operations error"},
    {2, invalid, "protocol error"},
    {3, throttled, "time limit exceeded"},
    {4, throttled, "size limit exceeded"},
    {7, denied, "authentication method not supported"},
    {8, denied, "stronger authentication required"},
    {10, transient, "referral to another server"},
    {11, throttled, "administrative limit exceeded"},
    {12, invalid, "a critical control is not supported"},
    {13, denied, "confidentiality required"},
    {14, transient, "SASL bind in progress"},
    {16, conflict, "no such attribute"},
    {17, invalid, "undefined attribute type"},
    {18, invalid, "inappropriate matching"},
    {19, conflict, "constraint violation"},
    {20, conflict, "attribute or value exists"},
    {21, invalid, "invalid attribute syntax"},
    {32, not_found, "no such entry"},
    {34, invalid, "invalid DN syntax"},
    {48, denied, "inappropriate authentication"},
    {49, denied, "invalid credentials"},
    {50, denied, "insufficient access rights"},
    {51, throttled, "the server is busy"},
    {52, transient, "the server is unavailable"},
    {53, denied, "the server is unwilling to perform"},
    {54, transient, "loop detected"},
    {64, invalid, "naming violation"},
    {65, invalid, "object class violation"},
    {66, conflict, "not allowed on an entry with children"},
    {67, invalid, "not allowed on the RDN"},
    {68, conflict, "the entry exists already"},
    {69, invalid, "object class changes are not allowed"},
    {71, transient, "several servers would be affected"},
    {80, transient, "other error"},
    {122, conflict, "the entry is not the one meant"},
    {-1, transient, "the server does not answer"},
    {-2, transient, "local error"},
    {-5, transient, "time ran out"},
    {-7, invalid, "bad filter"},
    {-11, transient, "no connection"},
};

const row* find(int code) {
  for (const auto& r : table) {
    if (r.code == code) return &r;
  }
  return nullptr;
}

}  // namespace

outcome_class class_of(int code) {
  const row* found = find(code);
  return found ? found->kind : transient;
}

outcome failure(int code, std::string_view what) {
  const row* found = find(code);
  return said(class_of(code), std::string(what) + ": " + (found ? found->words : "error") + " (" +
                                  std::to_string(code) + ")");
}

outcome said(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

}  // namespace tenure::ldap
