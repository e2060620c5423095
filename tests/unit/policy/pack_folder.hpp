#pragma once
// Packs that a test writes: the council's with something changed, and children of it.

#include "engine/policy/pack.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace tenure::policy {

namespace fs = std::filesystem;

inline const fs::path source = TENURE_SOURCE_DIR;
inline const fs::path vocabulary_file = source / "workflows/schema/policy-vocabulary.yaml";

inline std::string contents(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

// A folder of packs that goes with the test.
class pack_folder {
 public:
  pack_folder() {
    std::string path = (fs::temp_directory_path() / "tenure-pack-XXXXXX").string();
    if (!mkdtemp(path.data())) throw std::runtime_error("mkdtemp");
    root_ = path;
  }
  ~pack_folder() { fs::remove_all(root_); }
  pack_folder(const pack_folder&) = delete;
  pack_folder& operator=(const pack_folder&) = delete;

  result<pack> load(const std::string& name) const {
    return load_pack(root_ / name, vocabulary_file);
  }
  fs::path file(const std::string& name) const { return root_ / name / "policy.yaml"; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(root_ / name);
    std::ofstream(root_ / name / "policy.yaml") << text;
  }

 private:
  fs::path root_;
};

// The council's pack with the first `from` in it replaced.
inline std::string changed(const std::string& from, const std::string& to) {
  auto text = contents(source / "config/policies/cambridgeshire/policy.yaml");
  auto at = text.find(from);
  if (at == text.npos) throw std::logic_error("the pack no longer says: " + from);
  return text.replace(at, from.size(), to);
}

// Extends the council's pack, with these values.
inline std::string child(const std::string& values) {
  return "organisation: child\nname: A child\nversion: \"1\"\nextends: ../cambridgeshire\n" +
         (values.empty() ? "" : "values:\n" + values);
}

}  // namespace tenure::policy
