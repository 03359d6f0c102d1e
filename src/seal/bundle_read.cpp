// Reads the file of a bundle: all of its form before anything of it is opened.
#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "crypto/aead.hpp"
#include "seal/bundle_form.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::seal {
namespace {

using namespace bundle_form;
using enum BundleError;

constexpr std::size_t front_bytes = first_line.size() + BundleId::size;
constexpr std::size_t section_bytes_min = size_bytes + crypto::aead_tag_bytes;
constexpr std::size_t section_bytes_max =
    wire::padme(size_bytes + limits::bundle_section_bytes_max) + crypto::aead_tag_bytes;
constexpr std::size_t manifest_bytes_max =
    wire::padme(size_bytes + limits::bundle_manifest_bytes_max) + crypto::aead_tag_bytes;

// A range without entries: its front and its signature (§6). Nothing shorter is one, so that the
// number of ranges is bounded by the size of what holds them.
constexpr std::size_t range_bytes_least = 1 + 32 + 32 + 8 + 32 + 4 + 2 + 1 + 64;

// What lies between the first line and END; nothing is believed but that it came whole.
Result<ByteView, BundleError> whole_part(ByteView file) {
  const auto begin = file.first(std::min(file.size(), first_line.size()));
  if (!std::ranges::equal(begin, as_bytes(first_line).first(begin.size()))) {
    return Fail{not_a_bundle};
  }
  if (file.size() > limits::bundle_bytes_max) return Fail{too_large};
  if (file.size() < front_bytes + end_bytes) return Fail{cut_short};
  const auto [part, end] = std::pair{file.first(file.size() - end_bytes), file.last(end_bytes)};
  if (!std::ranges::equal(end.first(last_line.size()), as_bytes(last_line))) {
    return Fail{cut_short};
  }
  const auto hash = crypto::hash<BundleHash>(hash_context, {part});
  if (!std::ranges::equal(hash.view(), end.last(BundleHash::size))) return Fail{damaged};
  return part.subspan(first_line.size());
}

Result<std::vector<ByteView>, BundleError> take_keys(wire::ByteReader& reader) {
  const auto count = reader.take_fixed<std::uint16_t>();
  if (!count || *count == 0 || *count % key_count_step != 0) return Fail{malformed};
  if (*count > limits::bundle_keys_max) return Fail{too_large};
  std::vector<ByteView> keys;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto key = reader.take(key_bytes);
    if (!key) return Fail{malformed};
    keys.push_back(*key);
  }
  return keys;
}

Result<std::vector<ByteView>, BundleError> take_sections(wire::ByteReader& reader) {
  const auto count = reader.take_fixed<std::uint16_t>();
  if (!count) return Fail{malformed};
  if (*count > limits::bundle_sections_max) return Fail{too_large};
  std::vector<ByteView> sections;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto size = reader.take_fixed<std::uint32_t>();
    if (size && *size > section_bytes_max) return Fail{too_large};
    const auto section = size ? reader.take(*size) : std::nullopt;
    if (!section || section->size() < section_bytes_min) return Fail{malformed};
    sections.push_back(*section);
  }
  if (reader.left() != 0) return Fail{malformed};
  return sections;
}

// What stands behind its size, with the zeros that padding asks for and no others.
std::optional<ByteView> unpadded(ByteView plain) {
  wire::ByteReader reader{plain};
  const auto size = *reader.take_fixed<std::uint32_t>();  // section_bytes_min has room for it
  if (size > limits::bundle_section_bytes_max) return std::nullopt;
  const auto content = reader.take(size);
  const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
  const bool right = content && plain.size() == wire::padme(size_bytes + size) &&
                     std::ranges::all_of(reader.rest(), is_zero);
  return right ? content : std::nullopt;
}

std::optional<SectionRef> take_ref(wire::CborReader& reader, std::vector<bool>& named) {
  const auto parts = reader.array();
  if (!parts || *parts != 2) return std::nullopt;
  const auto place = reader.integer();
  const auto bytes = place ? reader.bytes() : Fail{place.error()};
  auto key = bytes ? SectionKey::from(*bytes) : std::nullopt;
  // Each at most once: a short manifest must not make a reader decrypt without end.
  if (!key || *place >= named.size() || named[*place]) return std::nullopt;
  named[*place] = true;
  return SectionRef{static_cast<std::uint32_t>(*place), std::move(*key)};
}

// Who may have sealed a key: which of the reader's prekeys and pairs it would be for.
struct Candidate {
  const OwnPrekey* prekey{};
  std::optional<std::size_t> pair;
};

using Candidates = std::multimap<BoxHint, Candidate>;

Candidates candidates_of(const BundleId& id, std::span<const OwnPrekey> prekeys,
                         std::span<const PairSecret* const> pairs) {
  const auto binding = hint_binding(id);
  Candidates candidates;
  for (const auto& prekey : prekeys) {
    const auto hint = [&](const PairSecret* pair) {
      return box_hint(binding, prekey.device, prekey.counter, prekey.secret.public_key(), pair);
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      candidates.emplace(hint(pairs[i]), Candidate{&prekey, i});
    }
    candidates.emplace(hint(nullptr), Candidate{&prekey, std::nullopt});
  }
  return candidates;
}

}  // namespace

std::optional<Manifest> decode_manifest(ByteView bytes, std::size_t sections) {
  const auto fields = wire::cbor_fields(bytes);
  if (!fields) return std::nullopt;
  const auto presence = wire::bytes_field(*fields, 0);
  const auto list = wire::field_of(*fields, 1);
  if (!presence || !list) return std::nullopt;
  auto reader = wire::CborReader::of_item(*list);
  const auto count = reader.array();
  if (!count || *count > sections) return std::nullopt;
  Manifest manifest{ByteVec(presence->begin(), presence->end()), {}};
  std::vector<bool> named(sections);
  for (std::size_t i = 0; i < *count; ++i) {
    auto ref = take_ref(reader, named);
    if (!ref) return std::nullopt;
    manifest.sections.push_back(std::move(*ref));
  }
  return manifest;
}

Result<OpenBundle, BundleError> OpenBundle::read(ByteView file) {
  const auto part = whole_part(file);
  if (!part) return Fail{part.error()};
  wire::ByteReader reader{*part};
  OpenBundle bundle;
  bundle.id_ = *reader.take_bytes<BundleId>();
  auto keys = take_keys(reader);
  if (!keys) return Fail{keys.error()};
  auto sections = take_sections(reader);
  if (!sections) return Fail{sections.error()};
  bundle.keys_ = std::move(*keys);
  bundle.sections_ = std::move(*sections);
  return bundle;
}

std::optional<Manifest> OpenBundle::manifest_in(const OwnPrekey& prekey, const PairSecret* pair,
                                                ByteView key, std::vector<bool>& found_at) const {
  auto plain = open_for_device(info_binding(id_), prekey, pair, key);
  if (!plain) return std::nullopt;
  wire::ByteReader reader{*plain};
  const auto place = *reader.take_fixed<std::uint32_t>();
  const SectionRef ref{place, *SectionKey::from(reader.rest())};
  crypto::wipe(*plain);
  const bool fits =
      place < sections_.size() && !found_at[place] && sections_[place].size() <= manifest_bytes_max;
  auto bytes = fits ? section(ref) : Fail{does_not_open};
  if (!bytes) return std::nullopt;
  auto manifest = bytes->size() <= limits::bundle_manifest_bytes_max
                      ? decode_manifest(*bytes, sections_.size())
                      : std::nullopt;
  crypto::wipe(*bytes);
  found_at[place] = manifest.has_value();
  return manifest;
}

std::vector<OpenBundle::Found> OpenBundle::find(std::span<const OwnPrekey> prekeys,
                                                std::span<const PairSecret* const> pairs) const {
  const auto candidates = candidates_of(id_, prekeys, pairs);
  std::vector<bool> found_at(sections_.size());
  std::vector<Found> found;
  for (const auto& key : keys_) {
    const auto [first, last] = candidates.equal_range(hint_of(key));
    for (auto at = first; at != last; ++at) {
      const auto& [prekey, number] = at->second;
      const auto* pair = number ? pairs[*number] : nullptr;
      if (!is_of_suite(key, pair)) continue;
      auto manifest = manifest_in(*prekey, pair, key, found_at);
      if (!manifest) continue;
      found.push_back({number, std::move(*manifest)});
      break;
    }
  }
  return found;
}

Result<ByteVec, BundleError> OpenBundle::section(const SectionRef& ref) const {
  if (ref.place >= sections_.size()) return Fail{does_not_open};
  auto plain = crypto::xchacha20_poly1305::open(ref.key.view(), section_nonce,
                                                section_aad(id_, ref.place), sections_[ref.place]);
  if (!plain) return Fail{does_not_open};
  const auto content = unpadded(*plain);
  const auto found = content.value_or(ByteView{});
  ByteVec copy(found.begin(), found.end());
  crypto::wipe(*plain);  // a manifest holds keys
  if (!content) return Fail{malformed};
  return copy;
}

Result<std::vector<ByteView>, BundleError> split_ranges(ByteView section) {
  wire::ByteReader reader{section};
  std::vector<ByteView> ranges;
  do {
    const auto size = reader.take_fixed<std::uint32_t>();
    if (size && *size > limits::range_bytes_max) return Fail{too_large};
    const auto range = size ? reader.take(*size) : std::nullopt;
    if (!range || range->size() < range_bytes_least) return Fail{malformed};
    ranges.push_back(*range);
  } while (reader.left() > 0);
  return ranges;
}

}  // namespace kith::seal
