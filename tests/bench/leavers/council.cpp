#include "tests/bench/leavers/council.hpp"

#include "engine/audit/sealer.hpp"
#include "engine/statechart/load.hpp"
#include "tests/support/files.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <regex>
#include <stdexcept>

namespace tenure::bench {
namespace {

using moment = std::chrono::steady_clock::time_point;
const actor operator_{"bench", "operator", "benchmark"};
constexpr const char* leavers_heading = "Employee No,Leaving Date\n";
constexpr const char* leaving_date = ",30/06/2026\n";
const std::string top = TENURE_SOURCE_DIR;

moment now() { return std::chrono::steady_clock::now(); }

double seconds(moment from, moment to) { return std::chrono::duration<double>(to - from).count(); }

// "Aaaab", "Aaaac": no two people share a name, so none needs a number.
std::string surname_of(std::size_t person) {
  std::string out = "Aaaaa";
  for (std::size_t i = out.size() - 1; i > 0; --i, person /= 26) {
    out[i] = static_cast<char>('a' + person % 26);
  }
  return out;
}

// RFC 4122 form of the account's id: what the directory calls the entry.
std::string uuid_of(const account_id& id) {
  std::string out = id.text();
  for (std::size_t at : {20u, 16u, 12u, 8u}) out.insert(at, "-");
  return out;
}

// Hires without a directory: the entries are loaded at once afterwards. Closes without one, too.
class paper_performer final : public effects::performer {
 public:
  void perform(std::span<const effects::work> items, const on_outcome& each) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      outcome made;
      if (items[i].effect.verb == "createMailbox") {
        made.facts["directoryId"] = uuid_of(items[i].account.id);
      }
      each(i, made);
    }
  }
};

// Counts the answers of the performer it stands before, and knows when the last one came.
class watched final : public effects::performer {
 public:
  watched(effects::performer& real, std::size_t expected) : real_(real), missing_(expected) {}

  void perform(std::span<const effects::work> items, const on_outcome& each) override {
    real_.perform(items, [&](std::size_t i, const outcome& how) {
      each(i, how);
      std::lock_guard lock(guard_);
      last_ = now();
      if (how.kind != outcome_class::done) trouble_ = how.detail;
      if (--missing_ == 0 || !trouble_.empty()) ended_.notify_all();
    });
  }

  moment wait_for_last() {
    std::unique_lock lock(guard_);
    bool in_time = ended_.wait_for(lock, std::chrono::minutes(10),
                                   [&] { return missing_ == 0 || !trouble_.empty(); });
    if (!trouble_.empty()) throw std::runtime_error("not closed: " + trouble_);
    if (!in_time) throw std::runtime_error(std::to_string(missing_) + " entries missing");
    return last_;
  }

 private:
  effects::performer& real_;
  std::mutex guard_;
  std::condition_variable ended_;
  std::size_t missing_;
  moment last_{};
  std::string trouble_;
};

// Cambridgeshire's rules, without an archive (there is no mail store here) and with room for a list
// of any length.
std::string rules() {
  static const std::regex limit(R"((brake\.[a-z]+\.(count|daily):\s+value: )[0-9]+)");
  static const std::regex percent(R"((brake\.[a-z]+\.percent:\s+value: )[0-9]+)");
  static const std::regex archive(R"((archiveOnClosing:\s+value: )true)");
  auto text = support::read_file(top + "/config/policies/cambridgeshire/policy.yaml");
  text = std::regex_replace(text, limit, "$011000000");
  text = std::regex_replace(text, percent, "$01100");
  return std::regex_replace(text, archive, "$01false");
}

// As in the program where no smtp connector is configured: the trail says that nobody was told.
class no_mailer final : public effects::performer {
 public:
  void perform(std::span<const effects::work> items, const on_outcome& each) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      each(i, {.kind = outcome_class::invalid, .detail = "no smtp connector is configured"});
    }
  }
};

template <class T>
T expect(result<T> of) {
  if (!of) throw std::runtime_error(of.error().text());
  return std::move(*of);
}

}  // namespace

std::string number_of(std::size_t person) { return "P" + std::to_string(1'000'000 + person); }

council::council(std::size_t people, const support::slapd_server* directory) : people_(people) {
  load_rules();
  seals_ = audit::make_sealer(random_, pack_.organisation);
  open();
  const auto mapping = support::read_file(top + "/config/hr-lists.yaml");
  auto lists = expect(hr_csv::parse_config(mapping, "hr-lists.yaml"));
  feed_ = std::make_unique<hr_csv::connector>(std::move(lists));
  if (directory != nullptr) open_directory(*directory);
  hire(people);
}

void council::open() {
  store_ = expect(open_store({.url = "sqlite://" + store_file(),
                              .organisation = pack_.organisation},
                             *seals_));
}

void council::with_file(const std::function<void(const std::string& path)>& change) {
  store_.reset();
  change(store_file());
  open();
}

double council::open_seconds() {
  store_.reset();
  auto begun = now();
  open();
  return seconds(begun, now());
}

void council::load_rules() {
  const std::filesystem::path schema = top + "/workflows/schema";
  auto names = expect(statechart::load_vocabulary(schema / "vocabulary.yaml"));
  chart_ = expect(statechart::load_file(top + "/workflows/account/workflow.yaml", names));
  const auto pack = folder_ / "cambridgeshire";
  std::filesystem::create_directory(pack);
  support::write_file(pack / "policy.yaml", rules());
  pack_ = expect(policy::load_pack(pack, schema / "policy-vocabulary.yaml"));
  calendar_ = std::make_unique<policy::calendar>(pack_.time_zone, std::chrono::hours(17));
  organisation_ = std::make_unique<flow::organisation>(
      flow::organisation{.rules = {*chart_, pack_, *calendar_}, .retry = {}, .roles = {}});
}

void council::open_directory(const support::slapd_server& directory) {
  ldap::config settings;
  settings.uris = {directory.uri()};
  settings.ca_file = directory.ca_file();
  settings.bind_dn = directory.engine_dn();
  settings.password_file = folder_ / "ldap.password";
  settings.base = directory.base();
  settings.people = directory.people();
  support::write_file(settings.password_file, directory.engine_password());
  std::filesystem::permissions(settings.password_file, std::filesystem::perms(0600));
  directory_ = std::make_unique<ldap::directory>(settings);
}

std::unique_ptr<flow::engine> council::engine_on(std::vector<flow::lane> lanes) {
  return std::make_unique<flow::engine>(*store_, clock_, *organisation_, ++epoch_,
                                        std::move(lanes));
}

// Who leaves together did not join together: every person once, in an order of its own.
std::size_t council::scattered(std::size_t nth) const {
  std::size_t stride = people_ * 618 / 1000 + 1;
  while (std::gcd(stride, people_) != 1) ++stride;
  return nth * stride % people_;
}

std::unique_ptr<flow::engine> council::on_paper(effects::performer& all) {
  return engine_on({{"createMailbox", &all, 1000, 1}, {"reconcile", &all, 1000, 1},
                    {"notify", &all, 1000, 1}});
}

double council::close_on_paper(const std::vector<std::string>& people) {
  std::string csv = leavers_heading;
  for (const auto& person : people) csv += person + leaving_date;
  paper_performer closed;
  auto engine = on_paper(closed);
  flow::lists lists(*engine, *feed_, random_, *organisation_);
  const auto wanted = in_state(*engine, "retained") + people.size();
  const auto digest = preview(lists, hr_list_kind::leavers, csv);
  const auto begun = now();
  (void)expect(lists.apply(digest, folder_ / "list.csv", operator_));
  engine->settle();
  const auto took = seconds(begun, now());
  if (in_state(*engine, "retained") != wanted) throw std::runtime_error("not all were closed");
  return took;
}

std::string council::preview(flow::lists& lists, hr_list_kind kind, const std::string& csv) {
  support::write_file(folder_ / "list.csv", csv);
  auto shown = lists.show(kind, folder_ / "list.csv");
  if (!shown.held.empty()) throw std::runtime_error(shown.held.front().message);
  if (!shown.refused.empty()) throw std::runtime_error(shown.refused.front().reason.text());
  return shown.list.digest;
}

void council::hire(std::size_t people) {
  std::string csv = "Employee No,First Name,Surname,Person Type,Start Date\n";
  for (std::size_t i = 0; i < people; ++i) {
    csv += number_of(i) + ",Anna," + surname_of(i) + ",Employee,01/09/2020\n";
  }
  paper_performer made;
  auto engine = on_paper(made);
  flow::lists lists(*engine, *feed_, random_, *organisation_);
  auto done = lists.apply(preview(lists, hr_list_kind::joiners, csv), folder_ / "list.csv",
                          operator_);
  if (!done) throw std::runtime_error(done.error().text());
  engine->settle();
}

std::string council::entries() {
  std::string out;
  auto tx = store_->begin(clock_.now());
  account_id after;
  for (;;) {
    auto some = tx->accounts().list(after, "employed", 1000);
    if (some.empty()) return out;
    for (const auto& of : some) {
      out += "dn: uid=" + of.login + ",ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\n"
             "objectClass: tenureAccount\nuid: " + of.login + "\ncn: " + of.display_name +
             "\nsn: " + of.display_name + "\nmail: " + of.address + "\ndisplayName: " +
             of.display_name + "\ntenureAccountStatus: active\ntenureHidden: FALSE\n"
             "tenureDelivery: accepted\ntenureQuota: 2147483648\ntenureMessageSize: 52428800\n"
             "tenureLifecycleId: " +
             of.id.text() + "\nentryUUID: " + of.directory_id + "\n\n";
    }
    after = some.back().id;
  }
}

std::size_t council::in_state(flow::engine& on, const std::string& state) {
  std::int64_t out = 0;
  on.run([&](flow::line& line) {
    for (const auto& [name, count] : line.in.accounts().count_by_state()) {
      if (name == state) out = count;
    }
    return false;
  });
  return static_cast<std::size_t>(out);
}

closing_times council::close(std::size_t first, std::size_t count) {
  std::string csv = leavers_heading;
  for (std::size_t i = first; i < first + count; ++i) {
    csv += number_of(scattered(i)) + leaving_date;
  }
  effects::reconciler reconciler({directory_.get()});
  watched closing(reconciler, count);
  no_mailer notices;
  // As engine/service/application.cpp sets them up.
  auto engine = engine_on({{"reconcile", &closing, 256, 2}, {"notify", &notices, 256, 1}});
  flow::lists lists(*engine, *feed_, random_, *organisation_);
  auto wanted = in_state(*engine, "retained") + count;
  engine->start();
  auto asked = now();
  auto digest = preview(lists, hr_list_kind::leavers, csv);
  auto begun = now();
  auto done = lists.apply(digest, folder_ / "list.csv", operator_);
  auto decided = now();
  if (!done) throw std::runtime_error(done.error().text());
  auto answered = closing.wait_for_last();
  // Each look is served between two turns of the line, so it waits for one commit.
  while (in_state(*engine, "retained") < wanted) {
    if (seconds(answered, now()) > 600) throw std::runtime_error("not everything was recorded");
  }
  auto recorded = now();
  if (auto settled = engine->wait_until_settled(); !settled) {
    throw std::runtime_error(settled.error().text());
  }
  engine->stop();
  return {seconds(asked, begun), seconds(begun, decided), seconds(decided, answered),
          seconds(answered, recorded)};
}

}  // namespace tenure::bench
