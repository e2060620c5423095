#pragma once
// Private to this folder's .cpp files: the stream that server and client share, and the form of
// streamed answers (application/x-ndjson): {"progress":{...}} lines, then one line with the answer.

#include "engine/http/message.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tenure::http {

using stream = boost::beast::basic_stream<boost::asio::local::stream_protocol,
                                          boost::asio::any_io_executor,
                                          boost::beast::unlimited_rate_policy>;

// Errors of the network are expected: they come back as values, not as exceptions.
inline constexpr auto as_value = boost::asio::as_tuple(boost::asio::use_awaitable);

inline constexpr std::string_view ndjson = "application/x-ndjson";
inline constexpr const char* claimed_name_header = "Tenure-As";
inline constexpr const char* session_header = "Tenure-Session";

std::string progress_line(const progress& so_far);
std::string answer_line(const response& answer);

// Reads one line of a streamed answer: into `so_far` or into `answer`. False: neither.
bool read_line(std::string_view line, std::optional<progress>& so_far,
               std::optional<response>& answer);

}  // namespace tenure::http
