#include "engine/service/lanes.hpp"

#include "engine/effects/collecting.hpp"
#include "engine/effects/last_look.hpp"
#include "engine/effects/once.hpp"
#include "engine/effects/sweeping.hpp"
#include "engine/flow/forwards.hpp"
#include "engine/flow/wanted.hpp"
#include "engine/service/application.hpp"
#include "engine/service/no_mailer.hpp"
#include "engine/service/notices.hpp"

namespace tenure::service {
namespace {

template <class Part>
std::vector<Part*> parts_of(application& app, Part* system_parts::*which) {
  std::vector<Part*> out;
  for (auto& system : app.systems) {
    if (system.*which != nullptr) out.push_back(system.*which);
  }
  return out;
}

class lane_builder {
 public:
  explicit lane_builder(application& app) : app_(app) {}

  void add(std::string verb, std::unique_ptr<effects::performer> performer, std::size_t batch,
           std::size_t threads) {
    app_.performers.push_back(std::move(performer));
    lanes.push_back({std::move(verb), app_.performers.back().get(), batch, threads});
  }
  std::vector<flow::lane> lanes;

 private:
  application& app_;
};

}  // namespace

message_sweeper* sweeper_of(const application& app) {
  for (const auto& system : app.systems) {
    if (system.sweeps != nullptr) return system.sweeps;
  }
  return nullptr;
}

std::vector<flow::lane> make_lanes(application& app) {
  using namespace effects;
  std::vector<connector*> governing;
  for (auto& system : app.systems) governing.push_back(system.governs.get());
  auto workers = static_cast<std::size_t>(app.config.effects.workers);
  auto wanted = [&app](const work& item) { return flow::still_wanted(*app.engine, item); };
  lane_builder out(app);
  app.reconciler = std::make_unique<effects::reconciler>(governing);
  auto note = [&app](const auto& found) { return flow::note_forwards(*app.engine, found); };
  auto may_open = [&app](const work& item) { return flow::may_open(*app.engine, item); };
  out.add("reconcile",
          std::make_unique<last_look>(std::make_unique<effects::reconciler>(governing, note),
                                      may_open), 256, 2);
  out.add("createMailbox",
          std::make_unique<creation>(parts_of(app, &system_parts::creates)), 256, 1);
  auto readers = parts_of(app, &system_parts::reads);
  if (!readers.empty()) {
    out.add("archiveMailbox", std::make_unique<archiving>(*app.kept, *readers.front(), wanted), 1,
            workers);
  }
  auto finders = parts_of(app, &system_parts::finds);
  auto couriers = parts_of(app, &system_parts::delivers);
  if (!finders.empty() && !couriers.empty()) {
    auto who = [&app](const work& item) { return flow::recipient_now(*app.engine, item); };
    out.add("copyMessages",
            std::make_unique<extraction>(*finders.front(), *couriers.front(), who), 1, 1);
  }
  auto waited_for = [&app](const work& item) { return flow::still_waited_for(*app.engine, item); };
  if (!finders.empty()) {
    out.add("collectEvidence",
            std::make_unique<evidence_keeping>(*app.kept, *finders.front(), waited_for), 1, 1);
  }
  auto may_sweep = [&app](const work& item) { return flow::may_sweep(*app.engine, item); };
  if (auto* sweeper = sweeper_of(app)) {
    out.add("sweepFolders", std::make_unique<sweeping>(*sweeper, may_sweep), 1, 1);
  }
  out.add("destroyEvidence", std::make_unique<evidence_destruction>(*app.kept, wanted), 1, 1);
  out.add("deleteMailbox",
          std::make_unique<deletion>(parts_of(app, &system_parts::removes_mail), app.kept.get(),
                                     wanted), 1, workers);
  out.add("deleteEntry",
          std::make_unique<deletion>(parts_of(app, &system_parts::removes_entry), nullptr, wanted),
          16, 1);
  out.add("destroyArchive", std::make_unique<destruction>(*app.kept, wanted), 1, 1);
  out.add(std::string(earlier_destruction), std::make_unique<destruction>(*app.kept, wanted), 1, 1);
  if (!app.mailer) {
    out.add("notify", std::make_unique<no_mailer>(), 256, 1);
    return out.lanes;
  }
  auto compose = [&app](const work& item) {
    return compose_notice(*app.engine, *app.organisation, item, app.clock.now());
  };
  out.add("notify", std::make_unique<notification>(*app.mailer, compose), 8, 1);
  return out.lanes;
}

}  // namespace tenure::service
