// A bundle opens for those it is for, each as far as is theirs, and says nothing to others but how
// much there is.
#include "seal/bundle.hpp"

#include "tests/seal/bundle_scene.hpp"

namespace kith::seal {
namespace {

using test::bytes_of;
using test::found_by;
using test::Phone;
using test::Scene;
using test::texts_in;

using Texts = std::vector<std::string>;

TEST(Bundle, gives_each_reader_what_is_theirs_in_their_order) {
  Scene scene;
  const auto file = scene.file();
  const auto bundle = OpenBundle::read(file).value();
  EXPECT_EQ(bundle.sections(), 5U);

  const auto ben = found_by(bundle, scene.ben, {&scene.with_eve, &scene.with_ben});
  ASSERT_EQ(ben.size(), 1U);
  EXPECT_EQ(ben.front().pair, 1U);
  EXPECT_EQ(ben.front().manifest.presence, bytes_of("here I am"));
  EXPECT_EQ(texts_in(bundle, ben.front().manifest), (Texts{"for ben", "for both"}));

  const auto cleo = found_by(bundle, scene.cleo, {&scene.with_eve});
  ASSERT_EQ(cleo.size(), 1U);
  EXPECT_EQ(cleo.front().pair, std::nullopt);
  EXPECT_EQ(texts_in(bundle, cleo.front().manifest), (Texts{"for cleo", "for both"}));
}

TEST(Bundle, opens_for_every_device_of_a_reader_and_not_for_a_stranger) {
  Scene scene;
  const Phone second{scene.entropy};
  auto draft = scene.draft();
  draft.readers.front().devices.push_back({second.prekey(), &scene.with_ben});
  draft.readers.front().devices.push_back({std::nullopt, &scene.with_ben});
  const auto file = scene.file(draft);
  const auto bundle = OpenBundle::read(file).value();
  EXPECT_EQ(found_by(bundle, scene.ben, {&scene.with_ben}).size(), 1U);
  EXPECT_EQ(found_by(bundle, second, {&scene.with_ben}).size(), 1U);
  EXPECT_TRUE(found_by(bundle, scene.eve, {&scene.with_ben, &scene.with_eve}).empty());
  EXPECT_TRUE(found_by(bundle, scene.ben, {&scene.with_eve}).empty());
  EXPECT_TRUE(found_by(bundle, scene.ben, {}).empty());
  EXPECT_TRUE(bundle.find({}, {}).empty());
}

TEST(Bundle, tells_whom_it_reaches_and_is_not_made_for_nobody) {
  Scene scene;
  auto draft = scene.draft();
  draft.readers[0].devices.front().prekey.reset();
  EXPECT_EQ(seal_bundle(draft, scene.entropy)->reached, (std::vector{false, true}));
  draft.readers[1].devices.front().prekey->key = {};  // forces the secret
  EXPECT_EQ(seal_bundle(draft, scene.entropy).error(), DraftError::nobody);
  draft.readers.clear();
  EXPECT_EQ(seal_bundle(draft, scene.entropy).error(), DraftError::nobody);
}

TEST(Bundle, has_one_size_for_texts_that_differ_within_the_padding) {
  Scene scene;
  const auto size_with = [&](std::size_t bytes) {
    auto draft = scene.draft();
    draft.sections[0] = ByteVec(bytes, 1);
    return scene.file(draft).size();
  };
  EXPECT_EQ(size_with(9'900), size_with(9'980));
  EXPECT_NE(size_with(9'900), size_with(11'000));
}

TEST(Bundle, does_not_tell_by_its_keys_how_many_devices_it_is_for) {
  Scene scene;
  auto draft = scene.draft();
  const auto keys_with = [&](std::size_t devices) {
    draft.readers[0].devices.assign(devices, {scene.ben.prekey(), &scene.with_ben});
    return test::Parts{scene.file(draft)}.keys.size();
  };
  EXPECT_EQ(keys_with(1), 8U);
  EXPECT_EQ(keys_with(7), 8U);
  EXPECT_EQ(keys_with(8), 16U);  // with the one of Cleo
}

TEST(Bundle, stands_in_another_order_each_time) {
  Scene scene;
  std::set<std::pair<std::uint32_t, std::uint32_t>> orders;
  for (int i = 0; i < 40; ++i) {
    const auto file = scene.file();
    const auto found = found_by(OpenBundle::read(file).value(), scene.ben, {&scene.with_ben});
    const auto& sections = found.front().manifest.sections;
    orders.emplace(sections[0].place, sections[1].place);
  }
  EXPECT_GT(orders.size(), 10U);
}

TEST(Bundle, of_the_same_draft_and_seed_is_the_same) {
  Scene one;
  Scene other;
  EXPECT_EQ(one.file(), other.file());
}

TEST(BundleLimits, hold_sections_at_their_greatest_size_and_not_beyond) {
  Scene scene;
  auto draft = scene.draft();
  draft.sections[0] = ByteVec(limits::bundle_section_bytes_max, 7);
  const auto file = scene.file(draft);
  const auto bundle = OpenBundle::read(file).value();
  const auto ben = found_by(bundle, scene.ben, {&scene.with_ben});
  EXPECT_EQ(bundle.section(ben.front().manifest.sections[1]), draft.sections[0]);
  draft.sections[0].push_back(7);
  EXPECT_EQ(seal_bundle(draft, scene.entropy).error(), DraftError::too_large);
}

TEST(BundleLimits, hold_manifests_sections_and_devices) {
  Scene scene;
  const auto with = [&](auto change) -> std::optional<DraftError> {
    auto draft = scene.draft();
    change(draft);
    const auto made = seal_bundle(draft, scene.entropy);
    return made ? std::nullopt : std::optional{made.error()};
  };
  const auto presence = [](std::size_t bytes) {
    return [bytes](BundleDraft& draft) { draft.presence = ByteVec(bytes); };
  };
  EXPECT_EQ(with(presence(limits::bundle_manifest_bytes_max - 100)), std::nullopt);
  EXPECT_EQ(with(presence(limits::bundle_manifest_bytes_max)), DraftError::too_large);
  const auto sections = [](std::size_t count) {
    return [count](BundleDraft& draft) { draft.sections.resize(count); };
  };
  EXPECT_EQ(with(sections(limits::bundle_sections_max - 2)), std::nullopt);
  EXPECT_EQ(with(sections(limits::bundle_sections_max - 1)), DraftError::too_many);
  const auto devices = [&](std::size_t count) {
    return [&, count](BundleDraft& draft) {
      draft.readers[0].devices.assign(count, {scene.ben.prekey(), nullptr});
    };
  };
  EXPECT_EQ(with(devices(limits::bundle_keys_max - 1)), std::nullopt);
  EXPECT_EQ(with(devices(limits::bundle_keys_max)), DraftError::too_many);
}

TEST(BundleLimits, hold_the_file_with_all_the_keys_that_it_may_have) {
  Scene scene;
  const auto draft = scene.draft();
  const auto full = scene.file().size() + (limits::bundle_keys_max - 8) * test::key_bytes;
  EXPECT_TRUE(seal_bundle(draft, scene.entropy, full).has_value());
  EXPECT_EQ(seal_bundle(draft, scene.entropy, full - 1).error(), DraftError::too_large);
}

TEST(BundleRanges, are_split_where_they_were_joined) {
  const std::vector<ByteVec> ranges{ByteVec(200, 1), ByteVec(300, 2),
                                    ByteVec(limits::range_bytes_max, 3)};
  const auto section = join_ranges(ranges);
  const auto split = split_ranges(section).value();
  ASSERT_EQ(split.size(), ranges.size());
  for (std::size_t i = 0; i < split.size(); ++i) {
    EXPECT_TRUE(std::ranges::equal(split[i], ranges[i]));
  }
}

TEST(BundleRanges, are_refused_when_cut_empty_or_too_large) {
  const auto section = join_ranges(std::vector{ByteVec(200, 1), ByteVec(300, 2)});
  for (std::size_t size = 0; size < section.size(); ++size) {
    if (size == 204) continue;  // where one range ends
    EXPECT_EQ(split_ranges(ByteView{section}.first(size)).error(), BundleError::malformed) << size;
  }
  EXPECT_EQ(split_ranges(ByteVec(8)).error(), BundleError::malformed);
  ByteVec large;
  wire::put_fixed(large, static_cast<std::uint32_t>(limits::range_bytes_max + 1));
  EXPECT_EQ(split_ranges(large).error(), BundleError::too_large);
}

}  // namespace
}  // namespace kith::seal
