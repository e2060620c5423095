#include "connectors/dovecot/doveadm.hpp"

#include "connectors/dovecot/mapping.hpp"
#include "connectors/dovecot/wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <sstream>

namespace tenure::dovecot {
namespace {

namespace http = boost::beast::http;
namespace json = boost::json;

constexpr std::size_t commands_per_request = 100;
constexpr std::uint64_t largest_answer = 64 << 20;

json::value to_json(const command::value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return json::string(*text);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  json::array out;
  for (const auto& item : std::get<std::vector<std::string>>(value)) out.emplace_back(item);
  return out;
}

std::string to_json(const command* first, std::size_t count) {
  json::array out;
  for (std::size_t i = 0; i < count; ++i) {
    json::object parameters;
    for (const auto& [name, value] : first[i].parameters) parameters[name] = to_json(value);
    out.push_back(json::array{first[i].name, std::move(parameters), std::to_string(i)});
  }
  return json::serialize(out);
}

// ["doveadmResponse", [{...}], "tag"] or ["error", {"type": "exitCode", "exitCode": 68}, "tag"]
bool read_reply(const json::value& from, std::vector<reply>& into) {
  const auto* parts = from.if_array();
  if (!parts || parts->size() != 3 || !(*parts)[0].is_string() || !(*parts)[2].is_string()) {
    return false;
  }
  const auto tag = std::string((*parts)[2].as_string());
  const bool number = !tag.empty() && tag.size() < 7 && std::ranges::all_of(tag, [](char c) {
    return c >= '0' && c <= '9';
  });
  const std::size_t index = number ? std::stoul(tag) : into.size();
  if (index >= into.size()) return false;
  reply& out = into[index];
  if ((*parts)[0].as_string() == "error") {
    const auto* error = (*parts)[1].if_object();
    const auto* exit = error ? error->if_contains("exitCode") : nullptr;
    out.exit = exit && exit->is_int64() ? static_cast<int>(exit->as_int64()) : -1;
    return true;
  }
  out.exit = 0;
  const auto* rows = (*parts)[1].if_array();
  if (!rows) return false;
  for (const auto& row : *rows) {
    if (!row.is_object()) return false;
    auto& fields = out.rows.emplace_back();
    for (const auto& field : row.as_object()) {
      if (field.value().is_string()) {
        fields[std::string(field.key())] = std::string(field.value().as_string());
      }
    }
  }
  return true;
}

bool read_replies(const std::string& body, std::size_t count, std::vector<reply>& into) {
  json::error_code trouble;
  const auto answer = json::parse(body, trouble);
  if (trouble || !answer.is_array() || answer.as_array().size() != count) return false;
  into.assign(count, reply{-2, {}});
  for (const auto& part : answer.as_array()) {
    if (!read_reply(part, into)) return false;
  }
  return std::ranges::none_of(into, [](const reply& r) { return r.exit == -2; });
}

}  // namespace

doveadm::doveadm(endpoint server, std::string api_key)
    : server_(std::move(server)), authorization_("X-Dovecot-API " + base64(api_key)) {}

batch_reply doveadm::post(const std::vector<command>& commands) const {
  batch_reply out;
  for (std::size_t at = 0; at < commands.size(); at += commands_per_request) {
    const std::size_t count = std::min(commands_per_request, commands.size() - at);
    batch_reply some = post_some(commands.data() + at, count);
    if (some.how != batch_reply::kind::answered) {
      // Earlier requests of this call were carried out: the whole is not "not sent" any more.
      if (at > 0 && some.how == batch_reply::kind::not_sent) some.how = batch_reply::kind::lost;
      return some;
    }
    std::ranges::move(some.replies, std::back_inserter(out.replies));
  }
  return out;
}

batch_reply doveadm::post_some(const command* first, std::size_t count) const {
  using kind = batch_reply::kind;
  http::request<http::string_body> request(http::verb::post, "/doveadm/v1", 11);
  request.set(http::field::host, server_.host);
  request.set(http::field::authorization, authorization_);
  request.set(http::field::content_type, "application/json");
  request.body() = to_json(first, count);
  request.prepare_payload();
  std::ostringstream text;
  text << request;

  wire line(server_);
  if (!line.connect()) return {kind::not_sent, line.trouble(), {}};
  if (!line.write(text.str())) return {kind::lost, line.trouble(), {}};

  http::response_parser<http::string_body> parser;
  parser.body_limit(largest_answer);
  std::string buffer;
  while (!parser.is_done()) {
    const std::size_t had = buffer.size();
    buffer.resize(had + (64 << 10));
    const std::size_t got = line.read(buffer.data() + had, buffer.size() - had);
    buffer.resize(had + got);
    boost::system::error_code why;
    if (got == 0) {
      if (parser.need_eof()) parser.put_eof(why);
      if (!parser.is_done()) return {kind::lost, "no whole answer: " + line.trouble(), {}};
      break;
    }
    while (!buffer.empty() && !parser.is_done()) {
      const std::size_t used = parser.put(boost::asio::buffer(buffer), why);
      buffer.erase(0, used);
      if (why == http::error::need_more) break;
      if (why) return {kind::lost, "no HTTP answer: " + why.message(), {}};
    }
  }
  const auto& answer = parser.get();
  if (answer.result() == http::status::unauthorized) {
    return {kind::refused, "doveadm refuses the API key", {}};
  }
  batch_reply out;
  if (answer.result() != http::status::ok || !read_replies(answer.body(), count, out.replies)) {
    return {kind::lost, "doveadm answered HTTP " + std::to_string(answer.result_int()), {}};
  }
  return out;
}

}  // namespace tenure::dovecot
