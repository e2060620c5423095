#include "engine/audit/merkle.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/frontier.hpp"
#include "engine/audit/tile.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenure::audit {
namespace {

// The tree of RFC 6962 as its text says it, without any of the shortcuts under test.
digest naive_root(const std::vector<digest>& leaves, std::size_t from, std::size_t to) {
  if (to == from) return sha256({});
  if (to - from == 1) return leaves[from];
  std::size_t k = 1;
  while (k * 2 < to - from) k *= 2;
  return node_hash(naive_root(leaves, from, from + k), naive_root(leaves, from + k, to));
}

class tree : public node_source {
 public:
  explicit tree(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      leaves.push_back(leaf_hash("entry " + std::to_string(i)));
    }
  }
  digest node(unsigned level, std::uint64_t index) override {
    std::size_t from = index << level, to = (index + 1) << level;
    if (to > leaves.size()) throw std::logic_error("asked outside the tree");
    return naive_root(leaves, from, to);
  }
  digest root(std::size_t size) const { return naive_root(leaves, 0, size); }
  std::vector<digest> leaves;
};

std::string text_of(const digest& hash) { return hex(bytes_of(hash)); }

// The reference tree of the Certificate Transparency implementations.
TEST(merkle, gives_the_published_roots) {
  using std::string_view_literals::operator""sv;
  const std::string_view entries[] = {
      ""sv, "\0"sv, "\x10"sv, "\x20\x21"sv, "\x30\x31"sv, "\x40\x41\x42\x43"sv,
      "\x50\x51\x52\x53\x54\x55\x56\x57"sv,
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"sv};
  const char* const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  frontier edge;
  EXPECT_EQ(text_of(edge.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < std::size(entries); ++i) {
    edge.append(leaf_hash(entries[i]));
    EXPECT_EQ(text_of(edge.root()), roots[i]) << "size " << i + 1;
  }
}

TEST(merkle, every_way_to_the_root_agrees) {
  tree all(600);
  frontier edge;
  tile_builder tiles(0, {}, [](const tile&, std::string_view) {});
  for (std::size_t size = 1; size <= 600; ++size) {
    edge.append(all.leaves[size - 1]);
    tiles.append(all.leaves[size - 1]);
    if (size > 40 && size % 7 != 0 && size % 256 > 1) continue;
    digest root = all.root(size);
    ASSERT_EQ(edge.root(), root) << size;
    ASSERT_EQ(tiles.root(), root) << size;
    ASSERT_EQ(root_of(all, size), root) << size;
    ASSERT_EQ(frontier::parse(edge.text()), edge) << size;
  }
}

TEST(merkle, proves_every_entry_of_every_size_and_nothing_else) {
  tree all(33);
  for (std::uint64_t size = 1; size <= 33; ++size) {
    digest root = all.root(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      auto proof = inclusion_proof(all, index, size);
      ASSERT_TRUE(verify_inclusion(proof, all.leaves[index], index, size, root));
      ASSERT_FALSE(verify_inclusion(proof, all.leaves[(index + 1) % 33], index, size, root));
      ASSERT_FALSE(verify_inclusion(proof, all.leaves[index], index, size, all.leaves[32]));
      ASSERT_FALSE(verify_inclusion(proof, all.leaves[index], size, size, root));
      for (std::uint64_t other = 0; other < size; ++other) {
        ASSERT_EQ(verify_inclusion(proof, all.leaves[index], other, size, root), other == index);
      }
      auto longer = proof;
      longer.push_back(root);
      ASSERT_FALSE(verify_inclusion(longer, all.leaves[index], index, size, root));
      if (proof.empty()) continue;
      auto shorter = proof;
      shorter.pop_back();
      ASSERT_FALSE(verify_inclusion(shorter, all.leaves[index], index, size, root));
      proof[proof.size() / 2][7] ^= 1;
      ASSERT_FALSE(verify_inclusion(proof, all.leaves[index], index, size, root));
    }
  }
}

TEST(merkle, proves_that_a_tree_begins_another_and_nothing_else) {
  tree all(33);
  for (std::uint64_t size = 1; size <= 33; ++size) {
    for (std::uint64_t old = 1; old <= size; ++old) {
      auto proof = consistency_proof(all, old, size);
      digest before = all.root(old), root = all.root(size), wrong = all.leaves[5];
      ASSERT_TRUE(verify_consistency(proof, old, before, size, root)) << old << " " << size;
      ASSERT_FALSE(verify_consistency(proof, old, wrong, size, root));
      ASSERT_FALSE(verify_consistency(proof, old, before, size, wrong));
      ASSERT_FALSE(verify_consistency(proof, 0, before, size, root));
      ASSERT_FALSE(verify_consistency(proof, size + 1, before, size, root));
      auto longer = proof;
      longer.push_back(root);
      ASSERT_FALSE(verify_consistency(longer, old, before, size, root));
      for (auto& hash : proof) {
        hash[0] ^= 0x80;
        ASSERT_FALSE(verify_consistency(proof, old, before, size, root));
        hash[0] ^= 0x80;
      }
    }
  }
}

TEST(merkle, refuses_proofs_that_cannot_be) {
  tree all(4);
  EXPECT_THROW(inclusion_proof(all, 4, 4), std::logic_error);
  EXPECT_THROW(consistency_proof(all, 0, 4), std::logic_error);
  EXPECT_THROW(consistency_proof(all, 5, 4), std::logic_error);
}

TEST(merkle, refuses_heads_of_another_form) {
  frontier edge;
  edge.append(leaf_hash("a"));
  std::string text = edge.text();
  EXPECT_FALSE(frontier::parse(text.substr(0, 7)));
  EXPECT_FALSE(frontier::parse(text.substr(0, 39)));
  EXPECT_FALSE(frontier::parse(text + std::string(32, 'x')));
  EXPECT_FALSE(frontier::parse(std::string(8, '\0')));
  EXPECT_TRUE(frontier::parse(""));
}

TEST(tiles, stand_where_the_specification_says) {
  EXPECT_EQ(tile_path({0, 1234067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({0, 0, 256}), "tile/0/000");
  EXPECT_EQ(tile_path({1, 999, 3}), "tile/1/999.p/3");
  EXPECT_EQ(tile_path({15, 1000, 255}), "tile/15/x001/000.p/255");
  EXPECT_EQ(bundle_path({0, 1234067, 256}), "tile/entries/x001/x234/067");
  EXPECT_EQ(bundle_path({0, 273, 112}), "tile/entries/273.p/112");
}

TEST(tiles, of_a_log_of_70000_are_those_of_the_specification) {
  auto all = tiles_of(70000);
  ASSERT_EQ(all.size(), 273u + 1 + 1 + 1 + 1);
  EXPECT_EQ(tile_path(all[272]), "tile/0/272");
  EXPECT_EQ(tile_path(all[273]), "tile/0/273.p/112");
  EXPECT_EQ(tile_path(all[274]), "tile/1/000");
  EXPECT_EQ(tile_path(all[275]), "tile/1/001.p/17");
  EXPECT_EQ(tile_path(all[276]), "tile/2/000.p/1");
  EXPECT_TRUE(tiles_of(0).empty());
  EXPECT_FALSE(tile_at(0, 1, 256));
  EXPECT_FALSE(tile_at(9, 0, UINT64_MAX));
}

TEST(tiles, bundles_take_what_they_were_given) {
  std::string bundle;
  append_entry(bundle, "");
  append_entry(bundle, std::string(65535, 'x'));
  EXPECT_THROW(append_entry(bundle, std::string(65536, 'x')), std::logic_error);
  std::string_view rest = bundle;
  EXPECT_EQ(take_entry(rest), "");
  EXPECT_EQ(take_entry(rest)->size(), 65535u);
  EXPECT_FALSE(take_entry(rest));
  for (std::string_view cut : {std::string_view("\0", 1), std::string_view("\0\x02x", 3)}) {
    EXPECT_FALSE(take_entry(cut));
  }
}

}  // namespace
}  // namespace tenure::audit
