#include "engine/rows/play.hpp"

#include "engine/rows/case_file.hpp"
#include "engine/rows/rulebook.hpp"
#include "engine/rows/runner.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

namespace tenure::rows {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "cases.yaml";

// Of a workflow's rows those that name the pack; of its own file all.
result<void> gather(const fs::path& folder, const std::string& pack, std::vector<case_row>& into) {
  std::error_code unreadable;
  if (!fs::exists(folder / file_name, unreadable)) return {};
  auto rows = load_cases(folder / file_name);
  if (!rows) return rows.error();
  for (auto& row : *rows) {
    if (row.pack.empty() || row.pack == pack) into.push_back(std::move(row));
  }
  return {};
}

result<std::vector<case_row>> rows_about(const fs::path& pack, const std::string& name,
                                         const fs::path& workflows) {
  std::vector<case_row> out;
  if (auto own = gather(pack, name, out); !own) return own.error();
  std::vector<fs::path> folders;
  for (const auto& each : fs::directory_iterator(workflows)) {
    if (each.is_directory()) folders.push_back(each.path());
  }
  std::ranges::sort(folders);
  for (const auto& folder : folders) {
    if (auto found = gather(folder, name, out); !found) return found.error();
  }
  return out;
}

// What a row throws (a defect may take the engine where nobody has been) is the row's failure.
std::vector<std::string> failures_of(const case_row& row, const rulebook& by) {
  try {
    return run_case(row, by);
  } catch (const std::exception& why) {
    return {row.place(row.line) + ": the row cannot be played to its end: " + why.what()};
  }
}

// Rows share the rulebook, which nobody changes, and nothing else.
std::vector<std::vector<std::string>> play_all(const std::vector<case_row>& rows,
                                               const rulebook& by) {
  std::vector<std::vector<std::string>> out(rows.size());
  std::atomic<std::size_t> next = 0;
  auto take = [&] {
    for (auto i = next++; i < rows.size(); i = next++) out[i] = failures_of(rows[i], by);
  };
  std::vector<std::jthread> others;
  for (auto n = std::thread::hardware_concurrency(); n > 1; --n) others.emplace_back(take);
  take();
  others.clear();
  return out;
}

}  // namespace

result<play_report> play_rows(const fs::path& pack, const fs::path& workflows) {
  auto by = load_rulebook(pack, workflows);
  if (!by) return by.error();
  auto rows = rows_about(pack, by->pack.organisation, workflows);
  if (!rows) return rows.error();
  play_report out{.played = rows->size(), .broken = {}};
  auto failures = play_all(*rows, *by);
  for (std::size_t i = 0; i < failures.size(); ++i) {
    for (auto& each : failures[i]) {
      out.broken.push_back({(*rows)[i].title, (*rows)[i].rules, std::move(each)});
    }
  }
  return out;
}

}  // namespace tenure::rows
