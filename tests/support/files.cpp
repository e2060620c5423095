#include "tests/support/files.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tenure::support {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out) {
    throw std::runtime_error("cannot write " + path.string());
  }
}

std::string tail(const std::filesystem::path& path, int lines) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return "(no " + path.string() + ")\n";
  }
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  auto at = all.size();
  for (int seen = 0; at > 0; --at) {
    if (all[at - 1] == '\n' && at != all.size() && ++seen == lines) {
      break;
    }
  }
  return all.substr(at);
}

}  // namespace tenure::support
