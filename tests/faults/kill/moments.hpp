#pragma once
// What the service is in the midst of when it is killed. Several may hold at once.

#include <array>
#include <set>
#include <string_view>

namespace tenure::test {

enum class moment {
  starting,     // it has not said yet that it is ready
  listing,      // somebody waits for a list to be applied, a transaction is open, and it is not
  deciding,     // a transaction is open
  creating,     // this life has claimed such effects and not recorded what came of them ...
  closing,
  archiving,    // ... and the account's package is on the disk, unfinished
  deleting,     // ... of the mailbox or of its entry
  unrecorded,   // ... and the mailbox is empty, or the package whole: done, and nobody knows
  checkpoint,   // its text is on the disk but not in place, or the store knows it and the trail not
  unpublished,  // the journal is longer than the trail's checkpoint says
  folding,      // pages of the store's log are being written into its file
  idle,         // none of all these
};

using moments = std::set<moment>;

inline constexpr std::array every_moment{
    moment::starting,   moment::listing,    moment::deciding,    moment::creating,
    moment::closing,    moment::archiving,  moment::deleting,    moment::unrecorded,
    moment::checkpoint, moment::unpublished, moment::folding,    moment::idle};

std::string_view to_text(moment of);

}  // namespace tenure::test
