#pragma once
// An organisation on a directory: what the program is made of, in this process (store in a file,
// sealed trail, HR's lists, workflow, LDAP connector), and people who are about to leave.

#include "connectors/hr_csv/connector.hpp"
#include "connectors/ldap/connector.hpp"
#include "engine/effects/reconciler.hpp"
#include "engine/flow/lists.hpp"
#include "engine/policy/calendar.hpp"
#include "engine/service/clocks.hpp"
#include "engine/store/store.hpp"
#include "tests/support/slapd_server.hpp"
#include "tests/support/temp_folder.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tenure::bench {

// Seconds from `apply` being called. Performing and recording overlap; what is left to record when
// the directory has given its last answer is `recording`.
struct closing_times {
  double preview = 0;    // before: reading the list, deciding every row, storing the preview
  double deciding = 0;   // reading it again, deciding every row, one commit
  double directory = 0;  // from there to the last entry read back
  double recording = 0;  // from there until the last account is committed as closed
  double whole() const { return deciding + directory + recording; }
};

// The number HR knows the nth of those by whom a council hired.
std::string number_of(std::size_t person);

class council {
 public:
  // Without a directory nothing is closed but on paper.
  explicit council(std::size_t people, const support::slapd_server* directory = nullptr);

  // Every account's entry, as the directory has it before anybody leaves.
  std::string entries();
  // People `first`.. leave by one list; returns once all of them are closed, read back, committed.
  // Throws std::runtime_error when anything else happened.
  closing_times close(std::size_t first, std::size_t count);
  // The same for these numbers of HR's, every effect answered at once on the caller's thread.
  // Seconds from `apply` until the last account is committed as closed.
  double close_on_paper(const std::vector<std::string>& people);

  std::string store_file() const { return (folder_ / "tenure.db").string(); }
  // The store is closed, `change` is made to its file, and it is opened again.
  void with_file(const std::function<void(const std::string& path)>& change);
  double open_seconds();  // closes, opens, answers how long opening took

 private:
  void load_rules();
  void open_directory(const support::slapd_server& directory);
  void hire(std::size_t people);
  void open();
  std::unique_ptr<flow::engine> engine_on(std::vector<flow::lane> lanes);
  std::unique_ptr<flow::engine> on_paper(effects::performer& all);
  std::string preview(flow::lists& lists, hr_list_kind kind, const std::string& csv);
  std::size_t scattered(std::size_t nth) const;
  std::size_t in_state(flow::engine& on, const std::string& state);

  const std::size_t people_;
  support::temp_folder folder_{"council"};
  service::adjustable_clock clock_;
  service::system_entropy random_;
  std::shared_ptr<const statechart::chart> chart_;
  policy::pack pack_;
  std::unique_ptr<policy::calendar> calendar_;
  std::unique_ptr<flow::organisation> organisation_;
  std::unique_ptr<sealer> seals_;
  std::unique_ptr<store> store_;
  std::unique_ptr<hr_feed> feed_;
  std::unique_ptr<ldap::directory> directory_;
  std::int64_t epoch_ = 0;
};

}  // namespace tenure::bench
