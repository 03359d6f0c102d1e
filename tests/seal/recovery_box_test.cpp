// Boxes to a recovery key: for that key under what its person's devices share, at their place
// alone.
#include "seal/recovery_box.hpp"

#include <gtest/gtest.h>

#include "seal/box.hpp"
#include "seal/key_codec.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/entry.hpp"

namespace kith::seal {
namespace {

struct RecoveryBox : ::testing::Test {
  kith::test::SeededEntropy entropy{23};
  PairSecret own = PairSecret::random(entropy);
  crypto::RecoverySecret key = crypto::RecoverySecret::generate(entropy);
  crypto::RecoveryPublic sealed_to = key.public_key();
  BoxPlace place{CircleId{{1}}, PersonId{{2}}, LogId{{3}}, {5}, {6}};
  wire::Handover handover;

  RecoveryBox() {
    handover.spans.push_back({{{6}, {5}, {0}}, Link{{7}}, {}, {}, std::nullopt});
    handover.spans.back().nodes.push_back({0, 0, NodeSecret::random(entropy)});
  }
  // Sealed as an entry's boxes are; nothing where no box was made.
  [[nodiscard]] std::optional<ByteVec> box_to(const crypto::RecoveryPublic& to) {
    const std::vector<Addressed> addressed{{std::nullopt, &own, &handover, &to}};
    const auto sealed = seal_boxes(place, addressed, BoxCount::as_addressed, entropy);
    const auto slot = wire::decode_boxes(sealed.part).slots.front();
    if (!sealed.delivered.front()) return std::nullopt;
    return ByteVec{slot.bytes.begin(), slot.bytes.end()};
  }
};

TEST_F(RecoveryBox, opens_with_its_key_and_says_that_it_is_for_it) {
  const auto box = box_to(sealed_to);
  ASSERT_TRUE(box.has_value());
  EXPECT_TRUE(is_for_recovery(place, sealed_to, own, *box));
  const auto opened = open_box(place, key, own, *box);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->spans.front().nodes.front().secret.view()[0],
            handover.spans.front().nodes.front().secret.view()[0]);
}

TEST_F(RecoveryBox, opens_with_no_other_key_nor_under_what_others_share) {
  const auto box = box_to(sealed_to);
  const auto other = crypto::RecoverySecret::generate(entropy);
  const auto others = PairSecret::random(entropy);
  EXPECT_FALSE(is_for_recovery(place, other.public_key(), own, *box));
  EXPECT_FALSE(open_box(place, other, own, *box).has_value());
  EXPECT_FALSE(open_for_recovery(place, other, own, *box).has_value());
  EXPECT_FALSE(is_for_recovery(place, sealed_to, others, *box));
  EXPECT_FALSE(open_for_recovery(place, key, others, *box).has_value());
}

TEST_F(RecoveryBox, opens_at_no_other_place) {
  const auto box = box_to(sealed_to);
  for (const auto& elsewhere : {BoxPlace{CircleId{{9}}, {{2}}, {{3}}, {5}, {6}},
                                BoxPlace{CircleId{{1}}, {{9}}, {{3}}, {5}, {6}},
                                BoxPlace{CircleId{{1}}, {{2}}, {{9}}, {5}, {6}},
                                BoxPlace{CircleId{{1}}, {{2}}, {{3}}, {9}, {6}},
                                BoxPlace{CircleId{{1}}, {{2}}, {{3}}, {5}, {9}}}) {
    EXPECT_FALSE(open_for_recovery(elsewhere, key, own, *box).has_value());
  }
}

TEST_F(RecoveryBox, is_none_where_it_is_cut_or_of_another_suite) {
  auto box = *box_to(sealed_to);
  EXPECT_FALSE(is_for_recovery(place, sealed_to, own, ByteView{box}.first(1)));
  EXPECT_FALSE(open_box(place, key, own, ByteView{box}.first(1)).has_value());
  box[0] ^= 1U;
  EXPECT_FALSE(is_for_recovery(place, sealed_to, own, box));
  EXPECT_FALSE(open_box(place, key, own, box).has_value());
}

TEST_F(RecoveryBox, is_not_made_for_a_key_that_nothing_can_be_sealed_to) {
  EXPECT_FALSE(box_to(crypto::RecoveryPublic{}).has_value());
}

}  // namespace
}  // namespace kith::seal
