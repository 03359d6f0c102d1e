#include "tests/vectors/raw_bundle.hpp"

#include "base/check.hpp"
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "crypto/kdf.hpp"
#include "wire/padme.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

ByteVec drawn(std::size_t size, Entropy& entropy) {
  ByteVec bytes(size);
  entropy.fill(bytes);
  return bytes;
}

using Derived = crypto::Secret<struct DerivedTag, 32>;

}  // namespace

RawBundle::RawBundle(const BundleTo& reader, Entropy& from)
    : to(reader),
      entropy(from),
      id(drawn(32, from)),
      manifest_key(drawn(32, from)),
      content_key(drawn(32, from)) {
  for (int i = 0; i < 7; ++i) {
    auto dummy = drawn(89, from);
    dummy[0] = 1;
    keys.push_back(std::move(dummy));
  }
}

std::string RawBundle::ref(std::string_view place) const {
  return "82" + std::string{place} + "5820" + to_hex(content_key);
}

std::string RawBundle::manifest_of(const std::vector<std::string>& refs,
                                   const std::string& presence) const {
  auto hex =
      "a200" + presence + "01" + to_hex(ByteVec{static_cast<std::uint8_t>(0x80 + refs.size())});
  for (const auto& one : refs) hex += one;
  return hex;
}

ByteVec RawBundle::reader_key() const {
  const auto suite = static_cast<std::uint8_t>(to.pair == nullptr ? 2 : 1);
  const auto prekey = to.device->prekey.public_key();
  ByteVec place;
  wire::put_bytes(place, id);
  wire::put_bytes(place, to.device->key.public_key().view());
  wire::put_fixed(place, to.device->counter.value);
  ByteVec info;
  wire::put_bytes(info, as_bytes("kith/1 bundle"));
  info.resize(16);
  info.push_back(suite);
  wire::put_bytes(info, place);
  ByteVec plain;
  wire::put_fixed(plain, manifest_place);
  wire::put_bytes(plain, manifest_key);

  ByteVec key{suite};
  const auto derived = [&](std::uint64_t use) {
    return crypto::derive<Derived>(to.pair->view(), "kithpair", use);
  };
  const auto hinted = [&](ByteView by) {
    const auto hash = crypto::keyed_hash<Link>("kith/1 bhint", by, {place});
    wire::put_bytes(key, ByteView{hash.raw}.first(4));
  };
  if (to.pair == nullptr) {
    hinted(prekey.view());
    wire::put_bytes(key, crypto::hpke::seal_base(prekey, info, {}, plain, entropy).value());
  } else {
    hinted(derived(1).view());
    const auto psk = derived(0);
    const crypto::hpke::Psk named{psk.view(), as_bytes("kith/1 pair")};
    wire::put_bytes(key, crypto::hpke::seal_psk(prekey, info, named, {}, plain, entropy).value());
  }
  return key;
}

ByteVec RawBundle::section(std::uint32_t place, ByteView key, ByteView plain) const {
  auto aad = id;
  wire::put_fixed(aad, place);
  return crypto::xchacha20_poly1305::seal(key, ByteVec(24), aad, plain);
}

ByteVec RawBundle::encode() const {
  ByteVec out;
  wire::put_bytes(out, as_bytes(first_line));
  wire::put_bytes(out, id);
  std::vector<ByteVec> all{reader_key()};
  all.insert(all.end(), keys.begin(), keys.end());
  all.resize(all.size() - keys_dropped);
  wire::put_fixed(out, static_cast<std::uint16_t>(all.size()));
  for (const auto& key : all) wire::put_bytes(out, key);

  const auto named = from_hex(manifest.empty() ? manifest_of({ref("01")}) : manifest);
  const auto first = manifest_plain.empty() ? padded_section(named) : manifest_plain;
  const auto second = content_plain.empty() ? padded_section(content) : content_plain;
  wire::put_fixed(out, std::uint16_t{2});
  for (const auto& sealed :
       {section(0, manifest_key, first), section(content_place, content_key, second)}) {
    wire::put_fixed(out, static_cast<std::uint32_t>(sealed.size()));
    wire::put_bytes(out, sealed);
  }
  wire::put_bytes(out, behind);
  const auto hash = crypto::hash<Link>("kith/1 bundle", {out});
  wire::put_bytes(out, as_bytes(end));
  wire::put_bytes(out, hash.view());
  return out;
}

ByteVec padded_section(ByteView content, std::size_t size) {
  ByteVec plain;
  wire::put_fixed(plain, static_cast<std::uint32_t>(content.size()));
  wire::put_bytes(plain, content);
  plain.resize(size == 0 ? wire::padme(plain.size()) : size);
  return plain;
}

ByteVec sized(const std::vector<ByteVec>& ranges) {
  ByteVec out;
  for (const auto& range : ranges) {
    wire::put_fixed(out, static_cast<std::uint32_t>(range.size()));
    wire::put_bytes(out, range);
  }
  return out;
}

}  // namespace kith::test
