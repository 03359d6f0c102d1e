// Three people and a bundle for two of them, and a bundle taken apart so that its parts can be
// bent. Refuses to know any one test.
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "base/limits.hpp"
#include "seal/bundle.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/varint.hpp"

namespace kith::seal::test {

struct Phone {
  explicit Phone(Entropy& entropy)
      : mine{entropy.make<DeviceId>(), {7}, crypto::PrekeySecret::generate(entropy)} {}
  [[nodiscard]] wire::Prekey prekey() const {
    return {mine.device, mine.counter, mine.secret.public_key(), {9}};
  }
  OwnPrekey mine;
};

inline ByteVec bytes_of(std::string_view text) {
  const auto bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

struct Scene {
  kith::test::SeededEntropy entropy{23};
  Phone ben{entropy};
  Phone cleo{entropy};
  Phone eve{entropy};
  PairSecret with_ben = PairSecret::random(entropy);
  PairSecret with_eve = PairSecret::random(entropy);

  /// For Ben, met, sections 2 and 0; for Cleo, without a pair secret, sections 1 and 0.
  [[nodiscard]] BundleDraft draft() const {
    return {bytes_of("here I am"),
            {bytes_of("for both"), bytes_of("for cleo"), bytes_of("for ben")},
            {{{{ben.prekey(), &with_ben}}, {2, 0}}, {{{cleo.prekey(), nullptr}}, {1, 0}}}};
  }
  ByteVec file(const BundleDraft& from) { return seal_bundle(from, entropy).value().file; }
  ByteVec file() { return file(draft()); }
};

inline std::vector<OpenBundle::Found> found_by(const OpenBundle& bundle, const Phone& phone,
                                               std::vector<const PairSecret*> pairs) {
  return bundle.find({&phone.mine, 1}, pairs);
}

/// What the reader gets to read, or as much as opens.
inline std::vector<std::string> texts_in(const OpenBundle& bundle, const Manifest& manifest) {
  std::vector<std::string> texts;
  for (const auto& ref : manifest.sections) {
    const auto plain = bundle.section(ref);
    if (!plain) break;
    texts.emplace_back(as_text(*plain));
  }
  return texts;
}

inline constexpr std::size_t key_bytes = 89;
inline constexpr std::size_t end_bytes = 36;

/// A bundle in parts; file() hashes it again, whatever it now says.
struct Parts {
  ByteVec front;  // first line and id
  std::vector<ByteVec> keys;
  std::vector<ByteVec> sections;

  explicit Parts(ByteView file) {
    wire::ByteReader reader{file.first(file.size() - end_bytes)};
    const auto take = [&](std::size_t size) {
      const auto taken = *reader.take(size);
      return ByteVec(taken.begin(), taken.end());
    };
    front = take(14 + 32);
    for (auto left = *reader.take_fixed<std::uint16_t>(); left > 0; --left) {
      keys.push_back(take(key_bytes));
    }
    for (auto left = *reader.take_fixed<std::uint16_t>(); left > 0; --left) {
      sections.push_back(take(*reader.take_fixed<std::uint32_t>()));
    }
  }

  [[nodiscard]] static ByteVec ended(ByteVec part) {
    const auto hash = crypto::hash<Bytes<struct EndTag, 32>>("kith/1 bundle", {part});
    wire::put_bytes(part, as_bytes("END\n"));
    wire::put_bytes(part, hash.view());
    return part;
  }
  [[nodiscard]] ByteVec file() const {
    auto out = front;
    wire::put_fixed(out, static_cast<std::uint16_t>(keys.size()));
    for (const auto& key : keys) wire::put_bytes(out, key);
    wire::put_fixed(out, static_cast<std::uint16_t>(sections.size()));
    for (const auto& section : sections) {
      wire::put_fixed(out, static_cast<std::uint32_t>(section.size()));
      wire::put_bytes(out, section);
    }
    return ended(std::move(out));
  }
};

}  // namespace kith::seal::test
