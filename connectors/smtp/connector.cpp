#include "connectors/smtp/connector.hpp"

#include "connectors/common/secret_file.hpp"
#include "connectors/smtp/errors.hpp"
#include "connectors/smtp/message.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace tenure::smtp {
namespace {

struct free_curl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// What libcurl's callbacks see of one sending.
struct sending {
  std::string message;
  std::size_t at = 0;
  bool leaving = false;  // QUIT was said: what is answered to it decides nothing
  conversation talk;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* user) {
  auto& what = *static_cast<sending*>(user);
  const std::size_t length = std::min(size * count, what.message.size() - what.at);
  std::memcpy(into, what.message.data() + what.at, length);
  what.at += length;
  if (length == 0) what.talk.data_ended = true;  // libcurl sends the final dot now
  return length;
}

// One line of the server's; "250-" goes on, "250 " is the last.
void hear(conversation& talk, std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() < 3 || (line.size() > 3 && line[3] == '-')) return;
  const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
  if (!digit(0) || !digit(1) || !digit(2)) return;
  talk.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (talk.data_ended) talk.answered = true;
  if (talk.code == 354) talk.data_begun = true;
  talk.reply.assign(line.substr(0, 200));
  std::ranges::replace_if(talk.reply, [](char c) { return c < 0x20 || c == 0x7f; }, '?');
}

// The only place that learns verbs and replies. Parameters (addresses, passwords) are not kept.
int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
  auto& what = *static_cast<sending*>(user);
  const std::string_view text(data, size);
  if (type == CURLINFO_HEADER_OUT && text.starts_with("QUIT")) what.leaving = true;
  if (what.leaving) return 0;
  if (type == CURLINFO_HEADER_OUT && !what.talk.data_begun) {
    what.talk.command = text.substr(0, 4);
    what.talk.code = 0;
  }
  if (type == CURLINFO_HEADER_IN) hear(what.talk, text);
  return 0;
}

bool is_unsafe(CURLcode how) {
  return how == CURLE_PEER_FAILED_VERIFICATION || how == CURLE_USE_SSL_FAILED ||
         how == CURLE_SSL_CACERT_BADFILE || how == CURLE_SSL_CONNECT_ERROR;
}

class submission : public notifier {
 public:
  submission(config settings, std::string password)
      : settings_(std::move(settings)), password_(std::move(password)) {}

  outcome send(const notice& what) override;

 private:
  void set_up(CURL* handle, sending& job, curl_slist* recipients) const;

  const config settings_;
  const std::string password_;
};

void submission::set_up(CURL* handle, sending& job, curl_slist* recipients) const {
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(handle, option, value); };
  const std::string scheme = settings_.security == security::tls ? "smtps" : "smtp";
  const std::string greeting = settings_.from.substr(settings_.from.find('@') + 1);
  const std::string url =
      scheme + "://" + settings_.host + ':' + std::to_string(settings_.port) + '/' + greeting;
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout.count()));
  if (settings_.security == security::starttls) {
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings_.ca_file.empty()) set(CURLOPT_CAINFO, settings_.ca_file.c_str());
  if (!settings_.user.empty()) {
    set(CURLOPT_USERNAME, settings_.user.c_str());
    set(CURLOPT_PASSWORD, password_.c_str());
  }
  set(CURLOPT_MAIL_FROM, ("<" + settings_.from + ">").c_str());
  set(CURLOPT_MAIL_RCPT, recipients);
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &give);
  set(CURLOPT_READDATA, static_cast<void*>(&job));
  set(CURLOPT_VERBOSE, 1L);  // needed for DEBUGFUNCTION, which keeps it off the terminal
  set(CURLOPT_DEBUGFUNCTION, &watch);
  set(CURLOPT_DEBUGDATA, static_cast<void*>(&job));
}

outcome submission::send(const notice& what) {
  auto message = compose(what, settings_);
  if (!message) {
    outcome out;
    out.kind = outcome_class::invalid;
    out.detail = message.error().text();
    return out;
  }
  sending job;
  job.message = std::move(*message);
  std::unique_ptr<CURL, free_curl> handle(curl_easy_init());
  std::unique_ptr<curl_slist, free_curl> to(
      curl_slist_append(nullptr, ("<" + what.to + ">").c_str()));
  if (!handle || !to) throw std::bad_alloc();
  set_up(handle.get(), job, to.get());
  const CURLcode how = curl_easy_perform(handle.get());
  if (how != CURLE_OK) job.talk.trouble = curl_easy_strerror(how);
  job.talk.unsafe = is_unsafe(how);
  return judge(job.talk);
}

}  // namespace

result<std::unique_ptr<notifier>> open(const config& settings) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw environment_lost("libcurl does not start");
  std::string password;
  if (!settings.user.empty()) {
    auto read = connectors::read_secret(settings.password_file);
    if (!read) return read.error();
    password = std::move(*read);
  }
  return std::unique_ptr<notifier>(std::make_unique<submission>(settings, std::move(password)));
}

}  // namespace tenure::smtp
