// A bundle: a file that carries sections to several readers, in which no name, no size of an entry
// and no word is visible. Knows keys, padding, hints and places; refuses to know people, logs and
// what a presence says.
//
//   "kith bundle 1\n" · id 32
//   u16 keys · (suite u8 · hint 4 · enc 32 · ciphertext 52) …      one for each device, dummies
//   u16 sections · (u32 size · ciphertext) …                       manifests and what they name
//   "END\n" · hash 32
//
// A key opens one reader's manifest; a manifest names the sections to read, with their keys.
// Source: docs/protocol.md §8.2; padding as in §3.6.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/entropy.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "seal/device_box.hpp"

namespace kith::seal {

using BundleId = Bytes<struct BundleIdTag, 32>;
using SectionKey = crypto::Secret<struct SectionKeyTag, 32>;

/// A section of a bundle: its place in the file, and what opens it.
struct SectionRef {
  std::uint32_t place{};
  SectionKey key;
};

/// What one reader is given.
struct Manifest {
  ByteVec presence;                  // as it stands; nothing here reads it
  std::vector<SectionRef> sections;  // in the order in which to read them, none twice
};

[[nodiscard]] ByteVec encode_manifest(const Manifest& manifest);
/// Nothing where it is no manifest of a file with so many sections.
[[nodiscard]] std::optional<Manifest> decode_manifest(ByteView bytes, std::size_t sections);

// Writing

struct BundleDevice {
  std::optional<wire::Prekey> prekey;  // nothing: it gets no key
  const PairSecret* pair{};            // nothing: HPKE's base mode
};

/// A person, as far as a bundle goes.
struct BundleReader {
  std::vector<BundleDevice> devices;
  std::vector<std::size_t> sections;  // which of the draft's, in the order in which to read them
};

struct BundleDraft {
  ByteVec presence;
  std::vector<ByteVec> sections;
  std::vector<BundleReader> readers;
};

enum class DraftError {
  too_many,   // devices or sections: make several bundles
  too_large,  // a section, a manifest or the file
  nobody,     // not one device that can be sealed to
};

struct SealedBundle {
  ByteVec file;
  std::vector<bool> reached;  // for each reader, whether one of their devices got a key
};

/// Draws keys and places, pads, seals, fills up with dummies, shuffles.
///
/// Shape:    a file of at most `bytes_max` bytes; what its keys may take is counted in full.
/// Requires: readers name sections of the draft, none twice.
/// Errors:   as DraftError; too_large and too_many before anything is sealed.
[[nodiscard]] Result<SealedBundle, DraftError> seal_bundle(
    const BundleDraft& draft, Entropy& entropy, std::uint64_t bytes_max = limits::bundle_bytes_max);

// Reading

enum class BundleError {
  not_a_bundle,   // begins in another way, or is of a later version
  cut_short,      // has no END where it ends: fetch it again
  damaged,        // its hash differs: fetch it again
  malformed,      // whole, but not of this form: whoever wrote it did not keep to the page
  too_large,      // beyond the limits
  does_not_open,  // a section is not sealed under that key at that place
};

class OpenBundle {
 public:
  /// Looks at form and hash; opens nothing. Requires: `file` outlives what is returned.
  [[nodiscard]] static Result<OpenBundle, BundleError> read(ByteView file);

  struct Found {
    std::optional<std::size_t> pair;  // which of the pairs opened it; nothing: base mode
    Manifest manifest;
  };
  /// The manifests for whoever has these, in the order of the file's keys, at most one a section.
  /// What opens and is no manifest is passed over. Cost: a hash for each prekey and pair, an HPKE
  /// for each hint that matches.
  [[nodiscard]] std::vector<Found> find(std::span<const OwnPrekey> prekeys,
                                        std::span<const PairSecret* const> pairs) const;

  /// The plaintext without its padding. Errors: does_not_open, malformed.
  [[nodiscard]] Result<ByteVec, BundleError> section(const SectionRef& ref) const;

  [[nodiscard]] std::size_t sections() const { return sections_.size(); }

 private:
  OpenBundle() = default;
  [[nodiscard]] std::optional<Manifest> manifest_in(const OwnPrekey& prekey, const PairSecret* pair,
                                                    ByteView key,
                                                    std::vector<bool>& found_at) const;

  BundleId id_;
  std::vector<ByteView> keys_;
  std::vector<ByteView> sections_;
};

// A section that holds ranges of a log

/// Requires: each range is one, by its size (§6).
[[nodiscard]] ByteVec join_ranges(std::span<const ByteVec> ranges);

/// The ranges, unread. They lie in `section`. Errors: malformed, too_large.
[[nodiscard]] Result<std::vector<ByteView>, BundleError> split_ranges(ByteView section);

}  // namespace kith::seal
