#include "connectors/smtp/config.hpp"

#include "connectors/common/host.hpp"
#include "connectors/common/settings.hpp"
#include "connectors/smtp/message.hpp"

namespace tenure::smtp {

result<config> parse_config(std::string_view yaml, const std::string& place) {
  auto tree = parse_yaml(std::string(yaml), place);
  if (!tree) return tree.error();
  connectors::settings from(*tree, place);
  config out;
  out.host = from.text("host");
  out.port = static_cast<std::uint16_t>(from.number("port", 587, 1, 65535));
  const std::string level = from.text("security", "starttls");
  out.security = level == "tls"    ? security::tls
                 : level == "none" ? security::none
                                   : security::starttls;
  if (level != "tls" && level != "none" && level != "starttls") {
    from.refuse("config.security", "`security` is starttls, tls or none", "security");
  }
  if (out.security == security::none && !connectors::is_this_machine(out.host)) {
    from.refuse("config.tls_needed", "only this machine itself is spoken to without TLS",
                "security");
  }
  out.from = from.text("from");
  out.from_name = from.text("fromName", "");
  if (!good_address(out.from) || !good_field(out.from_name)) {
    from.refuse("config.address", "`from` is an address, `fromName` one line of text", "from");
  }
  out.user = from.text("user", "");
  out.password_file = from.text("passwordFile", "");
  if (out.user.empty() != out.password_file.empty()) {
    from.refuse("config.missing", "`user` and `passwordFile` belong together", "user");
  }
  out.ca_file = from.text("caFile", "");
  out.timeout = std::chrono::seconds(from.number("timeoutSeconds", 60, 1, 600));
  if (auto why = from.finish()) return *why;
  return out;
}

}  // namespace tenure::smtp
