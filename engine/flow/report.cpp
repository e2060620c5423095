#include "engine/flow/report.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>

#include <algorithm>

namespace tenure::flow {
namespace {

namespace json = boost::json;

std::string outcome_text(const previewed_row& row) {
  return row.person.value + "\x1f" + std::to_string(row.line) + "\x1f" + row.verb + "\x1f" +
         row.account + "\x1f" + row.from + "\x1f" + row.to;
}

std::string hex(const unsigned char* bytes, unsigned size) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += digits[bytes[i] >> 4];
    out += digits[bytes[i] & 15];
  }
  return out;
}

class sha256 {
 public:
  sha256() { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  ~sha256() { EVP_MD_CTX_free(context_); }
  sha256(const sha256&) = delete;
  sha256& operator=(const sha256&) = delete;
  // Each part with its length, so that no two lists of parts look alike.
  void add(std::string_view part) {
    std::string length = std::to_string(part.size()) + ":";
    EVP_DigestUpdate(context_, length.data(), length.size());
    EVP_DigestUpdate(context_, part.data(), part.size());
  }
  std::string finish() {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(context_, bytes, &size);
    return hex(bytes, size);
  }

 private:
  EVP_MD_CTX* context_ = EVP_MD_CTX_new();
};

json::array rows_json(const preview& of) {
  json::array out;
  for (const auto& row : of.rows) {
    out.push_back({{"line", row.line}, {"person", row.person.value}, {"account", row.account},
                   {"what", row.verb}, {"why", row.why}, {"from", row.from}, {"to", row.to},
                   {"rule", row.rules.empty() ? "" : row.rules.front()}});
  }
  return out;
}

json::array refused_json(const preview& of) {
  json::array out;
  for (const auto& row : of.refused) {
    out.push_back({{"line", row.line}, {"person", row.id.value}, {"field", row.field},
                   {"code", row.reason.code}, {"message", row.reason.text()}});
  }
  return out;
}

}  // namespace

std::string report_of(const preview& of) {
  json::object counts;
  for (const auto& [verb, count] : of.counts) counts[verb] = count;
  json::array held;
  for (const auto& why : of.held) {
    held.push_back({{"code", why.code}, {"message", why.message}, {"releasable", why.releasable}});
  }
  json::object out{{"kind", of.list.kind},
                   {"lines", of.rows.size() + of.refused.size()},
                   {"counts", std::move(counts)},
                   {"heldReasons", std::move(held)},
                   {"warnings", json::array(of.warnings.begin(), of.warnings.end())},
                   {"rows", rows_json(of)},
                   {"refused", refused_json(of)}};
  return json::serialize(out);
}

std::string digest_of(const preview& of, std::string_view pack_digest) {
  sha256 hash;
  hash.add(of.list.kind);
  hash.add(of.list.file_digest);
  hash.add(pack_digest);
  for (const auto& row : of.rows) hash.add(outcome_text(row));
  for (const auto& row : of.refused) {
    hash.add(std::to_string(row.line) + row.id.value + row.reason.code);
  }
  return hash.finish();
}

std::int64_t rows_of(std::string_view report) {
  return json::parse(report).at("lines").to_number<std::int64_t>();
}

bool releasable(std::string_view report) {
  const auto parsed = json::parse(report);  // outlives the loop over its parts
  for (const auto& why : parsed.at("heldReasons").as_array()) {
    if (!why.at("releasable").as_bool()) return false;
  }
  return true;
}

std::vector<std::string> outcomes_of(std::string_view report) {
  std::vector<std::string> out;
  const auto parsed = json::parse(report);
  for (const auto& row : parsed.at("rows").as_array()) {
    auto text = [&](const char* name) { return std::string(row.at(name).as_string()); };
    out.push_back(text("person") + ": " + text("what") + " " + text("account") + " -> " +
                  text("to"));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace tenure::flow
