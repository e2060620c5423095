#pragma once
// The world in which rows are played (engine/rows), by the name of a pack that this source ships.

#include "engine/rows/world.hpp"

#include <filesystem>

namespace tenure::test {

using rows::arrived_notice;
using rows::hand_clock;
using rows::mail_house;
using rows::mail_ports;
using rows::memory_house;
using rows::row_feed;
using rows::seeded_entropy;

struct world_options {
  std::string pack = "cambridgeshire";
  std::filesystem::path workflow = {};  // the account's, when it is another than the shipped one
  std::string start = "2026-11-02T09:00:00Z";
  std::uint64_t seed = 1;
  std::string store_url = "sqlite::memory:";
  std::function<tenure::store&(tenure::store&)> wrap = {};  // as in rows::world_options
  std::size_t threads = 1;
  mail_house* house = nullptr;
};

// Loaded once in a program. A fault of the pack or a workflow: std::logic_error with its text.
const rows::rulebook& shipped_rules(const std::string& pack);

class world : public rows::world {
 public:
  explicit world(const world_options& how = {});
};

}  // namespace tenure::test
