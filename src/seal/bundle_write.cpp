// Makes the file of a bundle out of what is to be read, and by whom.
#include <algorithm>
#include <numeric>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "crypto/aead.hpp"
#include "seal/bundle_form.hpp"
#include "seal/shuffle.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::seal {
namespace {

using namespace bundle_form;

std::size_t sealed_bytes(std::size_t plain) {
  return wire::padme(size_bytes + plain) + crypto::aead_tag_bytes;
}

struct SectionPlan {
  ByteView plain;
  std::uint32_t place{};
  SectionKey key;
};

// The draft's sections come first, then a manifest for each reader.
class BundleWriter {
 public:
  BundleWriter(const BundleDraft& draft, Entropy& entropy) : draft_(draft), entropy_(entropy) {
    draw_places();
    for (std::size_t i = 0; i < draft.readers.size(); ++i) {
      manifests_.push_back(manifest_of(draft.readers[i]));
      plans_[draft.sections.size() + i].plain = manifests_.back();
    }
  }
  BundleWriter(const BundleWriter&) = delete;
  BundleWriter& operator=(const BundleWriter&) = delete;
  ~BundleWriter() {
    for (auto& manifest : manifests_) crypto::wipe(manifest);
  }

  Result<SealedBundle, DraftError> write(std::uint64_t bytes_max);

 private:
  void draw_places();
  [[nodiscard]] ByteVec manifest_of(const BundleReader& reader) const;
  [[nodiscard]] std::optional<DraftError> beyond_limits(std::uint64_t bytes_max) const;
  [[nodiscard]] std::uint64_t file_bytes(std::size_t keys) const;
  [[nodiscard]] bool add_keys(const BundleReader& reader, const SectionPlan& manifest);
  void put_section(ByteVec& file, const SectionPlan& plan) const;

  const BundleDraft& draft_;
  Entropy& entropy_;
  BundleId id_ = entropy_.make<BundleId>();
  std::vector<SectionPlan> plans_;
  std::vector<ByteVec> manifests_;
  std::vector<ByteVec> keys_;
};

void BundleWriter::draw_places() {
  std::vector<std::uint32_t> places(draft_.sections.size() + draft_.readers.size());
  std::iota(places.begin(), places.end(), 0U);
  shuffle(places, entropy_);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto plain = i < draft_.sections.size() ? ByteView{draft_.sections[i]} : ByteView{};
    plans_.push_back({plain, places[i], SectionKey::random(entropy_)});
  }
}

ByteVec BundleWriter::manifest_of(const BundleReader& reader) const {
  Manifest manifest{draft_.presence, {}};
  std::vector<bool> named(draft_.sections.size());
  for (const auto section : reader.sections) {
    check(section < named.size() && !named[section]);
    named[section] = true;
    manifest.sections.push_back({plans_[section].place, plans_[section].key.clone()});
  }
  return encode_manifest(manifest);
}

std::optional<DraftError> BundleWriter::beyond_limits(std::uint64_t bytes_max) const {
  const auto too_long = [](std::size_t most) {
    return [most](const ByteVec& plain) { return plain.size() > most; };
  };
  if (std::ranges::any_of(draft_.sections, too_long(limits::bundle_section_bytes_max)) ||
      std::ranges::any_of(manifests_, too_long(limits::bundle_manifest_bytes_max)) ||
      file_bytes(limits::bundle_keys_max) > bytes_max) {
    return DraftError::too_large;
  }
  return std::nullopt;
}

std::uint64_t BundleWriter::file_bytes(std::size_t keys) const {
  std::uint64_t bytes = first_line.size() + BundleId::size + 2 + 2 + end_bytes;
  bytes += std::uint64_t{keys} * key_bytes;
  for (const auto& plan : plans_) bytes += size_bytes + sealed_bytes(plan.plain.size());
  return bytes;
}

bool BundleWriter::add_keys(const BundleReader& reader, const SectionPlan& manifest) {
  ByteVec plain;
  plain.reserve(key_plain_bytes);
  wire::put_fixed(plain, manifest.place);
  wire::put_bytes(plain, manifest.key.view());
  bool reached = false;
  for (const auto& [prekey, pair] : reader.devices) {
    if (!prekey) continue;
    auto key = seal_to_device(info_binding(id_), hint_binding(id_), *prekey, pair, plain, entropy_);
    if (!key) continue;
    keys_.push_back(std::move(*key));
    reached = true;
  }
  crypto::wipe(plain);
  return reached;
}

// Sealed where it lies. Requires: room is reserved, so that no plaintext is left behind.
void BundleWriter::put_section(ByteVec& file, const SectionPlan& plan) const {
  const auto sealed = sealed_bytes(plan.plain.size());
  wire::put_fixed(file, static_cast<std::uint32_t>(sealed));
  const auto at = file.size();
  wire::put_fixed(file, static_cast<std::uint32_t>(plan.plain.size()));
  wire::put_bytes(file, plan.plain);
  file.resize(at + sealed);
  const auto whole = ByteSpan{file}.subspan(at);
  crypto::xchacha20_poly1305::seal(plan.key.view(), section_nonce, section_aad(id_, plan.place),
                                   whole.first(sealed - crypto::aead_tag_bytes), whole);
}

Result<SealedBundle, DraftError> BundleWriter::write(std::uint64_t bytes_max) {
  if (const auto beyond = beyond_limits(bytes_max)) return Fail{*beyond};
  SealedBundle sealed;
  for (std::size_t i = 0; i < draft_.readers.size(); ++i) {
    sealed.reached.push_back(add_keys(draft_.readers[i], plans_[draft_.sections.size() + i]));
  }
  if (keys_.empty()) return Fail{DraftError::nobody};
  while (keys_.size() % key_count_step != 0) keys_.push_back(dummy_box(key_plain_bytes, entropy_));
  shuffle(keys_, entropy_);

  auto& file = sealed.file;
  file.reserve(file_bytes(keys_.size()));
  wire::put_bytes(file, as_bytes(first_line));
  wire::put_bytes(file, id_.view());
  wire::put_fixed(file, static_cast<std::uint16_t>(keys_.size()));
  for (const auto& key : keys_) wire::put_bytes(file, key);
  wire::put_fixed(file, static_cast<std::uint16_t>(plans_.size()));
  std::ranges::sort(plans_, {}, &SectionPlan::place);
  for (const auto& plan : plans_) put_section(file, plan);
  const auto hash = crypto::hash<BundleHash>(hash_context, {file});
  wire::put_bytes(file, as_bytes(last_line));
  wire::put_bytes(file, hash.view());
  return sealed;
}

std::size_t devices_with_prekeys(const BundleDraft& draft) {
  std::size_t count = 0;
  for (const auto& reader : draft.readers) {
    count += static_cast<std::size_t>(std::ranges::count_if(
        reader.devices, [](const BundleDevice& device) { return device.prekey.has_value(); }));
  }
  return count;
}

}  // namespace

ByteVec encode_manifest(const Manifest& manifest) {
  wire::CborWriter out;
  out.map(2).key(0).bytes(manifest.presence).key(1).array(manifest.sections.size());
  for (const auto& section : manifest.sections) {
    out.array(2).integer(section.place).bytes(section.key.view());
  }
  return out.take();
}

Result<SealedBundle, DraftError> seal_bundle(const BundleDraft& draft, Entropy& entropy,
                                             std::uint64_t bytes_max) {
  const bool too_many = devices_with_prekeys(draft) > limits::bundle_keys_max ||
                        draft.sections.size() + draft.readers.size() > limits::bundle_sections_max;
  if (too_many) return Fail{DraftError::too_many};
  return BundleWriter{draft, entropy}.write(bytes_max);
}

ByteVec join_ranges(std::span<const ByteVec> ranges) {
  ByteVec section;
  for (const auto& range : ranges) {
    check(range.size() <= limits::range_bytes_max);
    wire::put_fixed(section, static_cast<std::uint32_t>(range.size()));
    wire::put_bytes(section, range);
  }
  return section;
}

}  // namespace kith::seal
