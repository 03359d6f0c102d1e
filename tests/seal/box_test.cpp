// Handover boxes: open for one device, pair and place; look alike for everyone else.
#include "seal/box.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "seal/key_codec.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/entry.hpp"
#include "wire/varint.hpp"

namespace kith::seal {
namespace {

struct BoxScene {
  test::SeededEntropy entropy{17};
  PairSecret pair = PairSecret::random(entropy);
  crypto::DeviceKey device = crypto::DeviceKey::generate(entropy);
  OwnPrekey mine{device.public_key(), {4}, crypto::PrekeySecret::generate(entropy)};
  BoxPlace place{CircleId{{1}}, PersonId{{2}}, LogId{{3}}, {5}, {6}};
  wire::Handover handover = whole_epoch();

  wire::Handover whole_epoch() {
    wire::Handover made;
    made.spans.push_back({{{6}, {5}, {0}}, Link{{7}}, {}, {}, std::nullopt});
    made.spans.back().nodes.push_back({0, 0, NodeSecret::random(entropy)});
    return made;
  }
  [[nodiscard]] wire::Prekey prekey() const {
    return {mine.device, mine.counter, mine.secret.public_key(), {9}};
  }
  [[nodiscard]] Addressed to_me() const { return {prekey(), &pair, &handover}; }
  std::vector<ByteVec> boxes(std::vector<Addressed> to, BoxCount count) {
    const auto sealed = seal_boxes(place, to, count, entropy);
    std::vector<ByteVec> out;
    for (const auto& slot : wire::decode_boxes(sealed.part).slots) {
      out.emplace_back(slot.bytes.begin(), slot.bytes.end());
    }
    return out;
  }
};

bool opens(const BoxScene& scene, const std::vector<ByteVec>& boxes) {
  return std::ranges::any_of(boxes, [&](const ByteVec& box) {
    const auto found = open_box(scene.place, scene.mine, &scene.pair, box);
    return found && found->spans.front().nodes.front().secret.view()[0] ==
                        scene.handover.spans.front().nodes.front().secret.view()[0];
  });
}

TEST(Box, opens_for_the_one_it_is_sealed_to) {
  BoxScene scene;
  EXPECT_TRUE(opens(scene, scene.boxes({scene.to_me()}, BoxCount::as_addressed)));
}

TEST(Box, opens_without_a_pair_secret_in_base_mode) {
  BoxScene scene;
  const auto boxes =
      scene.boxes({{scene.prekey(), nullptr, &scene.handover}}, BoxCount::as_addressed);
  EXPECT_TRUE(open_box(scene.place, scene.mine, nullptr, boxes.front()).has_value());
  EXPECT_FALSE(open_box(scene.place, scene.mine, &scene.pair, boxes.front()).has_value());
}

TEST(Box, is_bound_to_circle_author_log_epoch_and_seq) {
  BoxScene scene;
  const auto boxes = scene.boxes({scene.to_me()}, BoxCount::as_addressed);
  const auto elsewhere = [&](auto change) {
    auto place = scene.place;
    change(place);
    return open_box(place, scene.mine, &scene.pair, boxes.front()).has_value();
  };
  EXPECT_FALSE(elsewhere([](BoxPlace& place) { place.circle.raw[9] = 1; }));
  EXPECT_FALSE(elsewhere([](BoxPlace& place) { place.author.raw[9] = 1; }));
  EXPECT_FALSE(elsewhere([](BoxPlace& place) { place.log.raw[9] = 1; }));
  EXPECT_FALSE(elsewhere([](BoxPlace& place) { place.epoch.value += 1; }));
  EXPECT_FALSE(elsewhere([](BoxPlace& place) { place.seq.value += 1; }));
}

// Else whoever carries entries could tell by the hints which of them are for the same reader.
TEST(Box, has_another_hint_for_the_same_reader_in_each_log_and_at_each_place) {
  const BoxScene scene;
  const auto here = hint_for(scene.place, scene.mine, &scene.pair);
  auto later = scene.place;
  later.seq.value += 1;
  auto elsewhere = scene.place;
  elsewhere.log.raw[9] = 1;
  EXPECT_NE(hint_for(later, scene.mine, &scene.pair), here);
  EXPECT_NE(hint_for(elsewhere, scene.mine, &scene.pair), here);
  EXPECT_NE(hint_for(later, scene.mine, nullptr), hint_for(scene.place, scene.mine, nullptr));
}

TEST(Box, damaged_anywhere_opens_for_nobody) {
  BoxScene scene;
  const auto boxes = scene.boxes({scene.to_me()}, BoxCount::as_addressed);
  for (std::size_t i = 0; i < boxes.front().size(); ++i) {
    auto damaged = boxes.front();
    damaged[i] ^= 1;
    EXPECT_FALSE(open_box(scene.place, scene.mine, &scene.pair, damaged).has_value()) << i;
  }
  EXPECT_FALSE(open_box(scene.place, scene.mine, &scene.pair, {}).has_value());
}

TEST(Box, that_holds_no_handover_opens_for_nobody) {
  BoxScene scene;
  const auto& place = scene.place;
  BoxBinding info{"kith/1 handover", {}};
  for (const ByteView id : {place.circle.view(), place.author.view(), place.log.view()}) {
    wire::put_bytes(info.bytes, id);
  }
  wire::put_fixed(info.bytes, place.epoch.value);
  wire::put_fixed(info.bytes, place.seq.value);
  BoxBinding hint{"kith/1 hint", ByteVec(place.log.raw.begin(), place.log.raw.end())};
  wire::put_fixed(hint.bytes, place.seq.value);
  const auto opened_with = [&](ByteView plain) {
    const auto box =
        seal_to_device(info, hint, scene.prekey(), &scene.pair, plain, scene.entropy).value();
    return open_box(place, scene.mine, &scene.pair, box).has_value();
  };
  EXPECT_TRUE(opened_with(wire::encode_handover(scene.handover)));
  EXPECT_FALSE(opened_with(as_bytes("no handover")));
}

TEST(Box, count_and_sizes_do_not_tell_who_could_be_reached) {
  BoxScene scene;
  auto small = scene.whole_epoch();
  auto large = scene.whole_epoch();
  for (std::uint16_t i = 1; i < 9; ++i) {
    large.spans.front().nodes.push_back({10, i, NodeSecret::random(scene.entropy)});
  }
  large.spans.front().nodes.front() = {10, 0, NodeSecret::random(scene.entropy)};
  const std::vector<Addressed> some{{scene.prekey(), &scene.pair, &small},
                                    {std::nullopt, nullptr, &large}};
  const auto boxes = scene.boxes(some, BoxCount::rounded_to_8);
  ASSERT_EQ(boxes.size(), 8U);
  for (const auto& box : boxes) {
    EXPECT_EQ(box.size(), boxes.front().size());
    EXPECT_EQ((box.size() - 53) % 32, 0U);
    EXPECT_EQ(box[0], 1);
  }
  const auto sealed = seal_boxes(scene.place, some, BoxCount::as_addressed, scene.entropy);
  EXPECT_EQ(sealed.delivered, (std::vector{true, false}));
}

TEST(Box, a_prekey_that_forces_the_secret_gets_a_dummy) {
  BoxScene scene;
  auto weak = scene.prekey();
  weak.key = {};
  const std::vector<Addressed> to{{weak, &scene.pair, &scene.handover}};
  const auto sealed = seal_boxes(scene.place, to, BoxCount::as_addressed, scene.entropy);
  EXPECT_EQ(sealed.delivered, std::vector{false});
}

TEST(Box, holds_as_much_as_it_says_and_takes_no_more_than_an_entry_allows) {
  EXPECT_EQ(handover_bytes_max() % 32, 0U);
  EXPECT_LE(handover_bytes_max() + device_box_overhead_bytes, limits::box_bytes_max);
  EXPECT_GT(handover_bytes_max() + device_box_overhead_bytes + 32, limits::box_bytes_max);
}

TEST(KeyCodec, refuses_what_is_in_no_tree_and_what_is_cut) {
  BoxScene scene;
  const auto with_node = [](std::uint8_t depth, std::uint16_t index, std::size_t secret) {
    ByteVec bytes;
    wire::put_fixed(bytes, std::uint16_t{1});
    wire::put_fixed(bytes, depth);
    wire::put_fixed(bytes, index);
    wire::put_bytes(bytes, ByteVec(secret));
    return decode_keys(bytes).has_value();
  };
  EXPECT_TRUE(with_node(limits::tree_depth, limits::epoch_leaves - 1, 32));
  EXPECT_FALSE(with_node(limits::tree_depth, limits::epoch_leaves, 32));
  EXPECT_FALSE(with_node(limits::tree_depth + 1, 0, 32));
  EXPECT_FALSE(with_node(0, 1, 32));
  EXPECT_FALSE(with_node(0, 0, 31));
  const auto with_meta_key = [](std::uint16_t leaf, std::size_t size) {
    ByteVec bytes;
    wire::put_fixed(bytes, std::uint16_t{0});
    wire::put_fixed(bytes, leaf);
    wire::put_bytes(bytes, ByteVec(size));
    return decode_keys(bytes).has_value();
  };
  EXPECT_TRUE(with_meta_key(limits::epoch_leaves - 1, 64 + 32));
  EXPECT_FALSE(with_meta_key(limits::epoch_leaves, 64 + 32));
  EXPECT_FALSE(with_meta_key(0, 64 + 31));
  EXPECT_FALSE(with_meta_key(0, 63));
}

TEST(KeyCodec, tells_what_others_forgot_from_what_was_forgotten_here) {
  BoxScene scene;
  const auto whole = KeySet::whole(NodeSecret::random(scene.entropy));
  auto theirs = whole.clone();
  theirs.puncture({77}, BodyHash{{8}});
  KeySet mine;
  mine.add(theirs.nodes(), theirs.meta_keys());
  mine.puncture({78}, BodyHash{{9}});
  auto back = decode_keys(encode_keys(mine));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(encode_keys(*back), encode_keys(mine));
  back->add(whole.nodes(), {});
  EXPECT_TRUE(std::holds_alternative<BodyKey>(back->keys_of({77})->body));
  EXPECT_TRUE(std::holds_alternative<BodyHash>(back->keys_of({78})->body));
}

TEST(KeyCodec, keeps_nodes_and_what_is_left_of_forgotten_leaves) {
  BoxScene scene;
  auto keys = KeySet::whole(NodeSecret::random(scene.entropy));
  keys.puncture({77}, BodyHash{{8}});
  const auto bytes = encode_keys(keys);
  const auto back = decode_keys(bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(encode_keys(*back), bytes);
  EXPECT_TRUE(std::holds_alternative<BodyHash>(back->keys_of({77})->body));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    (void)decode_keys(ByteView{bytes}.first(size));  // whatever it is, it is no crash
  }
  EXPECT_FALSE(decode_keys(ByteView{bytes}.first(1)).has_value());
}

}  // namespace
}  // namespace kith::seal
