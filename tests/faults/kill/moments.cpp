#include "tests/faults/kill/moments.hpp"

#include <stdexcept>

namespace tenure::test {

std::string_view to_text(moment of) {
  switch (of) {
    case moment::starting: return "starting";
    case moment::listing: return "applying a list";
    case moment::deciding: return "deciding";
    case moment::creating: return "creating";
    case moment::closing: return "closing";
    case moment::archiving: return "archiving";
    case moment::deleting: return "deleting";
    case moment::unrecorded: return "done, not recorded";
    case moment::checkpoint: return "writing the checkpoint";
    case moment::unpublished: return "behind with the trail";
    case moment::folding: return "folding the log";
    case moment::idle: return "idle";
  }
  throw std::logic_error("no such moment");
}

}  // namespace tenure::test
