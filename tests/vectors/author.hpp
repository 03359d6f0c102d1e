// A person with devices, and a log that one of them writes, made with the code of src/ from seeded
// randomness. Also ranges whose parts can be bent before they are signed.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "seal/box.hpp"
#include "seal/secret_tree.hpp"
#include "tests/vectors/vector_json.hpp"
#include "wire/certificate.hpp"
#include "wire/meta.hpp"
#include "wire/prekey.hpp"
#include "wire/range.hpp"

namespace kith::test {

/// The same bytes again and again, in hex.
[[nodiscard]] inline std::string repeated(std::string_view hex, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) {
    all += hex;
  }
  return all;
}

struct Device {
  explicit Device(Entropy& entropy, std::uint64_t prekey_counter);
  [[nodiscard]] wire::Prekey published() const;
  [[nodiscard]] seal::OwnPrekey own_prekey() const;

  crypto::DeviceKey key;
  crypto::TransportSecret transport;
  crypto::PrekeySecret prekey;
  Counter counter;
};

/// Devices ascend by id; the first one writes.
struct Person {
  Person(Entropy& entropy, std::size_t devices);
  [[nodiscard]] PersonId id() const { return key.public_key(); }
  [[nodiscard]] wire::DeviceList list(std::uint64_t version = 1) const;
  [[nodiscard]] ByteVec certificate(const CircleId& circle, const crypto::LogKey& log) const;

  crypto::PersonKey key;
  std::deque<Device> devices;
};

/// An entry and what its link is made of.
struct RawEntry {
  ByteVec lean;
  wire::Header header;
};

/// A range that says what it is told to say, signed by `key` over links recomputed from `entries`.
struct RawRange {
  std::uint8_t version = 1;
  CircleId circle;
  LogId log;
  wire::Place first;
  Link previous;
  std::optional<ByteVec> count;  // instead of the number of entries
  std::vector<RawEntry> entries;

  [[nodiscard]] Link head() const;
  [[nodiscard]] ByteVec encode(const crypto::LogKey& key) const;
  [[nodiscard]] ByteVec encode(const Signature& signature) const;
};

struct Written {
  wire::Place place;
  RawEntry raw;
  Link before;
  Link link;
  ByteVec meta;  // plaintexts, padded
  ByteVec body;
};

/// What an entry is to say; `meta` with its zeros, `body` without.
struct Draft {
  ByteVec meta;
  ByteVec body;
  ByteVec boxes;
};

enum class Step { follows, opens };

class Author {
 public:
  Author(const Person& person, const CircleId& circle, Entropy& entropy);

  /// Where the next entry stands. To be asked once an entry: an opening draws a new root.
  [[nodiscard]] wire::Place place(Step step);
  void write(const wire::Place& place, const Draft& draft);

  [[nodiscard]] wire::AudienceStatement statement(const wire::AudienceList& audience) const;
  [[nodiscard]] seal::BoxPlace box_place(const wire::Place& place) const;
  /// A handover of the leaves [first, last] of the epoch of entry `first`, which comes after
  /// `before`.
  [[nodiscard]] wire::Span span(const wire::Place& first, LeafIndex last, const Link& before) const;

  [[nodiscard]] LogId id() const { return key_.public_key(); }
  [[nodiscard]] const CircleId& circle() const { return circle_; }
  [[nodiscard]] const crypto::LogKey& key() const { return key_; }
  [[nodiscard]] const Person& person() const { return person_; }
  [[nodiscard]] Link head() const;
  [[nodiscard]] const Written& at(std::size_t seq) const { return entries_.at(seq); }
  [[nodiscard]] seal::KeySet keys(std::uint32_t epoch) const;
  [[nodiscard]] const seal::NodeSecret& root(std::uint32_t epoch) const { return roots_.at(epoch); }
  /// Entries [first, last].
  [[nodiscard]] RawRange range(std::size_t first, std::size_t last) const;

 private:
  const Person& person_;
  CircleId circle_;
  Entropy& entropy_;
  crypto::LogKey key_;
  std::vector<seal::NodeSecret> roots_;
  std::vector<Written> entries_;
};

/// Zeros up to the next multiple of 16.
[[nodiscard]] ByteVec padded_meta(ByteVec item);

/// The lean entry with its body's hash in place of its body.
[[nodiscard]] ByteVec without_body(const LogId& log, const Written& written,
                                   const seal::KeySet& keys);
/// The lean entry with the hash of box `i` in its place.
[[nodiscard]] ByteVec without_box(ByteView lean, std::size_t i);

/// For "epochs": what is held of one epoch, as root or as nodes and meta keys.
[[nodiscard]] ordered_json root_json(const Author& log, std::uint32_t epoch);
[[nodiscard]] ordered_json keys_json(const Author& log, std::uint32_t epoch,
                                     const seal::KeySet& keys);
/// For "entries": what is to be found; meta and body stand there as far as the state shows them.
[[nodiscard]] ordered_json found_json(const Written& written, std::string_view state);

}  // namespace kith::test
