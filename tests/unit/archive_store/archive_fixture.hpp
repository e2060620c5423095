#pragma once
// An archive in a folder of its own, with a key made for the test.

#include "connectors/archive_store/connector.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/unit/archive_store/generated_source.hpp"

#include <gtest/gtest.h>

namespace tenure::archive_store {

inline const archive::still_allowed always = [] { return true; };

class archive_test : public testing::Test {
 protected:
  archive_test() {
    std::filesystem::create_directory(root);
    add_key("k1", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    settings.folder = root;
    settings.key = "k1";
    settings.segment_bytes = 40'000;
  }

  void add_key(const std::string& name, const std::string& hex) {
    const auto file = folder / (name + ".key");
    support::write_file(file, hex + "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    settings.keys[name] = file;
  }

  std::unique_ptr<archive> opened() const {
    auto out = open(settings);
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
  }

  outcome read_back(std::vector<kept_message>& into) const {
    const auto keys = key_ring::load(settings);
    return package_reader(package(), mailbox.account, *keys).for_each([&](const auto& m) {
      into.push_back(copy_of(m));
      return true;
    });
  }

  std::filesystem::path package() const { return root / (mailbox.account.text() + ".package"); }
  std::filesystem::path partial() const { return root / (mailbox.account.text() + ".partial"); }

  support::temp_folder folder{"archive"};
  std::filesystem::path root = folder / "root";
  config settings;
  mailbox_ref mailbox{account_id{{1, 2}}, "entry-uuid", "jane", "jane@example.org"};
};

}  // namespace tenure::archive_store
