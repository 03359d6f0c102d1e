// What is read as a bundle, a manifest or a section of ranges comes out as it went in; what is
// sealed opens for its reader with every byte, and for nobody else.
#include "fuzz/fixed_keys.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "seal/bundle.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/varint.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr std::size_t sections_most = 8;

// The corpus holds bundles for this prekey, with this pair secret and without.
const seal::OwnPrekey& own() {
  static const seal::OwnPrekey prekey{DeviceId{{6}}, {7}, fuzz::secret_of<crypto::PrekeySecret>(5)};
  return prekey;
}

const seal::PairSecret& pair() {
  static const auto secret = fuzz::secret_of<seal::PairSecret>(9);
  return secret;
}

void check_ranges(ByteView section) {
  const auto ranges = seal::split_ranges(section);
  if (!ranges) return;
  std::vector<ByteVec> copies;
  for (const auto range : *ranges) {
    require(fuzz::lies_within(range, section));
    copies.emplace_back(range.begin(), range.end());
  }
  require(fuzz::equal(seal::join_ranges(copies), section));
}

void check_manifest(ByteView bytes) {
  const auto manifest = seal::decode_manifest(bytes, sections_most);
  if (!manifest) return;
  require(manifest->sections.size() <= sections_most);
  require(!fuzz::only_keys_below(2, bytes) || fuzz::equal(seal::encode_manifest(*manifest), bytes));
}

void check_file(ByteView file) {
  const auto bundle = seal::OpenBundle::read(file);
  if (!bundle) return;
  const std::vector<const seal::PairSecret*> pairs{&pair()};
  const auto found = bundle->find({&own(), 1}, pairs);
  require(found.size() <= bundle->sections());
  for (const auto& [number, manifest] : found) {
    for (const auto& ref : manifest.sections) {
      require(ref.place < bundle->sections());
      const auto plain = bundle->section(ref);
      require(!plain || plain->size() <= file.size());
      if (plain) check_ranges(*plain);
    }
  }
}

ByteVec ended(ByteView part) {
  ByteVec file(part.begin(), part.end());
  const auto hash = crypto::hash<Bytes<struct EndTag, 32>>("kith/1 bundle", {part});
  wire::put_bytes(file, as_bytes("END\n"));
  wire::put_bytes(file, hash.view());
  return file;
}

void check_sealed(ByteView plain) {
  test::SeededEntropy entropy{1};
  const wire::Prekey to{own().device, own().counter, own().secret.public_key(), {0}};
  const ByteVec text(plain.begin(), plain.end());
  const seal::BundleDraft draft{text, {text, {}}, {{{{to, &pair()}}, {0}}}};
  const auto sealed = seal::seal_bundle(draft, entropy);
  require(sealed.has_value() && sealed->reached[0]);
  const auto bundle = seal::OpenBundle::read(sealed->file);
  require(bundle.has_value() && bundle->find({&own(), 1}, {}).empty());
  const std::vector<const seal::PairSecret*> pairs{&pair()};
  const auto found = bundle->find({&own(), 1}, pairs);
  require(found.size() == 1 && found[0].pair == 0 && found[0].manifest.presence == text);
  require(bundle->section(found[0].manifest.sections.at(0)) == text);
}

}  // namespace

// Read five ways: as a file, as one before its END, as a manifest, as a section, as what to seal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  check_file(input);
  check_file(ended(input));
  check_manifest(input);
  check_ranges(input);
  if (size < 64 * 1024) check_sealed(input);
  return 0;
}
