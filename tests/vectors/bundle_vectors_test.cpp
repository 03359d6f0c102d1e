// The committed bundles open for their readers under this code, those that are to be refused do
// not, and the program that wrote them would write them again.
// Source: docs/protocol.md §8.2, §12.
#include "tests/vectors/bundle_vectors.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "seal/bundle.hpp"
#include "tests/vectors/raw_bundle.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

struct Opened {
  ByteVec presence;
  std::vector<std::vector<ByteVec>> sections;
};

// As a stranger would: nothing where anything of it is refused.
std::optional<Opened> opened(const json& vector) {
  const auto file = hex_field(vector, "file");
  const auto bundle = seal::OpenBundle::read(file);
  if (!bundle) return std::nullopt;
  const std::vector<seal::OwnPrekey> mine = [&] {
    std::vector<seal::OwnPrekey> one;
    one.push_back({fixed_at<DeviceId>(vector, "device"),
                   {number_at(vector, "counter")},
                   crypto::PrekeySecret::from(hex_field(vector, "prekey_secret")).value()});
    return one;
  }();
  const auto pair = seal::PairSecret::from(hex_field(vector, "pair"));
  std::vector<const seal::PairSecret*> pairs;
  if (pair) pairs.push_back(&*pair);
  const auto found = bundle->find(mine, pairs);
  if (found.size() != 1) return std::nullopt;
  Opened result{found.front().manifest.presence, {}};
  for (const auto& ref : found.front().manifest.sections) {
    const auto plain = bundle->section(ref);
    const auto ranges = plain ? seal::split_ranges(*plain) : Fail{plain.error()};
    if (!ranges) return std::nullopt;
    auto& section = result.sections.emplace_back();
    for (const auto range : *ranges) section.emplace_back(range.begin(), range.end());
  }
  return result;
}

TEST(BundleVectors, are_written_again_byte_for_byte) {
  const auto file = read_text(source_file("tests/vectors/bundle.json"));
  EXPECT_TRUE(make_bundle_vectors() == file) << "run its maker, if this was on purpose";
}

TEST(BundleVectors, open_for_their_reader) {
  const auto file = read_json(source_file("tests/vectors/bundle.json"));
  for (const auto& vector : file.at("bundles")) {
    SCOPED_TRACE(vector.at("what"));
    const auto found = opened(vector);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->presence, hex_field(vector, "presence"));
    auto sections = json::array();
    for (const auto& section : found->sections) {
      auto ranges = json::array();
      for (const auto& range : section) ranges.push_back(to_hex(range));
      sections.push_back(ranges);
    }
    EXPECT_EQ(sections, vector.at("sections"));
  }
}

TEST(BundleVectors, refuse_other_readers_damage_and_what_does_not_keep_to_the_page) {
  const auto file = read_json(source_file("tests/vectors/bundle.json"));
  for (const auto& vector : file.at("refused").at("bundles")) {
    EXPECT_FALSE(opened(vector).has_value()) << vector.at("what");
  }
}

// Here, not in a file: half a megabyte for one limit.
TEST(RawBundle, with_a_manifest_of_256_KiB_is_read_and_with_a_byte_more_is_not) {
  SeededEntropy entropy{1007};
  const Device ben{entropy, 1};
  RawBundle raw{{&ben, nullptr}, entropy};
  const auto found_with = [&](std::size_t manifest_bytes) {
    const auto rest = raw.manifest_of({raw.ref("01")}, "5a00000000").size() / 2;
    const ByteVec presence(manifest_bytes - rest);
    ByteVec head{0x5a};
    wire::put_fixed(head, static_cast<std::uint32_t>(presence.size()));
    raw.manifest = raw.manifest_of({raw.ref("01")}, to_hex(head) + to_hex(presence));
    EXPECT_EQ(raw.manifest.size() / 2, manifest_bytes);
    const auto file = raw.encode();
    const auto mine = ben.own_prekey();
    return seal::OpenBundle::read(file).value().find({&mine, 1}, {}).size();
  };
  EXPECT_EQ(found_with(limits::bundle_manifest_bytes_max), 1U);
  EXPECT_EQ(found_with(limits::bundle_manifest_bytes_max + 1), 0U);
}

}  // namespace
}  // namespace kith::test
