#include "connectors/dovecot/config.hpp"

#include "connectors/common/host.hpp"
#include "connectors/common/settings.hpp"

namespace tenure::dovecot {
namespace {

endpoint read_endpoint(connectors::settings& from, const config& all, std::int64_t port) {
  endpoint out = all.doveadm;  // what both share: ca_file, timeout
  out.host = from.text("host");
  out.port = static_cast<std::uint16_t>(from.number("port", port, 1, 65535));
  out.tls = from.flag("tls", true);
  if (!out.tls && !connectors::is_this_machine(out.host)) {
    from.refuse("config.tls_needed", "only this machine itself is spoken to without TLS", "tls");
  }
  return out;
}

}  // namespace

result<config> parse_config(std::string_view yaml, const std::string& place) {
  auto tree = parse_yaml(std::string(yaml), place);
  if (!tree) return tree.error();
  connectors::settings from(*tree, place);
  config out;
  out.doveadm.ca_file = from.text("caFile", "");
  out.doveadm.timeout = std::chrono::seconds(from.number("timeoutSeconds", 30, 1, 600));
  out.forward_keeps_copy = from.flag("forwardKeepsCopy", true);
  out.largest_message =
      static_cast<std::uint64_t>(from.number("largestMessageMegabytes", 256, 1, 2047)) << 20;

  connectors::settings imap(from.node("imap"), place);
  out.imap = read_endpoint(imap, out, 993);
  out.master_user = imap.text("masterUser");
  out.master_password_file = imap.text("masterPasswordFile");
  connectors::settings doveadm(from.node("doveadm"), place);
  out.doveadm = read_endpoint(doveadm, out, 8080);
  out.api_key_file = doveadm.text("apiKeyFile");

  if (auto why = from.finish()) return *why;
  if (auto why = doveadm.finish()) return *why;
  if (auto why = imap.finish()) return *why;
  return out;
}

}  // namespace tenure::dovecot
