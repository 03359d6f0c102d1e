// The secret tree, exhaustively at 2^8 leaves: what is granted opens, and nothing else does. With
// one leaf punctured beside it exhaustively at 2^5.
#include "seal/secret_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/seeded_entropy.hpp"

namespace kith::seal {
namespace {

constexpr unsigned depth = 8;
constexpr std::size_t leaves = std::size_t{1} << depth;

LeafIndex leaf(std::size_t i) { return {static_cast<std::uint16_t>(i)}; }

KeySet whole_tree(unsigned depth_of_it = depth) {
  kith::test::SeededEntropy entropy{3};
  return KeySet::whole(NodeSecret::random(entropy), depth_of_it);
}

ByteVec body_key(const KeySet& keys, std::size_t i) {
  const auto found = keys.keys_of(leaf(i));
  const auto* body = found ? std::get_if<BodyKey>(&found->body) : nullptr;
  if (body == nullptr) return {};
  return {body->view().begin(), body->view().end()};
}

std::vector<ByteVec> body_keys(const KeySet& keys, std::size_t count = leaves) {
  std::vector<ByteVec> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(body_key(keys, i));
  return all;
}

KeySet handed_over(const KeySet& from, std::size_t first, std::size_t last, unsigned depth_of_it) {
  const auto cover = from.cover(leaf(first), leaf(last));
  KeySet handed{depth_of_it};
  handed.add(cover.nodes, cover.meta_keys);
  return handed;
}

TEST(SecretTree, every_span_is_covered_by_exactly_its_leaves) {
  const auto tree = whole_tree();
  for (std::size_t first = 0; first < leaves; ++first) {
    for (std::size_t last = first; last < leaves; ++last) {
      const auto cover = tree.cover(leaf(first), leaf(last));
      std::size_t next = first;
      for (const auto& node : cover.nodes) {
        const unsigned shift = depth - node.depth;
        ASSERT_EQ(std::size_t{node.index} << shift, next);
        next = (std::size_t{node.index} + 1) << shift;
      }
      ASSERT_EQ(next, last + 1);
      ASSERT_LE(cover.nodes.size(), 2 * depth);
    }
  }
}

TEST(SecretTree, a_leaf_is_the_same_from_whatever_node_above_it) {
  const auto tree = whole_tree();
  const auto& root = tree.nodes().front();
  const auto cover = tree.cover(leaf(37), leaf(37));
  ASSERT_EQ(cover.nodes.size(), 1U);
  const auto& itself = cover.nodes.front();
  const auto derived = derive_leaf(root, leaf(37), depth);
  EXPECT_TRUE(constant_time_equal(derived, itself.secret));
  EXPECT_TRUE(constant_time_equal(derive_leaf(itself, leaf(37), depth), itself.secret));
  EXPECT_TRUE(std::ranges::equal(body_key_of(derived).view(), body_key(tree, 37)));
}

TEST(SecretTree, a_handed_over_suffix_opens_the_same_leaves_and_no_earlier_one) {
  const auto tree = whole_tree();
  const auto keys = body_keys(tree);
  for (std::size_t from = 0; from < leaves; ++from) {
    ASSERT_LE(tree.cover(leaf(from), leaf(leaves - 1)).nodes.size(), depth);
    const auto handed = handed_over(tree, from, leaves - 1, depth);
    for (std::size_t i = 0; i < leaves; ++i) {
      ASSERT_EQ(handed.opens(leaf(i)), i >= from);
      ASSERT_EQ(body_key(handed, i), i >= from ? keys[i] : ByteVec{});
    }
  }
}

// What opens is asked of every leaf, by its runs; the keys at both ends of a span and in its
// middle.
TEST(SecretTree, a_handed_over_span_opens_all_of_itself_and_no_leaf_beside) {
  const auto tree = whole_tree();
  const auto keys = body_keys(tree);
  for (std::size_t first = 0; first < leaves; ++first) {
    for (std::size_t last = first; last < leaves; ++last) {
      const auto handed = handed_over(tree, first, last, depth);
      for (std::size_t at = 0; at < leaves;) {
        const auto reach = handed.reach_of(leaf(at));
        ASSERT_GT(reach.next, at);
        ASSERT_EQ(reach.opens, at >= first && at <= last) << first << " to " << last;
        const bool crosses = (at < first && reach.next > first) ||
                             (at <= last && reach.next > last + 1 && at >= first);
        ASSERT_FALSE(crosses) << first << " to " << last;
        at = reach.next;
      }
      for (const auto i : {first, (first + last) / 2, last}) {
        ASSERT_EQ(body_key(handed, i), keys[i]);
      }
      if (first > 0) ASSERT_FALSE(handed.keys_of(leaf(first - 1)).has_value());
      if (last + 1 < leaves) ASSERT_FALSE(handed.keys_of(leaf(last + 1)).has_value());
    }
  }
}

TEST(SecretTree, a_punctured_leaf_keeps_its_meta_key_alone_and_every_other_leaf_opens) {
  const auto tree = whole_tree();
  const auto keys = body_keys(tree);
  for (std::size_t gone = 0; gone < leaves; ++gone) {
    auto punctured = tree.clone();
    punctured.puncture(leaf(gone), BodyHash{});
    for (std::size_t i = 0; i < leaves; ++i) {
      ASSERT_EQ(body_key(punctured, i), i == gone ? ByteVec{} : keys[i]);
    }
    const auto kept = punctured.keys_of(leaf(gone));
    ASSERT_TRUE(kept.has_value());
    EXPECT_TRUE(constant_time_equal(kept->meta, tree.keys_of(leaf(gone))->meta));
  }
}

TEST(SecretTree, every_span_around_every_punctured_leaf_opens_what_is_left_of_it) {
  constexpr unsigned small = 5;
  constexpr std::size_t all = std::size_t{1} << small;
  const auto tree = whole_tree(small);
  const auto keys = body_keys(tree, all);
  for (std::size_t gone = 0; gone < all; ++gone) {
    auto punctured = tree.clone();
    punctured.puncture(leaf(gone), BodyHash{{9}});
    for (std::size_t first = 0; first < all; ++first) {
      for (std::size_t last = first; last < all; ++last) {
        const auto handed = handed_over(punctured, first, last, small);
        for (std::size_t i = 0; i < all; ++i) {
          const bool within = i >= first && i <= last;
          ASSERT_EQ(handed.opens(leaf(i)), within);
          ASSERT_EQ(body_key(handed, i), within && i != gone ? keys[i] : ByteVec{});
        }
        if (gone < first || gone > last) continue;
        const auto kept = handed.keys_of(leaf(gone));
        ASSERT_EQ(std::get<BodyHash>(kept->body), BodyHash{{9}});
      }
    }
  }
}

TEST(SecretTree, what_was_forgotten_does_not_come_back_with_a_later_handover) {
  const auto tree = whole_tree();
  auto mine = tree.clone();
  mine.puncture(leaf(100), BodyHash{});
  mine.puncture(leaf(101), BodyHash{});
  mine.add(tree.nodes(), {});
  EXPECT_TRUE(body_key(mine, 100).empty());
  EXPECT_TRUE(body_key(mine, 101).empty());
  EXPECT_EQ(body_key(mine, 102), body_key(tree, 102));
}

TEST(SecretTree, what_was_forgotten_stays_so_in_a_copy_and_when_it_is_forgotten_again) {
  auto mine = whole_tree();
  mine.puncture(leaf(100), BodyHash{{1}});
  mine.puncture(leaf(100), BodyHash{{2}});
  const auto copy = mine.clone();
  const auto kept = copy.keys_of(leaf(100));
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(std::get<BodyHash>(kept->body), BodyHash{{1}});
  ASSERT_EQ(copy.meta_keys().size(), 1U);
  EXPECT_EQ(body_key(copy, 99), body_key(mine, 99));
}

TEST(SecretTree, a_meta_key_does_not_take_the_place_of_more) {
  const auto tree = whole_tree();
  auto forgetful = tree.clone();
  forgetful.puncture(leaf(7), BodyHash{{3}});
  auto mine = tree.clone();
  mine.add({}, forgetful.meta_keys());
  EXPECT_TRUE(mine.meta_keys().empty());
  EXPECT_EQ(body_key(mine, 7), body_key(tree, 7));
}

// Their giver had forgotten it; who hands over later may not have.
TEST(SecretTree, a_leaf_opens_whose_node_comes_after_its_meta_key) {
  const auto tree = whole_tree();
  auto forgetful = tree.clone();
  forgetful.puncture(leaf(7), BodyHash{{3}});
  KeySet mine{depth};
  mine.add(forgetful.nodes(), forgetful.meta_keys());
  ASSERT_TRUE(mine.opens(leaf(7)));
  ASSERT_TRUE(body_key(mine, 7).empty());
  mine.add(tree.nodes(), {});
  EXPECT_TRUE(mine.meta_keys().empty());
  for (std::size_t i = 0; i < leaves; ++i) ASSERT_EQ(body_key(mine, i), body_key(tree, i));
}

TEST(SecretTree, what_is_forgotten_by_its_meta_key_alone_stays_so) {
  const auto tree = whole_tree();
  auto forgetful = tree.clone();
  forgetful.puncture(leaf(7), BodyHash{{3}});
  KeySet mine{depth};
  mine.add({}, forgetful.meta_keys());
  mine.puncture(leaf(7), BodyHash{{3}});
  const auto copy = mine.clone();
  mine.add(tree.nodes(), {});
  EXPECT_TRUE(body_key(mine, 7).empty());
  EXPECT_EQ(body_key(mine, 8), body_key(tree, 8));
  EXPECT_TRUE(copy.is_punctured(leaf(7)));
}

TEST(SecretTree, a_past_shared_after_forgetting_goes_around_the_puncture) {
  auto mine = whole_tree();
  mine.puncture(leaf(10), BodyHash{});
  const auto cover = mine.cover(leaf(8), leaf(12));
  KeySet handed{depth};
  handed.add(cover.nodes, cover.meta_keys);
  EXPECT_TRUE(handed.opens(leaf(10)));
  EXPECT_TRUE(body_key(handed, 10).empty());
  EXPECT_EQ(body_key(handed, 9), body_key(mine, 9));
  EXPECT_FALSE(handed.opens(leaf(7)));
  EXPECT_FALSE(handed.opens(leaf(13)));
  EXPECT_FALSE(handed.keys_of(leaf(13)).has_value());
}

TEST(SecretTree, how_far_a_leaf_speaks_for_those_behind_it_is_told_in_few_steps) {
  auto mine = whole_tree();
  mine.puncture(leaf(50), BodyHash{});
  KeySet handed{depth};
  const std::vector<std::pair<std::size_t, std::size_t>> spans{
      {3, 3}, {8, 12}, {40, 60}, {100, 120}};
  for (const auto& [first, last] : spans) {
    const auto cover = mine.cover(leaf(first), leaf(last));
    handed.add(cover.nodes, cover.meta_keys);
  }
  std::size_t steps = 0;
  for (std::size_t at = 0; at < leaves; ++steps) {
    const auto reach = handed.reach_of(leaf(at));
    ASSERT_GT(reach.next, at);
    for (; at < reach.next; ++at) ASSERT_EQ(handed.opens(leaf(at)), reach.opens);
  }
  EXPECT_LT(steps, leaves / 3);
}

TEST(SecretTree, parts_of_a_tree_join_without_losing_a_leaf) {
  const auto tree = whole_tree();
  KeySet joined{depth};
  for (const auto& [first, last] : {std::pair{3, 90}, std::pair{80, 200}, std::pair{0, 255}}) {
    const auto cover =
        tree.cover(leaf(static_cast<std::size_t>(first)), leaf(static_cast<std::size_t>(last)));
    joined.add(cover.nodes, cover.meta_keys);
  }
  for (std::size_t i = 0; i < leaves; ++i) ASSERT_EQ(body_key(joined, i), body_key(tree, i));
}

// Any node of the tree, whatever is held of it elsewhere.
TreeNode node_at(const KeySet& tree, unsigned node_depth, std::size_t index, unsigned depth_of_it) {
  const auto width = std::size_t{1} << (depth_of_it - node_depth);
  const auto cover = tree.cover(leaf(index * width), leaf((index + 1) * width - 1));
  return clone(cover.nodes.front());
}

TEST(SecretTree, nodes_that_come_at_once_join_as_they_would_one_by_one) {
  constexpr unsigned small = 5;
  constexpr std::size_t all = std::size_t{1} << small;
  const auto tree = whole_tree(small);
  kith::test::SeededEntropy dice{5};
  const auto draw = [&](std::size_t below) {
    const auto drawn = dice.make<Bytes<struct DieTag, 2>>().raw;
    return (drawn[0] * 256U + drawn[1]) % below;
  };
  for (int round = 0; round < 300; ++round) {
    KeySet at_once{small};
    const auto held = draw(all);
    const auto cover = tree.cover(leaf(held), leaf(held + draw(all - held)));
    at_once.add(cover.nodes, {});
    for (auto punctures = draw(3); punctures > 0; --punctures) {
      at_once.puncture(leaf(draw(all)), BodyHash{});
    }
    auto one_by_one = at_once.clone();
    std::vector<TreeNode> come;
    for (auto count = draw(12); count > 0; --count) {
      const auto node_depth = static_cast<unsigned>(draw(small + 1));
      come.push_back(node_at(tree, node_depth, draw(std::size_t{1} << node_depth), small));
    }
    at_once.add(come, {});
    for (const auto& node : come) {
      std::vector<TreeNode> alone;
      alone.push_back(clone(node));
      one_by_one.add(alone, {});
    }
    ASSERT_EQ(body_keys(at_once, all), body_keys(one_by_one, all)) << round;
    std::size_t next = 0;
    for (const auto& node : at_once.nodes()) {
      ASSERT_LE(next, std::size_t{node.index} << (small - node.depth)) << round;
      next = (std::size_t{node.index} + 1) << (small - node.depth);
    }
  }
}

TEST(SecretTree, of_two_nodes_that_come_at_once_the_greater_counts) {
  const auto tree = whole_tree();
  for (const bool greater_first : {true, false}) {
    std::vector<TreeNode> come;
    come.push_back(node_at(tree, depth, 77, depth));
    come.push_back(node_at(tree, 1, 0, depth));
    come.push_back(node_at(tree, depth, 78, depth));
    if (greater_first) std::swap(come[0], come[1]);
    KeySet mine{depth};
    mine.add(come, {});
    ASSERT_EQ(mine.nodes().size(), 1U);
    EXPECT_EQ(body_key(mine, 77), body_key(tree, 77));
  }
}

TEST(SecretTree, of_two_meta_keys_of_a_leaf_the_one_that_was_held_stays) {
  const auto punctured = [](std::uint8_t hash) {
    auto tree = whole_tree();
    for (const std::size_t i : {9, 4}) tree.puncture(leaf(i), BodyHash{{hash}});
    return tree;
  };
  KeySet mine{depth};
  mine.add({}, punctured(1).meta_keys());
  mine.add({}, punctured(2).meta_keys());
  ASSERT_EQ(mine.meta_keys().size(), 2U);
  EXPECT_EQ(mine.meta_keys()[0].leaf, leaf(4));
  EXPECT_EQ(mine.meta_keys()[1].body_hash, BodyHash{{1}});
}

}  // namespace
}  // namespace kith::seal
