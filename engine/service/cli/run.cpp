#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/coverage.hpp"
#include "engine/service/cli/perform.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>

namespace tenure::cli {
namespace {

constexpr const char* about =
    "Tenure: every mailbox has a beginning, an owner and an end.\n"
    "Asks the running service; without one, works on the store itself.";

constexpr const char* exit_codes =
    "0   done\n"
    "1   refused: a rule or a brake said no\n"
    "2   usage: the command line is wrong\n"
    "3   nothing found\n"
    "4   the world differs: a list changed since its preview, drift, a broken trail\n"
    "5   environment: store, service, files\n"
    "6   held: waits for other people\n"
    "70  a mistake inside Tenure; the message names the incident\n";

// What "hr", "account", ... are, for `tenure --help`.
const std::map<std::string_view, const char*> groups{
    {"hr", "Lists from HR: preview, apply, release"},
    {"account", "Accounts and the events of their lives"},
    {"hold", "Legal holds"},
    {"task", "Tasks for people"},
    {"case", "What people ask for about mailboxes, and who decides"},
    {"grant", "Who has access to others' mailboxes"},
    {"notice", "What people were sent, and what the mail server said"},
    {"mailbox", "Mailboxes of units and groups, their owners and members"},
    {"designation", "Who may decide for whom"},
    {"attestation", "What is on record about people and units"},
    {"brake", "Brakes against mass changes"},
    {"sweep", "Old messages in named folders"},
    {"audit", "The trail: show, export, verify, prove, acknowledge"},
    {"policy", "The organisation's rules"},
    {"clock", "The engine's time (demonstration stores)"},
};

struct parsed {
  options common;
  attributes given;
  const command* chosen = nullptr;
  coverage_options coverage;
  bool serve = false, init = false, demonstration = false, codes = false, covers = false;
};

CLI::App* group_of(CLI::App& root, std::string_view name) {
  auto same = [&](CLI::App* each) { return each->get_name() == name; };
  if (auto known = root.get_subcommands(same); !known.empty()) return known.front();
  auto* made = root.add_subcommand(std::string(name), groups.at(name));
  made->require_subcommand(1);
  made->fallthrough();
  return made;
}

// "--answer ID=TEXT", as often as wanted: given["answer.ID"].
void add_pairs(CLI::App& to, const argument& what, attributes& given) {
  auto key = what.key();
  auto keep = [&given, key](const std::vector<std::string>& pairs) {
    for (const auto& pair : pairs) {
      auto equals = pair.find('=');
      if (equals == std::string::npos || equals == 0) {
        throw CLI::ValidationError("--" + key, "'" + pair + "' is not of the form ID=TEXT");
      }
      given[key + "." + pair.substr(0, equals)] = pair.substr(equals + 1);
    }
  };
  auto blank = what.name.find(' ');
  to.add_option_function<std::vector<std::string>>(std::string(what.name.substr(0, blank)), keep,
                                                   std::string(what.help))
      ->type_name(std::string(what.name.substr(blank + 1)))
      ->type_size(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_argument(CLI::App& to, const argument& what, attributes& given) {
  auto key = what.key();
  std::string name(what.name);
  auto blank = name.find(' ');
  CLI::Option* option = nullptr;
  if (name.find('=') != std::string::npos) return add_pairs(to, what, given);
  if (!what.positional() && blank == std::string::npos) {
    to.add_flag_callback(name, [&given, key] { given[key] = "true"; }, std::string(what.help));
    return;
  }
  auto keep = [&given, key](const std::string& value) { given[key] = value; };
  option = to.add_option_function<std::string>(name.substr(0, blank), keep, std::string(what.help));
  option->type_name(blank == std::string::npos ? "" : name.substr(blank + 1));
  option->required(what.required);
  if (what.choices.empty()) return;
  option->check(CLI::IsMember(std::vector<std::string>(what.choices.begin(), what.choices.end())));
}

void add_command(CLI::App& root, const command& what, parsed& into) {
  auto blank = what.name.find(' ');
  bool grouped = blank != std::string_view::npos;
  auto& parent = grouped ? *group_of(root, what.name.substr(0, blank)) : root;
  auto* made = parent.add_subcommand(std::string(grouped ? what.name.substr(blank + 1) : what.name),
                                     std::string(what.summary));
  made->footer("\n" + std::string(what.manual));
  made->fallthrough();
  for (const auto& each : what.arguments) add_argument(*made, each, into.given);
  made->callback([&into, &what] { into.chosen = &what; });
}

void add_common(CLI::App& root, options& to) {
  root.add_option("--config", to.config,
                  "Configuration (./tenure.yaml, then /etc/tenure/tenure.yaml)")
      ->type_name("FILE");
  root.add_option("--store", to.store, "Store to work on, instead of the configured one")
      ->type_name("URL");
  root.add_option("--socket", to.socket, "The service's socket, instead of the configured one")
      ->type_name("PATH");
  root.add_option("--as", to.as, "Act under this name without proof; demonstration stores only")
      ->type_name("NAME");
  root.add_flag("--json", to.json, "Print the answer's JSON as it is");
  root.add_flag("--yes", to.yes, "Do not ask, do it");
}

void add_coverage(CLI::App& root, parsed& into) {
  auto* made = root.add_subcommand("coverage", "Say which rules of the policies are kept");
  made->footer("\nReads the catalogue of rules, the rows and marked tests of a checkout, and what\n"
               "came of them in a run of the tests. Nothing counts that did not run. Exit code 4\n"
               "when something failed or did not run. Needs no store and no service.\n\n"
               "Examples:\n  tenure coverage --json\n"
               "  tenure coverage --results build/dev/results --to COVERAGE.md\n");
  auto& to = into.coverage;
  made->add_option("--source", to.source, "The checkout (default: here)")->type_name("FOLDER");
  made->add_option("--results", to.results, "Reports of tests/run (default: build/dev/results)")
      ->type_name("FOLDER");
  made->add_option("--to", to.to, "Write there instead of the terminal")->type_name("FILE");
  made->fallthrough();
  made->callback([&into] { into.covers = true; });
}

void add_own_commands(CLI::App& root, parsed& into) {
  auto* serve = root.add_subcommand("serve", "Run the service in the foreground");
  serve->footer("\nStops cleanly on SIGTERM and SIGINT. Refuses a store that is not there:\n"
                "tenure init makes one.\n\nExample:\n"
                "  tenure serve --config /etc/tenure/tenure.yaml\n");
  serve->fallthrough();
  serve->callback([&into] { into.serve = true; });
  auto* init = root.add_subcommand("init", "Make a new store for one organisation");
  init->footer("\nRefuses a store that exists.\n\nExample:\n"
               "  tenure init --store sqlite:demo.db --demonstration\n");
  init->add_flag("--demonstration", into.demonstration,
                 "Its clock can be moved and --as is honoured; never for real mailboxes");
  init->fallthrough();
  init->callback([&into] { into.init = true; });
  auto* help = root.add_subcommand("help", "More help: exit-codes");
  help->require_subcommand(1);
  help->add_subcommand("exit-codes", "What the exit codes mean")->callback([&into] {
    into.codes = true;
  });
}

// nullopt: go on; otherwise help was printed or the command line is wrong.
std::optional<int> parse(CLI::App& root, int argc, const char* const* argv, environment& around) {
  try {
    root.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return root.exit(error, *around.out, *around.err);
    *around.err << "tenure: " << printable(error.what()) << '\n';
    *around.err << "`tenure --help` and `tenure COMMAND --help` say more.\n";
    return usage;
  }
}

}  // namespace

int run(int argc, const char* const* argv, environment& around) {
  parsed into;
  CLI::App root(about, "tenure");
  root.require_subcommand(1);
  root.set_version_flag("--version", "tenure 0.1.0");
  root.footer("\n`tenure COMMAND --help` explains each command; `tenure help exit-codes` the exit "
              "codes.");
  add_common(root, into.common);
  add_own_commands(root, into);
  add_coverage(root, into);
  for (const auto* each : all_commands()) add_command(root, *each, into);
  if (auto ended = parse(root, argc, argv, around)) return *ended;

  if (into.codes) {
    *around.out << exit_codes;
    return done;
  }
  if (!into.common.as.empty()) {
    *around.err << "tenure: acting as \"" << printable(into.common.as)
                << "\" without proof; only a demonstration store allows that\n";
  }
  if (into.covers) return show_coverage(into.coverage, into.common.json, around);
  if (into.serve) return around.serve(into.common);
  if (into.init) return around.init(into.common, into.demonstration);
  into.common.needs_store = into.chosen->needs_store;
  into.common.does_without_store = into.chosen->does_without_store;
  into.common.despite_trail = into.chosen->despite_trail;
  return perform(*into.chosen, into.given, into.common, around);
}

}  // namespace tenure::cli
