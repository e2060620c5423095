#include "engine/audit/acknowledge.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/replay.hpp"

namespace tenure::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view event_name = "audit.acknowledged";

bool can_be_acknowledged(std::string_view code) {
  return code == "audit.rolled_back" || code == "audit.forked" ||
         code == "audit.checkpoint_missing";
}

// What is given up: the checkpoint on disk, or else what the database remembers of it.
std::optional<checkpoint> given_up(transaction& reading, const std::optional<checkpoint>& on_disk) {
  if (on_disk) return on_disk;
  auto published = parse_head_text(reading.settings().get(published_setting).value_or(""), {});
  if (published) return published;
  return parse_head_text(reading.settings().get(exported_setting).value_or(""), {});
}

journal_entry entry_for(const checkpoint& abandoned, const std::string& code, instant now,
                        entropy& ids, const actor& by, const std::string& reason) {
  journal_entry out;
  out.at = now;
  out.cause = new_id<event_id>(ids);
  out.event = event_name;
  out.by = by;
  out.facts = {{"abandonedSize", std::to_string(abandoned.size)},
               {"abandonedRoot", base64(bytes_of(abandoned.root))},
               {"finding", code}};
  out.personal = {{"reason", reason}};
  return out;
}

void set_aside(const fs::path& trail, const checkpoint& abandoned) {
  fs::path aside = trail;
  aside += ".abandoned." + std::to_string(abandoned.size) + "." +
           hex(bytes_of(abandoned.root).substr(0, 4));
  fs::rename(trail, aside);
  sync_folder(trail.parent_path());
}

}  // namespace

result<std::uint64_t> acknowledge(store& in, instant now, entropy& ids, const verifier_key& log,
                                  const fs::path& trail, const actor& by,
                                  const std::string& reason) {
  auto last = last_checkpoint(trail, log);
  if (!last) return last.error();
  auto finding = replay(in, {now, trail, *last});
  if (finding) {
    return refusal{"audit.nothing_to_acknowledge", "the database continues its trail", "", "", ""};
  }
  if (!can_be_acknowledged(finding.error().code)) return finding.error();
  auto writing = in.begin(now);
  auto abandoned = given_up(*writing, *last);
  if (!abandoned) return finding.error();
  std::uint64_t index = writing->journal().append(
      entry_for(*abandoned, finding.error().code, now, ids, by, reason));
  writing->settings().put(acknowledged_setting, std::to_string(index));
  writing->settings().put(published_setting, "");
  writing->settings().put(exported_setting, "");
  writing->commit();
  // Acknowledged. A crash here leaves the old trail in place; set_aside_acknowledged() finds it
  // named in the entry and moves it.
  if (*last) set_aside(trail, *abandoned);
  return index;
}

bool set_aside_acknowledged(store& in, instant now, const verifier_key& log,
                            const fs::path& trail) {
  auto last = last_checkpoint(trail, log);
  if (!last || !*last) return false;
  auto reading = in.begin(now);
  auto setting = reading->settings().get(acknowledged_setting);
  auto index = setting ? parse_decimal(*setting) : std::nullopt;
  if (!index) return false;
  auto rows = reading->journal().read(*index, 1);
  if (rows.empty() || rows[0].index != *index) return false;
  auto said = read_leaf(rows[0].leaf);
  if (!said || said->event != event_name) return false;
  if (value_of(said->facts, "abandonedSize") != std::to_string((*last)->size) ||
      value_of(said->facts, "abandonedRoot") != base64(bytes_of((*last)->root))) {
    return false;
  }
  set_aside(trail, **last);
  return true;
}

}  // namespace tenure::audit
