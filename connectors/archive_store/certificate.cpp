#include "connectors/archive_store/certificate.hpp"

#include "connectors/archive_store/names.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "connectors/archive_store/sha256.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <iterator>

namespace tenure::archive_store {
namespace {

std::string content_of(const path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What the manifest says is certified; the messages are not read once more.
attributes manifest_facts(const path& folder, account_id account, const key_ring& keys) {
  const auto stop_at_once = [](const stored_message&) { return false; };
  outcome read = package_reader(folder, account, keys).for_each(stop_at_once);
  if (read.facts.empty()) read.facts["damaged"] = "true";  // destroyed nevertheless: its time is up
  return read.facts;
}

std::string certificate_line(account_id account, const attributes& facts) {
  boost::json::object line{{"format", "tenure-archive-destroyed-1"}, {"account", account.text()}};
  for (const auto& [name, value] : facts) line[name] = value;
  return boost::json::serialize(line) + '\n';
}

outcome gone_already(const names& at) {
  outcome out;
  out.facts["alreadyGone"] = "true";
  const std::string lines = content_of(at.certificates);
  if (!lines.empty()) {
    const auto begin = lines.rfind('\n', lines.size() - 2);
    const auto last = lines.substr(begin == std::string::npos ? 0 : begin + 1);
    out.facts["certificate"] = sha256::hex_of(last);
  }
  return out;
}

}  // namespace

outcome destroy_package(const path& root, account_id account, const key_ring& keys) {
  const names at(root, account);
  remove_tree(at.partial);
  if (std::filesystem::exists(at.finished)) {
    // From here on the package is out of sight; a crash leaves `leaving`, which goes on below.
    move_file(at.finished, at.leaving);
    sync_folder(root);
  }
  if (!std::filesystem::exists(at.leaving)) return gone_already(at);

  const path pending = at.leaving / "certificate";
  if (!std::filesystem::exists(pending)) {
    replace_file(pending, certificate_line(account, manifest_facts(at.leaving, account, keys)));
  }
  const std::string line = content_of(pending);
  for (const auto& entry : std::filesystem::directory_iterator(at.leaving)) {
    if (entry.path() != pending) remove_tree(entry.path());
  }
  sync_folder(at.leaving);
  // Nothing of the mail is left; only now the certificate may say so. Crashing after it was put in
  // place repeats the line at most.
  const std::string before = content_of(at.certificates);
  if (!before.ends_with(line)) replace_file(at.certificates, before + line);
  remove_tree(at.leaving);
  sync_folder(root);

  outcome out;
  const auto certified = attributes_from_json(line.substr(0, line.size() - 1));
  if (certified) out.facts = *certified;
  out.facts.erase("format");
  out.facts.erase("account");
  out.facts["certificate"] = sha256::hex_of(line);
  return out;
}

}  // namespace tenure::archive_store
