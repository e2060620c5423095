#include "engine/audit/show.hpp"

#include <ostream>

namespace tenure::audit {
namespace {

// "2026-11-22T01:26:20.000000Z" -> "2026-11-22 01:26:20Z"
std::string short_time(instant at) {
  std::string text = to_text(at);
  text.replace(19, 7, "");
  text[10] = ' ';
  return text;
}

std::string movement(const leaf& content) {
  if (content.from == content.to) return content.to.empty() ? "" : ", stays " + content.to;
  return ", " + (content.from.empty() ? "new" : content.from) + " -> " +
         (content.to.empty() ? "gone" : content.to);
}

std::vector<std::uint64_t> wanted(journal_table& journal, const show_request& request) {
  if (request.account) {
    auto all = journal.of_account(*request.account);
    if (all.size() > request.limit) all.resize(request.limit);
    return all;
  }
  std::vector<std::uint64_t> out;
  for (std::uint64_t i = request.from; i < journal.size() && out.size() < request.limit; ++i) {
    out.push_back(i);
  }
  return out;
}

}  // namespace

std::string in_words(const leaf& content, const std::vector<personal_value>& personal) {
  std::string out = "#" + std::to_string(content.index) + " " + short_time(content.at) +
                    " account " + content.account + ": " + content.event + movement(content) +
                    ", by " + content.capacity + " (" + content.proof + ")";
  const char* separator = ", under ";
  for (const auto& rule : content.rules) {
    out += separator + rule;
    separator = ", ";
  }
  for (const auto& [name, value] : content.facts) out += "; " + name + "=" + value;
  for (const auto& value : personal) out += "; " + value.name + "=" + value.value;
  return out;
}

result<std::size_t> show(store& from, instant now, const show_request& request,
                         std::ostream& out) {
  auto reading = from.begin(now);
  auto& journal = reading->journal();
  std::size_t count = 0;
  for (std::uint64_t index : wanted(journal, request)) {
    auto rows = journal.read(index, 1);
    auto content = rows.empty() ? read_leaf("") : read_leaf(rows[0].leaf);
    if (!content) {
      refusal why = content.error();
      why.place = "entry " + std::to_string(index);
      return why;
    }
    auto personal = request.personal ? journal.personal(index) : std::vector<personal_value>();
    out << (request.json ? rows[0].leaf : in_words(*content, personal)) << '\n';
    ++count;
  }
  return count;
}

}  // namespace tenure::audit
