#pragma once
// The token of the session, kept between two commands for one OS user: a file 0600 in a folder
// 0700. Wider rights, another owner or a link: the token may be known to somebody else, so it is
// refused, never repaired in silence.

#include "engine/service/cli/cli.hpp"

#include <filesystem>
#include <string>

namespace tenure::cli {

class session_file final : public session_keeper {
 public:
  // `name` tells services apart; `folder` is made when a token is first kept.
  session_file(std::filesystem::path folder, std::string name)
      : folder_(std::move(folder)), file_(folder_ / name) {}

  // cli.session.exposed: rights, owner or kind of the file or its folder are not as they must be;
  // cli.session.unreadable. No file: an empty token.
  result<std::string> read() override;
  result<void> write(std::string_view token) override;
  void forget() override;

 private:
  std::filesystem::path folder_, file_;
};

}  // namespace tenure::cli
