#include "engine/service/cli/perform.hpp"

#include "engine/service/cli/fields.hpp"
#include "engine/service/cli/password.hpp"

#include <string.h>

#include <charconv>

namespace tenure::cli {
namespace {

void complain(environment& around, std::string_view message, std::string_view place,
              std::string_view rule, std::string_view way_out) {
  screen to(*around.err, around.err_is_tty ? around.width : 0, false);
  std::string sentence = "tenure: ";
  if (!place.empty()) sentence += std::string(place) + ": ";
  sentence += message;
  if (!rule.empty()) sentence += " (" + std::string(rule) + ")";
  to.line(sentence);
  if (!way_out.empty()) to.line("  " + std::string(way_out));
}

void complain(environment& around, const refusal& why) {
  complain(around, why.message, why.place, why.rule, why.way_out);
}

int exit_code_of_refusal(const refusal& why) {
  for (const char* gone : {"client.", "server.", "store."}) {
    if (why.code.starts_with(gone)) return environment_gone;
  }
  if (why.code.starts_with("cli.") || why.code.starts_with("config.")) return usage;
  return exit_code_of(http::status_of(why));
}

// Asks on the terminal; without one, --yes is needed.
bool agreed(const command& what, const options& common, environment& around) {
  if (what.question.empty() || common.yes) return true;
  if (around.in == nullptr) {
    complain(around, "Nobody can be asked here: \"" + std::string(what.question) + "\"", "", "",
             "Repeat with --yes if you mean it.");
    return false;
  }
  *around.err << what.question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(*around.in, answer);
  if (answer == "y" || answer == "yes") return true;
  complain(around, "Not done", "", "", "");
  return false;
}

// One line on the terminal, written over and over.
class progress_line {
 public:
  explicit progress_line(environment& around) : around_(around) {}
  ~progress_line() { put(""); }
  void show(const http::progress& so_far) {
    std::string line = so_far.what;
    if (so_far.done > 0 || so_far.total > 0) line += " " + std::to_string(so_far.done);
    if (so_far.total > 0) line += " of " + std::to_string(so_far.total);
    auto room = around_.width > 20 ? around_.width - 1 : 79;
    put(wrap(printable(line), room).front());
  }

 private:
  void put(const std::string& line) {
    if (!around_.err_is_tty || (line.empty() && !shown_)) return;
    *around_.err << '\r' << line << "\x1b[K" << std::flush;
    if (line.empty()) *around_.err << '\r' << std::flush;
    shown_ = !line.empty();
  }
  environment& around_;
  bool shown_ = false;
};

result<http::response> send(dispatcher& to, http::request what, environment& around) {
  progress_line line(around);
  what.report = [&](const http::progress& so_far) { line.show(so_far); };
  return to.send(what);
}

int show_problem(const http::response& answer, environment& around) {
  boost::system::error_code bad;
  auto body = json::parse(answer.body, bad);
  if (bad || text(body, "message").empty()) {
    complain(around, "The service answered " + std::to_string(answer.status), "", "", "");
  } else {
    complain(around, text(body, "message"), text(body, "place"), text(body, "rule"),
             text(body, "wayOut"));
  }
  return exit_code_of(answer.status);
}

int show(const command& what, const attributes& given, const http::response& answer,
         environment& around, bool as_json) {
  if (as_json) *around.out << answer.body << '\n';
  if (answer.status >= 300) return show_problem(answer, around);
  boost::system::error_code bad;
  auto body = json::parse(answer.body, bad);
  if (bad) {
    complain(around, "The answer is no JSON", "", "", "");
    return internal;
  }
  // The exit code is the same with --json: it comes from the same reading of the body.
  std::ostream nowhere(nullptr);
  screen to(as_json ? nowhere : *around.out, around.width, around.colour);
  int code = what.show(body, given, to);
  if (!around.out->flush()) {
    complain(around, "The output could not be written", "", "", "");
    return environment_gone;
  }
  return code;
}

void wipe(std::string& text) { ::explicit_bzero(text.data(), text.size()); }

result<std::string> password_for(const attributes& given, environment& around) {
  auto login = given.at("login");
  auto number = value_of(given, "password-fd");
  if (number.empty()) return around.password(login, std::nullopt);
  int fd = -1;
  auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), fd);
  if (error != std::errc() || stop != number.data() + number.size() || fd < 0) {
    return refusal{"cli.argument.malformed", std::string(number) + " is no file descriptor",
                   "--password-fd", "", "Write a number: --password-fd 3 3< FILE"};
  }
  return around.password(login, fd);
}

result<http::request> request_of(const command& what, const attributes& given,
                                 environment& around) {
  if (what.session != session_use::begins) return what.ask(given);
  auto secret = password_for(given, around);
  if (!secret) return secret.error();
  auto with_it = given;
  auto& kept = with_it["password"] = std::move(*secret);
  auto out = what.ask(with_it);
  wipe(kept);
  return out;
}

// A session that somebody else may know is not used; the refusal that follows says what to do.
std::string kept_token(session_keeper& keeper, environment& around) {
  auto token = keeper.read();
  if (token) return *token;
  complain(around, token.error());
  return "";
}

// The token goes to the keeper and nowhere else, --json included.
result<void> keep_token(http::response& answer, session_keeper* keeper) {
  boost::system::error_code bad;
  auto body = json::parse(answer.body, bad);
  if (bad || !body.is_object()) return {};
  auto token = text(body, "token");
  body.as_object().stable_erase("token");
  wipe(answer.body);
  answer.body = json::serialize(body);
  if (keeper != nullptr) return keeper->write(token);
  return refusal{"cli.session.unreadable", "there is no folder to keep the session in", "", "",
                 "Set HOME or XDG_RUNTIME_DIR to an absolute path"};
}

}  // namespace

int exit_code_of(int status) {
  if (status < 300) return done;
  if (status == 403 || status == 413 || status == 422) return refused;
  if (status == 400 || status == 405) return usage;
  if (status == 404) return nothing;
  if (status == 409) return differs;
  if (status == 423) return held;
  return status == 503 ? environment_gone : internal;
}

result<std::string> environment::password(const std::string& login,
                                          std::optional<int> descriptor) {
  if (descriptor) return password_from(*descriptor);
  return password_from_terminal("Password of " + printable(login) + ": ");
}

int perform(const command& what, const attributes& given, const options& common,
            environment& around) {
  auto wanted = request_of(what, given, around);
  if (!wanted) {
    complain(around, wanted.error());
    return exit_code_of_refusal(wanted.error());
  }
  if (!agreed(what, common, around)) return around.in == nullptr ? usage : refused;
  auto to = around.open_dispatcher(common);
  if (!to) {
    complain(around, to.error());
    return exit_code_of_refusal(to.error());
  }
  wanted->as = common.as;
  auto keeper = what.needs_store ? around.session_of(common) : nullptr;
  if (keeper && common.as.empty()) wanted->token = kept_token(*keeper, around);
  auto answer = send(**to, std::move(*wanted), around);
  if (keeper && what.session == session_use::ends) keeper->forget();
  if (!answer) {
    complain(around, answer.error());
    return exit_code_of_refusal(answer.error());
  }
  if (what.session == session_use::begins && answer->status < 300) {
    if (auto kept = keep_token(*answer, keeper.get()); !kept) {
      complain(around, kept.error());
      return environment_gone;
    }
  }
  return show(what, given, *answer, around, common.json);
}

}  // namespace tenure::cli
