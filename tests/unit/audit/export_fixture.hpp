#pragma once
// An export of a made-up trail, on disk and as a map that a test may spoil.

#include "engine/audit/publisher.hpp"
#include "engine/audit/verify_export.hpp"
#include "tests/unit/audit/memory_journal.hpp"
#include "tests/unit/audit/scratch.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace tenure::audit {

constexpr instant now{1'800'000'000'000'000};

class exports : public test::scratch {
 protected:
  exports() : key_(*signing_key::from_seed("example.org/tenure", std::string(32, 's'))) {}

  void make(std::size_t size, bool personal = false) {
    journal_.append(size);
    auto done = export_trail(journal_, now, key_, export_, personal);
    ASSERT_TRUE(done) << done.error().text();
    personal_ = done->personal_values;
    auto files = files_in(export_);
    for (const auto& name : files.names) in_memory_[name] = *files.read(name);
  }
  // The export as it would be with these files.
  result<export_report> verify(const std::map<std::string, std::string>& files,
                               const entry_check& check = check_entry) const {
    export_files from;
    for (const auto& [name, bytes] : files) from.names.push_back(name);
    from.read = [&](const std::string& name) {
      auto found = files.find(name);
      return found == files.end() ? std::nullopt : std::optional(found->second);
    };
    return verify_export(from, key_.verifier(), {}, 1, check);
  }
  std::string code(const std::map<std::string, std::string>& files) const {
    auto done = verify(files);
    return done ? "ok" : done.error().code;
  }

  test::memory_journal journal_;
  signing_key key_;
  std::filesystem::path export_ = folder_ / "export";
  std::map<std::string, std::string> in_memory_;
  std::uint64_t personal_ = 0;
};

}  // namespace tenure::audit
