#include "engine/http/stream.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tenure::http {
namespace {

namespace json = boost::json;

constexpr std::string_view body_mark = ",\"body\":";

bool is_json(std::string_view type) {
  return type.starts_with("application/") && type.ends_with("json") && type != ndjson;
}

std::optional<progress> read_progress(const json::value& from) {
  if (!from.is_object()) return std::nullopt;
  const auto* done = from.get_object().if_contains("done");
  const auto* total = from.get_object().if_contains("total");
  const auto* what = from.get_object().if_contains("what");
  if (!done || !total || !what) return std::nullopt;
  if (!done->is_int64() || !total->is_int64() || !what->is_string()) return std::nullopt;
  return progress{done->get_int64(), total->get_int64(), std::string(what->get_string())};
}

// A JSON body is taken as the bytes between "body": and the closing brace, so that what a person
// sees with --json does not depend on the way the answer came.
std::optional<response> read_answer(std::string_view line, const json::object& from) {
  const auto* status = from.if_contains("status");
  const auto* type = from.if_contains("contentType");
  const auto* body = from.if_contains("body");
  if (!status || !type || !body || !status->is_int64() || !type->is_string()) return std::nullopt;
  response out;
  out.status = static_cast<int>(status->get_int64());
  out.content_type = std::string(type->get_string());
  if (!is_json(out.content_type)) {
    if (!body->is_string()) return std::nullopt;
    out.body = std::string(body->get_string());
    return out;
  }
  auto start = line.find(body_mark);
  if (start == std::string_view::npos) return std::nullopt;
  out.body = line.substr(start + body_mark.size());
  out.body.resize(out.body.rfind('}'));
  if (out.body == "null") out.body.clear();
  return out;
}

}  // namespace

std::string progress_line(const progress& so_far) {
  return "{\"progress\":{\"done\":" + std::to_string(so_far.done) +
         ",\"total\":" + std::to_string(so_far.total) + ",\"what\":" + json_text(so_far.what) +
         "}}\n";
}

std::string answer_line(const response& answer) {
  std::string body = is_json(answer.content_type) ? answer.body : json_text(answer.body);
  // Between JSON tokens a line break is only white space, and inside strings none is allowed.
  std::replace(body.begin(), body.end(), '\n', ' ');
  std::replace(body.begin(), body.end(), '\r', ' ');
  return "{\"status\":" + std::to_string(answer.status) +
         ",\"contentType\":" + json_text(answer.content_type) + std::string(body_mark) +
         (body.empty() ? "null" : body) + "}\n";
}

bool read_line(std::string_view line, std::optional<progress>& so_far,
               std::optional<response>& answer) {
  boost::system::error_code bad;
  auto value = json::parse(line, bad);
  if (bad || !value.is_object()) return false;
  if (const auto* told = value.get_object().if_contains("progress")) {
    so_far = read_progress(*told);
    return so_far.has_value();
  }
  answer = read_answer(line, value.get_object());
  return answer.has_value();
}

}  // namespace tenure::http
