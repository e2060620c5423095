// bench_archive [messages [rounds]]: a mailbox from Dovecot into a verified package, against a bare
// IMAP client that fetches the same bytes and throws them away, in turn, in one run.
// bench_archive --large GIGABYTES: a mailbox that is made up on the way; how memory behaves.
#include "connectors/archive_store/connector.hpp"
#include "connectors/dovecot/connector.hpp"
#include "connectors/dovecot/mapping.hpp"
#include "connectors/dovecot/wire.hpp"
#include "tests/support/bench_arguments.hpp"
#include "tests/support/dovecot_server.hpp"
#include "tests/support/files.hpp"
#include "tests/support/slapd_server.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/unit/archive_store/generated_source.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <random>

namespace tenure {
namespace {

const archive::still_allowed always = [] { return true; };

using seconds = std::chrono::duration<double>;

template <class Work>
double timed(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return seconds(std::chrono::steady_clock::now() - begin).count();
}

// 8 kB of base64, as an attachment is: a quarter of it goes away when compressed.
std::vector<std::string> mailbox(int count) {
  std::mt19937_64 random(1);
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) {
    std::string body;
    while (body.size() < 7800) {
      std::string raw;
      while (raw.size() < 56) {
        const auto word = random();
        raw.append(reinterpret_cast<const char*>(&word), 8);
      }
      body += dovecot::base64(std::string_view(raw).substr(0, 54)) + "\r\n";
    }
    out.push_back("From: <a@example.com>\r\nSubject: " + std::to_string(i) + "\r\n\r\n" + body);
  }
  return out;
}

// One command, one stream of bytes, no parsing but the end: nothing can be faster over IMAP.
std::size_t bare_fetch(const dovecot::endpoint& server, const std::string& login) {
  dovecot::wire line(server);
  if (!line.connect()) throw std::runtime_error(line.trouble());
  std::string tail;
  std::vector<char> piece(256 << 10);
  std::size_t total = 0;
  for (const std::string& command :
       {"a LOGIN " + login + " pw", std::string("b EXAMINE INBOX"),
        std::string("c UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])")}) {
    line.write(command + "\r\n");
    const std::string end = std::string("\n") + command[0] + " OK";
    tail = "\n";
    while (tail.find(end) == std::string::npos) {
      const std::size_t got = line.read(piece.data(), piece.size());
      if (got == 0) throw std::runtime_error(line.trouble());
      total += got;
      const std::size_t end_of_piece = std::min<std::size_t>(got, 2000);
      tail.append(piece.data() + got - end_of_piece, end_of_piece);
      if (tail.size() > 4000) tail.erase(0, tail.size() - 4000);
    }
  }
  return total;
}

std::filesystem::path secret(const support::temp_folder& in, const char* name, std::string text) {
  const auto file = in / name;
  support::write_file(file, text);
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  return file;
}

archive_store::config archive_in(const support::temp_folder& folder) {
  archive_store::config out;
  out.folder = folder / "archive";
  std::filesystem::create_directory(out.folder);
  out.key = "k";
  out.keys["k"] = secret(folder, "k.key", std::string(64, 'c'));
  return out;
}

double median(std::vector<double> of) {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

int compare(int messages, int rounds) {
  support::temp_folder folder("bench");
  support::slapd_server directory;
  support::dovecot_server mail(directory);
  directory.add(support::person_ldif("jane"));
  mail.seed("jane", mailbox(messages));

  dovecot::config settings;
  settings.doveadm = {mail.host(), mail.ports().doveadm, false, {}, std::chrono::seconds(30)};
  settings.imap = {mail.host(), mail.ports().imap, false, {}, std::chrono::seconds(30)};
  settings.master_user = mail.master_user();
  settings.api_key_file = secret(folder, "api", mail.doveadm_key());
  settings.master_password_file = secret(folder, "master", mail.master_password());
  const auto source = dovecot::open(settings);
  const auto store = archive_store::open(archive_in(folder));

  bare_fetch(settings.imap, "jane");  // Dovecot indexes a new mailbox at the first look
  std::vector<double> bare, kept;
  std::string bytes;
  for (int round = 0; round < rounds; ++round) {
    bare.push_back(timed([&] { bare_fetch(settings.imap, "jane"); }));
    const mailbox_ref who{account_id{{1, static_cast<std::uint64_t>(round)}}, "", "jane", ""};
    kept.push_back(timed([&] {
      const outcome out = (*store)->keep(who, **source, always);
      if (out.kind != outcome_class::done) throw std::runtime_error(out.detail);
      bytes = out.facts.at("bytes");
    }));
    (*store)->destroy(who);
    std::printf("round %d: bare FETCH %.3f s, verified package %.3f s\n", round + 1, bare.back(),
                kept.back());
  }
  const double megabytes = std::stod(bytes) / 1e6;
  std::printf("%d messages, %.1f MB; medians of %d: bare FETCH %.3f s (%.0f MB/s), "
              "verified package %.3f s (%.0f MB/s), ratio %.2f\n",
              messages, megabytes, rounds, median(bare), megabytes / median(bare), median(kept),
              megabytes / median(kept), median(bare) / median(kept));
  return 0;
}

std::size_t resident_bytes() {
  std::size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

int large(double gigabytes) {
  support::temp_folder folder("bench");
  const auto store = archive_store::open(archive_in(folder));
  struct watched : archive_store::generated_source {
    using generated_source::generated_source;
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      return generated_source::read(box, after, [&](const stored_message& m) {
        most = std::max(most, resident_bytes());
        return take(m);
      });
    }
    std::size_t most = 0;
  } source(static_cast<std::uint64_t>(gigabytes * 1e9 / 40'000), 40'000);
  const std::size_t before = resident_bytes();
  outcome out;
  const mailbox_ref who{account_id{{1, 1}}, "", "", ""};
  const double took = timed([&] { out = (*store)->keep(who, source, always); });
  std::printf("%s: %s messages, %s bytes in %.1f s; resident memory grew by %.1f MB\n",
              std::string(to_text(out.kind)).c_str(), out.facts["messages"].c_str(),
              out.facts["bytes"].c_str(), took,
              static_cast<double>(std::max(source.most, resident_bytes()) - before) / 1e6);
  return out.kind == outcome_class::done ? 0 : 1;
}

}  // namespace
}  // namespace tenure

int main(int count, char** arguments) {
  // `--large GB` stands before its number, as it always did.
  const bool large = count > 1 && std::string_view(arguments[1]) == "--large";
  const auto given = tenure::support::bench_arguments_or_exit(
      large ? tenure::support::bench_usage{"bench_archive --large",
                                           "Resident memory while a large mailbox is archived.",
                                           {{"GIGABYTES", "of mail", 2}}}
            : tenure::support::bench_usage{
                  "bench_archive",
                  "A mailbox from Dovecot into a verified package, against one bare FETCH.\n"
                  "bench_archive --large [GIGABYTES] looks at memory instead.",
                  {{"MESSAGES", "in the mailbox", 5000}, {"ROUNDS", "how many rounds", 5}}},
      large ? count - 1 : count, large ? arguments + 1 : arguments);
  const int first = static_cast<int>(given.numbers[0]);
  return large ? tenure::large(first) : tenure::compare(first, static_cast<int>(given.numbers[1]));
}
