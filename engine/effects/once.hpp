#pragma once
// The verbs that happen once: create, archive, delete, destroy an archive, notify. Each is
// idempotent or looks before it repeats: an effect claimed again after a crash does no harm.

#include "engine/effects/performer.hpp"
#include "engine/ports/archive.hpp"
#include "engine/ports/notifier.hpp"
#include "engine/model/refusal.hpp"

#include <vector>

namespace tenure::effects {

// "createMailbox": in all creators, in order; facts directoryId from the first that gives one.
class creation final : public performer {
 public:
  explicit creation(std::vector<mailbox_creator*> creators) : creators_(std::move(creators)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  std::vector<mailbox_creator*> creators_;
};

// The package that holds the account's present closing. A person who was hired again after a first
// closing and leaves again has new mail: that closing gets a package of its own, under an id that
// derives from the account's.
mailbox_ref package_of(const account& closed);

// "archiveMailbox": one after the other; each may take long. `wanted` is asked before, again and
// again meanwhile, and right before the package counts: a hold that is placed stops it, and what
// was written is removed.
class archiving final : public performer {
 public:
  archiving(archive& into, message_source& from, still_wanted wanted)
      : into_(into), from_(from), wanted_(std::move(wanted)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  archive& into_;
  message_source& from_;
  still_wanted wanted_;
};

// "deleteMailbox" in the mail stores, then, as an effect of its own, "deleteEntry" in the
// directories: a crash between the two never leaves mail that nothing leads to. Asks `wanted` and
// verifies the
// archive (when the account has one and `kept` is given) right before the first call.
class deletion final : public performer {
 public:
  deletion(std::vector<mailbox_remover*> removers, archive* kept, still_wanted wanted)
      : removers_(std::move(removers)), kept_(kept), wanted_(std::move(wanted)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  outcome remove_one(const work& item);
  std::vector<mailbox_remover*> removers_;
  archive* kept_;
  still_wanted wanted_;
};

inline constexpr std::string_view earlier_destruction = "destroyEarlierArchive";

// "destroyArchive": the packages of every closing; facts are the last one's certificate.
// "destroyEarlierArchive": the one of input "closing" (from 1), while the account goes on.
class destruction final : public performer {
 public:
  destruction(archive& kept, still_wanted wanted) : kept_(kept), wanted_(std::move(wanted)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  outcome destroy(const work& item);
  archive& kept_;
  still_wanted wanted_;
};

// A notice ready to be sent, and what is kept of it in the trail besides the server's answer:
// "noticeAddress", "noticeContent". Both are personal: in the trail they can be erased.
struct composed_notice {
  notice mail;
  attributes kept;
};

// "notify": `compose` makes the text from the pack's template; its refusal is an invalid outcome.
class notification final : public performer {
 public:
  using composer = std::function<result<composed_notice>(const work&)>;
  notification(notifier& through, composer compose)
      : through_(through), compose_(std::move(compose)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  notifier& through_;
  composer compose_;
};

}  // namespace tenure::effects
