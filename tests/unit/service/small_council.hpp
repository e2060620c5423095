#pragma once
// The whole service in this process, with mailboxes in memory and no server: an application on a
// store in a temporary folder, asked through its router as the socket and the command line do.

#include "connectors/memory/sign_in.hpp"
#include "engine/service/application.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>

namespace tenure::service {

struct council_options {
  bool demonstration = true;
  role_map roles = {};
  std::filesystem::path policy_pack = {};  // empty: the council's
  std::uint16_t smtp_port = 0;  // of a server on this machine that takes notices; 0: there is none
};

class small_council {
 public:
  explicit small_council(council_options how = {});
  ~small_council() { close(); }

  // Throws std::runtime_error with the refusal.
  void open();
  void close();  // publishes the trail and lets go of the store
  result<std::unique_ptr<application>> try_open(bool check_trail = true);

  // Answers after everything that the request set in motion is done. On a demonstration store `as`
  // is "ann" unless told otherwise; `token` is a session's.
  http::response ask(std::string method, std::string path, std::string body = "",
                     std::string as = "", attributes query = {}, std::string token = "",
               std::int64_t uid = 1000);
  // The same, for an answer below 300; throws std::runtime_error with any other.
  boost::json::object get(const std::string& path, attributes query = {});
  boost::json::object post(const std::string& path, const std::string& body,
                           const std::string& as = "");
  // The lists of config/sample for 7 January 2030, where the demonstration clock is then set to.
  void make_lists();
  // Previews and applies lists/KIND.csv; gives the preview.
  boost::json::object apply(const std::string& kind);
  // The accounts in use, in the order of the list; and one of them by its place there.
  boost::json::array in_use();
  boost::json::object active(std::size_t nth) { return in_use().at(nth).as_object(); }
  std::string list(const std::string& name) const { return (folder / "lists" / name).string(); }

  const server_config& config() const { return config_; }

  support::temp_folder folder{"service"};
  std::unique_ptr<application> app;
  memory::people_book* directory = nullptr;  // whom the application believes; empty when it opens

 private:
  server_config config_;
  bool demonstration_;
};

// {"a":"b",...}
std::string body(std::initializer_list<std::pair<std::string_view, std::string_view>> members);
// "/v1/accounts/ID" of an account as it was shown.
std::string path_of(const boost::json::object& account);
// The code of a refusal, "" of anything else.
std::string code_of(const http::response& answer);

}  // namespace tenure::service
