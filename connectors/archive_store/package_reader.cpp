#include "connectors/archive_store/package_reader.hpp"

#include "connectors/archive_store/sha256.hpp"

#include <algorithm>

namespace tenure::archive_store {
namespace {

outcome failed(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

outcome why_not(const sealed_reader& file, const std::string& where) {
  if (file.key_unknown()) return failed(outcome_class::denied, where + ": " + file.damage());
  const std::string why = file.damage().empty() ? "not as it was kept" : file.damage();
  return failed(outcome_class::invalid, where + ": " + why);
}

// One run over a package; counts messages so that the first bad one can be named.
struct run {
  const path& folder;
  const key_ring& keys;
  const message_taker& take;
  const manifest& whole;
  std::uint64_t message = 0;  // the one being read, from 1
  bool stopped = false;
  sha256 hash = {};
  std::string bytes = {};
  std::string line = {};

  std::string place(std::size_t segment) const {
    return "message " + std::to_string(message) + " of " + std::to_string(whole.messages()) +
           " (segment " + std::to_string(segment) + ")";
  }

  file_header header(file_kind kind, std::size_t number) const {
    return {kind, static_cast<std::uint32_t>(number), whole.account, whole.package, ""};
  }

  outcome read_message(sealed_reader& index, sealed_reader& data, std::size_t segment,
                       std::uint64_t offset) {
    if (!index.read_line(line)) return why_not(index, place(segment) + ", index");
    const auto entry = message_from_json(line);
    if (!entry || entry->offset != offset) return why_not(index, place(segment) + ", index");
    bytes.resize(entry->size);
    if (data.read(bytes.data(), bytes.size()) != bytes.size()) {
      return why_not(data, place(segment));
    }
    hash.add(bytes);
    if (hash.hex() != entry->sha256) {
      return failed(outcome_class::invalid, place(segment) + ": its digest differs");
    }
    stopped = !take({entry->folder, entry->uid, entry->flags, entry->received, bytes,
                     entry->uid_validity});
    return {};
  }

  outcome read_segment(std::size_t number, hashing how) {
    const segment_entry& expected = whole.segments[number - 1];
    sealed_reader index(folder / index_name(number), header(file_kind::index, number), keys);
    sealed_reader data(folder / data_name(number), header(file_kind::data, number), keys, how);
    std::uint64_t offset = 0;
    const std::uint64_t first = message + 1;
    for (std::uint64_t i = 0; i < expected.trailer.messages && !stopped; ++i) {
      ++message;
      outcome read = read_message(index, data, number, offset);
      if (read.kind != outcome_class::done) return read;
      offset += bytes.size();
    }
    if (stopped) return {};
    const std::string after = "after " + place(number);
    if (!index.read_line(line) || trailer_from_json(line) != expected.trailer || !index.at_end()) {
      return why_not(index, after + ", index");
    }
    if (!data.at_end()) return why_not(data, after);
    const bool same_data = how == hashing::no || data.digest() == expected.trailer.data;
    if (index.digest() != expected.index || !same_data) {
      message = first;
      return failed(outcome_class::invalid, place(number) + ": another segment than was kept");
    }
    return {};
  }

  void skip_to(std::size_t number) {
    for (std::size_t i = 1; i < number; ++i) message += whole.segments[i - 1].trailer.messages;
  }

  outcome all_from(std::size_t first) {
    for (std::size_t number = first; number <= whole.segments.size() && !stopped; ++number) {
      outcome read = read_segment(number, hashing::yes);
      if (read.kind != outcome_class::done) return read;
    }
    // An older manifest of the same package would leave newer segments unmentioned.
    if (std::filesystem::exists(folder / data_name(whole.segments.size() + 1))) {
      ++message;
      return failed(outcome_class::invalid,
                    place(whole.segments.size() + 1) + ": the manifest does not know the segment");
    }
    return {};
  }
};

bool begins_with(const std::vector<segment_entry>& all, const std::vector<segment_entry>& with) {
  return with.size() <= all.size() && std::equal(with.begin(), with.end(), all.begin());
}

}  // namespace

outcome read_segment(const std::filesystem::path& folder, const manifest& of, std::size_t number,
                     const key_ring& keys, const message_taker& take, hashing data) {
  run reading{folder, keys, take, of};
  reading.skip_to(number);
  return reading.read_segment(number, data);
}

package_reader::package_reader(std::filesystem::path folder, account_id account,
                               const key_ring& keys)
    : folder_(std::move(folder)), account_(account), keys_(keys) {}

outcome package_reader::for_each(const message_taker& take,
                                 const std::vector<segment_entry>& read) const try {
  if (!std::filesystem::is_directory(folder_)) {
    return failed(outcome_class::not_found, "there is no package");
  }
  const std::string where = "message 1 and all others: the manifest";
  file_header expected{file_kind::manifest, 0, account_, {}, ""};
  if (const auto found = peek(folder_ / manifest_name)) expected.package = found->package;
  sealed_reader file(folder_ / manifest_name, expected, keys_);
  std::string text, line;
  while (file.read_line(line)) text += line + '\n';
  if (!file.at_end()) return why_not(file, where);
  auto whole = manifest_from_json(text);
  if (!whole || whole->account != account_ || whole->package != expected.package) {
    return why_not(file, where);
  }
  const std::size_t first = begins_with(whole->segments, read) ? read.size() + 1 : 1;
  run reading{folder_, keys_, take, *whole};
  reading.skip_to(first);
  outcome out = reading.all_from(first);
  text.pop_back();
  out.facts = {{"package", whole->package.text()},
               {"digest", sha256::hex_of(text)},
               {"messages", std::to_string(whole->messages())},
               {"bytes", std::to_string(whole->bytes())}};
  return out;
} catch (const environment_lost& lost) {
  return failed(outcome_class::transient, lost.what());
}

}  // namespace tenure::archive_store
