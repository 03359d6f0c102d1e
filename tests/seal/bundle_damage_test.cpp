// A bundle that was cut, bent, mixed with another or made by someone who does not keep to the page
// is refused, or harms nobody.
#include <sys/mman.h>

#include "crypto/aead.hpp"
#include "tests/seal/bundle_scene.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::seal {
namespace {

using test::bytes_of;
using test::found_by;
using test::Parts;
using test::Scene;
using test::texts_in;

using Texts = std::vector<std::string>;

std::optional<BundleError> refusal(ByteView file) {
  const auto bundle = OpenBundle::read(file);
  return bundle ? std::nullopt : std::optional{bundle.error()};
}

// What Ben reads: nothing where he finds nothing.
Texts read_by_ben(const Scene& scene, ByteView file) {
  const auto bundle = OpenBundle::read(file);
  if (!bundle) return {};
  const auto found = found_by(*bundle, scene.ben, {&scene.with_ben});
  if (found.empty()) return {};
  EXPECT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().manifest.presence, bytes_of("here I am"));
  return texts_in(*bundle, found.front().manifest);
}

TEST(BundleDamage, a_file_cut_anywhere_is_refused) {
  Scene scene;
  const auto file = scene.file();
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_EQ(refusal(ByteView{file}.first(size)), BundleError::cut_short) << size;
  }
  auto longer = file;
  longer.push_back(0);
  EXPECT_EQ(refusal(longer), BundleError::cut_short);
}

TEST(BundleDamage, any_flipped_byte_is_refused_before_anything_is_read) {
  Scene scene;
  const auto file = scene.file();
  for (std::size_t i = 0; i < file.size(); ++i) {
    auto bent = file;
    bent[i] ^= 1;
    const auto end = file.size() - test::end_bytes;
    const auto wanted = i < 14                    ? BundleError::not_a_bundle
                        : i >= end && i < end + 4 ? BundleError::cut_short
                                                  : BundleError::damaged;
    EXPECT_EQ(refusal(bent), wanted) << i;
  }
}

TEST(BundleDamage, a_flipped_byte_under_a_new_hash_takes_something_away_and_puts_nothing_there) {
  Scene scene;
  const auto file = scene.file();
  const Texts whole{"for ben", "for both"};
  std::set<Texts> seen;
  for (std::size_t i = 14; i < file.size() - test::end_bytes; ++i) {
    ByteVec bent(file.begin(), file.end() - test::end_bytes);
    bent[i] ^= 1;
    const auto texts = read_by_ben(scene, Parts::ended(bent));
    seen.insert(texts);
    EXPECT_TRUE(std::equal(texts.begin(), texts.end(), whole.begin())) << i;
  }
  EXPECT_EQ(seen, (std::set<Texts>{{}, {"for ben"}, whole}));
}

TEST(BundleDamage, swapped_sections_do_not_open_at_their_new_places) {
  Scene scene;
  const auto file = scene.file();
  const auto bundle = OpenBundle::read(file).value();
  const auto found = found_by(bundle, scene.ben, {&scene.with_ben});
  const auto& [first, second] =
      std::tie(found.front().manifest.sections[0], found.front().manifest.sections[1]);
  Parts parts{file};
  std::swap(parts.sections[first.place], parts.sections[second.place]);
  const auto swapped_file = parts.file();
  const auto swapped = OpenBundle::read(swapped_file).value();
  ASSERT_EQ(found_by(swapped, scene.ben, {&scene.with_ben}).size(), 1U);
  EXPECT_EQ(swapped.section(first).error(), BundleError::does_not_open);
  EXPECT_EQ(swapped.section({second.place, first.key.clone()}).error(), BundleError::does_not_open);
  EXPECT_EQ(swapped.section({5, first.key.clone()}).error(), BundleError::does_not_open);
}

TEST(BundleDamage, keys_of_another_bundle_find_nothing) {
  Scene scene;
  const Parts one{scene.file()};
  Parts mixed{scene.file()};
  mixed.keys = one.keys;
  EXPECT_TRUE(read_by_ben(scene, mixed.file()).empty());
  mixed.front = one.front;  // its id as well: then keys open, and the sections do not
  EXPECT_TRUE(read_by_ben(scene, mixed.file()).empty());
  mixed.sections = one.sections;
  EXPECT_EQ(read_by_ben(scene, mixed.file()).size(), 2U);
}

TEST(BundleDamage, keys_twice_in_a_file_are_found_once) {
  Scene scene;
  Parts parts{scene.file()};
  const auto keys = parts.keys;
  parts.keys.insert(parts.keys.end(), keys.begin(), keys.end());
  EXPECT_EQ(read_by_ben(scene, parts.file()).size(), 2U);
}

TEST(BundleDamage, what_is_not_of_the_form_is_refused_by_name) {
  Scene scene;
  const Parts whole{scene.file()};
  const auto with = [&](auto change) {
    auto parts = whole;
    change(parts);
    return refusal(parts.file());
  };
  EXPECT_EQ(with([](Parts&) {}), std::nullopt);
  EXPECT_EQ(with([](Parts& parts) { parts.keys.clear(); }), BundleError::malformed);
  EXPECT_EQ(with([](Parts& parts) { parts.keys.pop_back(); }), BundleError::malformed);
  EXPECT_EQ(with([](Parts& parts) { parts.keys.resize(1032, parts.keys[0]); }),
            BundleError::too_large);
  EXPECT_EQ(with([](Parts& parts) { parts.sections.resize(4097, parts.sections[0]); }),
            BundleError::too_large);
  EXPECT_EQ(with([](Parts& parts) { parts.sections[0].resize(19); }), BundleError::malformed);
  EXPECT_EQ(with([](Parts& parts) { parts.sections[0].resize(9'000'000); }),
            BundleError::too_large);
  auto beyond = whole.file();
  beyond.resize(beyond.size() - test::end_bytes);
  beyond.push_back(0);
  EXPECT_EQ(refusal(Parts::ended(beyond)), BundleError::malformed);
  EXPECT_EQ(refusal(bytes_of("kith bundle 2\n")), BundleError::not_a_bundle);
}

TEST(BundleDamage, a_file_that_ends_before_its_keys_or_sections_is_refused) {
  Scene scene;
  const Parts parts{scene.file()};
  EXPECT_EQ(refusal(Parts::ended(parts.front)), BundleError::malformed);
  auto keys_alone = parts.front;
  wire::put_fixed(keys_alone, static_cast<std::uint16_t>(parts.keys.size()));
  for (const auto& key : parts.keys) wire::put_bytes(keys_alone, key);
  EXPECT_EQ(refusal(Parts::ended(keys_alone)), BundleError::malformed);
  wire::put_fixed(keys_alone, std::uint16_t{0});  // no section at all: nothing to read, no harm
  EXPECT_EQ(refusal(Parts::ended(keys_alone)), std::nullopt);
}

// More than memory has is mapped, and never looked at: the size alone is refused.
TEST(BundleDamage, a_file_beyond_4_gibibytes_is_refused_unread) {
  const auto first_line = bytes_of("kith bundle 1\n");
  const std::size_t size = limits::bundle_bytes_max + 1;
  void* mapped = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(mapped, MAP_FAILED);
  auto* bytes = static_cast<std::uint8_t*>(mapped);
  std::ranges::copy(first_line, bytes);
  EXPECT_EQ(refusal(ByteView{bytes, size}), BundleError::too_large);
  munmap(mapped, size);
}

// A key that Ben can open, which points at `place`.
ByteVec key_to(Scene& scene, const BundleId& id, std::uint32_t place) {
  ByteVec plain;
  wire::put_fixed(plain, place);
  wire::put_bytes(plain, ByteVec(SectionKey::size));
  const ByteVec bound(id.raw.begin(), id.raw.end());
  return *seal_to_device({"kith/1 bundle", bound}, {"kith/1 bhint", bound}, scene.ben.prekey(),
                         &scene.with_ben, plain, scene.entropy);
}

TEST(BundleDamage, a_key_to_no_section_or_to_one_larger_than_a_manifest_finds_nothing) {
  Scene scene;
  Parts parts{scene.file()};
  const auto id = *BundleId::from(ByteView{parts.front}.subspan(14));
  const auto found_at = [&](std::uint32_t place) {
    auto with_key = parts;
    with_key.keys.assign(8, key_to(scene, id, place));
    const auto file = with_key.file();
    return found_by(OpenBundle::read(file).value(), scene.ben, {&scene.with_ben}).size();
  };
  parts.sections[0].assign(64, 0);
  auto& sealed = parts.sections[0];
  const auto seal_here = [&](ByteView content) {
    ByteVec plain;
    wire::put_fixed(plain, static_cast<std::uint32_t>(content.size()));
    wire::put_bytes(plain, content);
    plain.resize(wire::padme(plain.size()));
    ByteVec aad(parts.front.begin() + 14, parts.front.end());
    wire::put_fixed(aad, std::uint32_t{0});
    sealed = crypto::xchacha20_poly1305::seal(ByteVec(32), ByteVec(24), aad, plain);
  };
  const auto manifest = encode_manifest({bytes_of("me"), {}});
  seal_here(manifest);
  EXPECT_EQ(found_at(0), 1U);  // of eight keys to one place
  EXPECT_EQ(found_at(static_cast<std::uint32_t>(parts.sections.size())), 0U);
  seal_here(ByteVec(limits::bundle_manifest_bytes_max + 1));
  EXPECT_EQ(found_at(0), 0U);
  seal_here(ByteVec(2 * limits::bundle_manifest_bytes_max));
  EXPECT_EQ(found_at(0), 0U);
}

// One section for Ben, its plaintext whatever it is told to be.
struct Bent {
  Scene scene;
  ByteVec file = scene.file({bytes_of("here I am"),
                             {bytes_of("for ben")},
                             {{{{scene.ben.prekey(), &scene.with_ben}}, {0}}}});
  OpenBundle bundle = OpenBundle::read(file).value();
  SectionRef ref =
      std::move(found_by(bundle, scene.ben, {&scene.with_ben}).front().manifest.sections.front());

  Result<ByteVec, BundleError> section_of(ByteView plain) {
    Parts parts{file};
    ByteVec aad(parts.front.begin() + 14, parts.front.end());
    wire::put_fixed(aad, ref.place);
    parts.sections[ref.place] =
        crypto::xchacha20_poly1305::seal(ref.key.view(), ByteVec(24), aad, plain);
    const auto bent = parts.file();
    return OpenBundle::read(bent).value().section(ref);
  }
};

TEST(BundleDamage, a_section_with_other_padding_than_its_size_asks_for_is_refused) {
  Bent bent;
  const auto plain = [](std::uint32_t size, std::size_t total) {
    ByteVec out;
    wire::put_fixed(out, size);
    out.resize(total);
    return out;
  };
  EXPECT_EQ(bent.section_of(plain(100, wire::padme(104))), ByteVec(100));
  EXPECT_EQ(bent.section_of(plain(100, wire::padme(104) + 8)).error(), BundleError::malformed);
  EXPECT_EQ(bent.section_of(plain(100, 103)).error(), BundleError::malformed);
  EXPECT_EQ(bent.section_of(plain(0xffffffff, 104)).error(), BundleError::malformed);
  auto dirty = plain(101, wire::padme(105));
  dirty.back() = 1;
  EXPECT_EQ(bent.section_of(dirty).error(), BundleError::malformed);
}

ByteVec manifest_of(std::initializer_list<std::uint64_t> places, std::size_t key_size = 32) {
  wire::CborWriter out;
  out.map(2).key(0).bytes(as_bytes("me")).key(1).array(places.size());
  for (const auto place : places) out.array(2).integer(place).bytes(ByteVec(key_size));
  return out.take();
}

TEST(BundleManifest, names_no_section_twice_and_none_that_is_not_there) {
  EXPECT_EQ(decode_manifest(manifest_of({3, 0}), 4)->sections.front().place, 3U);
  EXPECT_TRUE(decode_manifest(manifest_of({}), 4).has_value());
  EXPECT_FALSE(decode_manifest(manifest_of({4}), 4).has_value());
  EXPECT_TRUE(decode_manifest(manifest_of({3, 2, 1, 0}), 4).has_value());
  EXPECT_FALSE(decode_manifest(manifest_of({3, 2, 1, 0, 4}), 4).has_value());
  EXPECT_FALSE(decode_manifest(manifest_of({1, 2, 1}), 4).has_value());
  EXPECT_FALSE(decode_manifest(manifest_of({std::uint64_t{1} << 32}), 4).has_value());
  EXPECT_FALSE(decode_manifest(manifest_of({1}, 31), 4).has_value());
  EXPECT_FALSE(decode_manifest(bytes_of("no"), 4).has_value());
  const auto listing = [](ByteView item) {
    auto bytes = wire::CborWriter{}.map(2).key(0).bytes({}).key(1).take();
    wire::put_bytes(bytes, item);
    return decode_manifest(bytes, 4).has_value();
  };
  EXPECT_TRUE(listing(wire::CborWriter{}.array(0).take()));
  EXPECT_FALSE(listing(wire::CborWriter{}.map(0).take()));
  EXPECT_FALSE(listing(wire::CborWriter{}.array(1).integer(1).take()));
  EXPECT_FALSE(listing(wire::CborWriter{}.array(1).array(1).integer(1).take()));
  EXPECT_FALSE(listing(wire::CborWriter{}.array(1).array(2).bytes({}).bytes({}).take()));
  EXPECT_FALSE(listing(wire::CborWriter{}.array(1).array(2).integer(1).integer(1).take()));
  EXPECT_FALSE(decode_manifest(wire::CborWriter{}.map(1).key(0).bytes({}).take(), 4).has_value());
  EXPECT_FALSE(decode_manifest(wire::CborWriter{}.map(1).key(1).array(0).take(), 4).has_value());
  const auto whole = manifest_of({3, 0});
  EXPECT_EQ(encode_manifest(*decode_manifest(whole, 4)), whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_manifest(ByteView{whole}.first(size), 4).has_value());
  }
}

}  // namespace
}  // namespace kith::seal
