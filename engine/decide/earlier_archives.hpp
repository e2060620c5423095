#pragma once
// The archives of earlier closings. Somebody who was hired again, or whose leaving was withdrawn,
// has one from before, and its time goes on counting (CAM-19). The account's context keeps them as
// "earlierArchive.N" (N: which closing), each with the instant at which it was verified; the
// deadline "archive.due" stands outside the workflow's states, which say nothing of them.
// Private to this folder.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// The archive of the closing that is being undone, if there is one, becomes an earlier one.
void keep_earlier_archive(deliberation& d);

// --- guards
bool earlier_archives_kept(const deliberation& d);

// --- actions
// Destroys the oldest whose time is over, unless a hold forbids it or one is being destroyed
// already; else says when the next one is due.
void destroy_earlier_archive(deliberation& d, const attributes& params);
// It is destroyed; its certificate is a fact of the entry.
void forget_earlier_archive(deliberation& d, const attributes& params);
// It was not: tried again in a day, and as soon as the helpdesk looked at it or a hold is lifted.
void keep_trying_earlier_archive(deliberation& d, const attributes& params);

}  // namespace tenure::decide
