#include "engine/service/config.hpp"

#include "engine/model/yaml.hpp"
#include "engine/service/holds_secret.hpp"
#include "engine/service/read_roles.hpp"
#include "engine/service/suggest.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

namespace tenure::service {
namespace {

using node_reader = std::function<void(const yaml_node&, const std::string& path)>;
struct field {
  std::string_view name;
  bool required;
  node_reader read;
};

class reader {
 public:
  explicit reader(std::filesystem::path file) : folder_(file.parent_path()), name_(file.string()) {}

  void complain(int line, const std::string& path, const std::string& what,
                const std::string& way_out) {
    mistakes_ += (mistakes_.empty() ? "" : "\n") + name_ + ":" + std::to_string(line) + ": " +
                 (path.empty() ? "" : path + ": ") + what + ". " + way_out;
  }

  void map(const yaml_node& from, const std::string& path, const std::vector<field>& fields) {
    if (!from.map()) return complain(from.line, path, "is no map", "Write `name: value` lines.");
    std::vector<std::string_view> known;
    for (const auto& f : fields) known.push_back(f.name);
    for (const auto& item : from.items) {
      auto f = std::ranges::find(fields, std::string_view(item.key), &field::name);
      auto at = path.empty() ? item.key : path + "." + item.key;
      if (f != fields.end()) {
        f->read(item, at);
      } else if (!refuse_secret(item, at)) {
        complain(item.line, at, "is not known", did_you_mean(item.key, known));
      }
    }
    for (const auto& f : fields) {
      if (f.required && from.find(f.name) == nullptr) {
        complain(from.line, path, std::string(f.name) + " is missing",
                 "config/server.yaml shows it.");
      }
    }
  }

  node_reader text(std::string& to) {
    return [this, &to](const yaml_node& from, const std::string& path) {
      if (!from.scalar() || from.text.empty()) {
        return complain(from.line, path, "is no text", "Write one value.");
      }
      to = from.text;
    };
  }

  node_reader path(std::filesystem::path& to) {
    return [this, &to](const yaml_node& from, const std::string& path) {
      std::string given;
      text(given)(from, path);
      if (!given.empty()) to = absolute(given);
    };
  }

  node_reader number(std::int64_t& to, std::int64_t least, std::int64_t most) {
    return [=, this, &to](const yaml_node& from, const std::string& path) {
      std::int64_t value = 0;
      auto end = from.text.data() + from.text.size();
      auto [stop, error] = std::from_chars(from.text.data(), end, value);
      bool plain = from.scalar() && !from.text.empty() && error == std::errc() && stop == end &&
                   (from.text == "0" || from.text.front() != '0');
      if (plain && value >= least && value <= most) {
        to = value;
        return;
      }
      complain(from.line, path, "is no number that fits",
               "Write " + std::to_string(least) + " to " + std::to_string(most) + ".");
    };
  }

  node_reader wait(period& to) {
    return [this, &to](const yaml_node& from, const std::string& path) {
      auto value = parse_period(from.text);
      if (from.scalar() && value && value->months == 0 && !value->zero()) {
        to = *value;
        return;
      }
      complain(from.line, path, "is no length of time", "Write it as PT30S, PT15M or P1D.");
    };
  }

  node_reader key_and_folder(folder_and_key& to) {
    return [this, &to](const yaml_node& from, const std::string& at) {
      map(from, at, {{"folder", true, path(to.folder)}, {"keyFile", true, path(to.key_file)}});
    };
  }

  node_reader store(std::string& to) {
    return [this, &to](const yaml_node& from, const std::string& path) {
      std::string url;
      text(url)(from, path);
      if (url.empty()) return;
      if (url.starts_with("sqlite:") && url.size() > 7) {
        to = "sqlite://" + absolute(url.substr(7)).string();
      } else if (url.starts_with("postgresql://") && !refuse_password(from, path, url)) {
        to = url;
      } else if (!url.starts_with("postgresql://")) {
        complain(from.line, path, "is no store",
                 "Write sqlite:FILE or postgresql://HOST/DATABASE.");
      }
    };
  }

  node_reader roles(role_map& to) {
    return [this, &to](const yaml_node& from, const std::string& path) {
      read_roles(from, path, to, [this](auto&&... said) { complain(said...); });
    };
  }

  node_reader reading(reading_rule& to) {
    return [this, &to](const yaml_node& from, const std::string& path) {
      if (from.text == "anybody" || from.text == "roles") {
        to = from.text == "roles" ? reading_rule::roles : reading_rule::anybody;
        return;
      }
      complain(from.line, path, "says not who may read", "Write anybody or roles.");
    };
  }

  // Each connector knows its own keys; here only secrets are looked for, however deep.
  node_reader connectors(std::vector<connector_config>& to, const std::vector<std::string>& lines) {
    return [this, &to, &lines](const yaml_node& from, const std::string& path) {
      std::vector<field> known;
      for (std::string_view name : {"memory", "ldap", "dovecot", "smtp"}) {
        known.push_back({name, false, [&](const yaml_node& item, const std::string& at) {
          refuse_secrets_in(item, at);
          to.push_back(connector_part(item, lines));
        }});
      }
      map(from, path, known);
      if (from.map() && from.items.empty()) {
        complain(from.line, path, "names no connector", "Name at least one, `memory: {}` will do.");
      }
    };
  }

  std::string mistakes() const { return mistakes_; }

 private:
  std::filesystem::path absolute(const std::string& given) const {
    return std::filesystem::absolute(folder_ / given).lexically_normal();
  }

  bool refuse_secret(const yaml_node& item, const std::string& path) {
    if (!holds_secret(item.key)) return false;
    complain(item.line, path, "would put a secret into the configuration",
             "Put it into a file that only the service reads, and write " + item.key +
                 "File: PATH.");
    return true;
  }

  void refuse_secrets_in(const yaml_node& from, const std::string& path) {
    for (const auto& item : from.items) {
      auto at = item.key.empty() ? path : path + "." + item.key;
      refuse_secret(item, at);
      refuse_secrets_in(item, at);
    }
  }

  bool refuse_password(const yaml_node& from, const std::string& path, const std::string& url) {
    auto authority = url.substr(13, url.find('/', 13) - 13);
    auto at = authority.rfind('@');
    auto user = authority.substr(0, at == authority.npos ? 0 : at);
    bool has = user.find(':') != user.npos || url.find("password=") != url.npos;
    if (has) {
      complain(from.line, path, "would put a password into the configuration",
               "Put it into a libpq password file and write ?passfile=PATH.");
    }
    return has;
  }

  // The lines of the file that belong to `item`, as a document of their own: all that stands
  // deeper than its key, or what follows the key on its line.
  static connector_config connector_part(const yaml_node& item,
                                         const std::vector<std::string>& lines) {
    connector_config out{item.key, "", item.line + 1};
    auto key_at = key_line(item, lines);
    const auto& head = lines[key_at];
    auto after = head.substr(head.find(item.key) + item.key.size());
    after = after.substr(std::min(after.size(), after.find(':') + 1));
    auto start = after.find_first_not_of(' ');
    if (start != after.npos && after[start] != '#') {
      out.yaml = after.substr(start) + "\n";
      out.first_line = static_cast<int>(key_at) + 1;
      return out;
    }
    auto depth = head.find_first_not_of(' ');
    out.first_line = static_cast<int>(key_at) + 2;
    for (auto at = key_at + 1; at < lines.size(); ++at) {
      auto indent = lines[at].find_first_not_of(' ');
      bool blank = indent == std::string::npos || lines[at][indent] == '#';
      if (!blank && indent <= depth) break;
      out.yaml += lines[at] + "\n";
    }
    return out;
  }

  // A block map's own line is its first item's: the key stands on an earlier one.
  static std::size_t key_line(const yaml_node& item, const std::vector<std::string>& lines) {
    auto at = std::min(static_cast<std::size_t>(std::max(item.line, 1)), lines.size());
    while (at-- > 0) {
      auto start = lines[at].find_first_not_of(' ');
      if (start == std::string::npos || lines[at].compare(start, item.key.size(), item.key) != 0) {
        continue;
      }
      auto mark = lines[at].find_first_not_of(' ', start + item.key.size());
      if (mark != std::string::npos && lines[at][mark] == ':') return at;
    }
    return 0;
  }

  std::filesystem::path folder_;
  std::string name_;
  std::string mistakes_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

void read_all(reader& r, const yaml_node& root, const std::vector<std::string>& lines,
              server_config& to) {
  auto effects = [&](const yaml_node& from, const std::string& path) {
    r.map(from, path,
          {{"workers", false, r.number(to.effects.workers, 1, 64)},
           {"attemptsMax", false, r.number(to.effects.attempts_max, 1, 100)},
           {"firstWait", false, r.wait(to.effects.first_wait)},
           {"longestWait", false, r.wait(to.effects.longest_wait)}});
  };
  auto offices = [&](const yaml_node& from, const std::string& path) {
    r.map(from, path, {{"readEvery", false, r.wait(to.offices.read_every)},
                       {"validFor", false, r.wait(to.offices.valid_for)}});
    auto seconds = [](const period& of) { return of.days * std::int64_t{86400} + of.seconds; };
    if (seconds(to.offices.valid_for) >= seconds(to.offices.read_every)) return;
    r.complain(from.line, path + ".validFor", "is shorter than readEvery",
               "Between two readings nobody would hold an office.");
  };
  r.map(root, "",
        {{"store", true, r.store(to.store)},
         {"policy", true, r.path(to.policy_pack)},
         {"workflows", true, r.path(to.workflows)},
         {"socket", true, r.path(to.socket)},
         {"socketGroup", false, r.text(to.socket_group)},
         {"trail", true, r.key_and_folder(to.trail)},
         {"archive", true, r.key_and_folder(to.archive)},
         {"hrMapping", true, r.path(to.hr_mapping)},
         {"connectors", true, r.connectors(to.connectors, lines)},
         {"effects", false, effects},
         {"roles", false, r.roles(to.roles)},
         {"offices", false, offices},
         {"reading", false, r.reading(to.reading)}});
}

}  // namespace

result<server_config> read_config(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    return refusal{"config.not_found", "The configuration cannot be read", file.string(), "",
                   "Name it with --config FILE; config/server.yaml is a sample."};
  }
  auto root = parse_yaml(content, file.string());
  if (!root) return root.error();
  server_config out;
  out.file = std::filesystem::absolute(file).lexically_normal();
  reader r(file);
  read_all(r, *root, lines_of(content), out);
  if (auto mistakes = r.mistakes(); !mistakes.empty()) {
    return refusal{"config.invalid", mistakes, "", "", ""};
  }
  return out;
}

}  // namespace tenure::service
