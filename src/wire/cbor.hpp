// Deterministic CBOR (RFC 8949 §4.2.1): a writer that can only write the one canonical form, and a
// reader that refuses every other. Knows nothing of what the items mean.
// Source: docs/protocol.md §1.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace kith::wire {

enum class CborError {
  truncated,       // ends within an item
  not_canonical,   // longer than needed, out of order, indefinite
  not_supported,   // a float, a tag, an unknown simple value
  too_deep,        // nested beyond limits::cbor_depth_max
  not_text,        // a text string that is not UTF-8
  wrong_type,      // canonical, but not what the record asks for here
  trailing_bytes,  // something after the item
};

/// Writes canonical items one after another. Map keys must come in ascending order: check()ed.
class CborWriter {
 public:
  CborWriter& integer(std::uint64_t value);
  CborWriter& bytes(ByteView value);
  /// Requires: valid UTF-8.
  CborWriter& text(std::string_view value);
  CborWriter& boolean(bool value);
  /// `count` items follow.
  CborWriter& array(std::size_t count);
  /// `count` pairs follow: key(), then a value, keys ascending.
  CborWriter& map(std::size_t count);
  CborWriter& key(std::uint64_t value) { return integer(value); }

  [[nodiscard]] ByteVec take() { return std::move(out_); }
  [[nodiscard]] std::size_t size() const { return out_.size(); }

 private:
  void head(unsigned major, std::uint64_t value);

  ByteVec out_;
};

/// Length in bytes of the canonical item at the front of `input`, checked through and through.
[[nodiscard]] Result<std::size_t, CborError> cbor_item_size(ByteView input);

/// True where `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(ByteView text);

/// Walks one checked item. Build with `CborReader::open`, which verifies the whole item first; the
/// walk then only asks for types. Every call that finds another type leaves the reader unusable.
class CborReader {
 public:
  enum class Trailing { refused, zeros };

  /// Shape: exactly one canonical item, then nothing, or (Trailing::zeros) zero bytes only.
  [[nodiscard]] static Result<CborReader, CborError> open(ByteView input,
                                                          Trailing trailing = Trailing::refused);

  /// Requires: one item of what `open`, `field_of` or `skip` read, and so canonical itself.
  [[nodiscard]] static CborReader of_item(ByteView item) { return CborReader{item}; }

  [[nodiscard]] Result<std::uint64_t, CborError> integer();
  [[nodiscard]] Result<ByteView, CborError> bytes();
  [[nodiscard]] Result<std::string_view, CborError> text();
  [[nodiscard]] Result<bool, CborError> boolean();
  [[nodiscard]] Result<std::size_t, CborError> array();
  [[nodiscard]] Result<std::size_t, CborError> map();
  /// Steps over one item, whatever it is, and returns its bytes.
  [[nodiscard]] Result<ByteView, CborError> skip();
  /// True where the next item is a text string.
  [[nodiscard]] bool at_text() const;
  [[nodiscard]] bool at_integer() const;

  template <class T>
  [[nodiscard]] Result<T, CborError> fixed() {
    const auto found = bytes();
    if (!found) {
      return Fail{found.error()};
    }
    const auto value = T::from(*found);
    if (!value) {
      rest_ = {};
      return Fail{CborError::wrong_type};
    }
    return *value;
  }

 private:
  explicit CborReader(ByteView rest) : rest_(rest) {}
  [[nodiscard]] Result<std::uint64_t, CborError> head(unsigned major);

  ByteView rest_;
};

/// One key of a record's map and the bytes of its value.
struct CborField {
  std::uint64_t key{};
  ByteView value;
};

/// The unsigned keys of the map that `input` is, in order; other keys are skipped, as are unknown
/// ones by whoever reads the fields. Errors: as CborReader::open; wrong_type where it is no map.
[[nodiscard]] Result<std::vector<CborField>, CborError> cbor_fields(
    ByteView input, CborReader::Trailing trailing = CborReader::Trailing::refused);

/// The field with that key, if it is there.
[[nodiscard]] std::optional<ByteView> field_of(const std::vector<CborField>& fields,
                                               std::uint64_t key);

/// The field's unsigned integer, or nothing when it is not there or another type.
[[nodiscard]] std::optional<std::uint64_t> integer_field(const std::vector<CborField>& fields,
                                                         std::uint64_t key);
[[nodiscard]] std::optional<ByteView> bytes_field(const std::vector<CborField>& fields,
                                                  std::uint64_t key);
[[nodiscard]] std::optional<std::string_view> text_field(const std::vector<CborField>& fields,
                                                         std::uint64_t key);

[[nodiscard]] std::optional<bool> boolean_field(const std::vector<CborField>& fields,
                                                std::uint64_t key);

/// The field's byte string of exactly T::size bytes, or nothing.
template <class T>
[[nodiscard]] std::optional<T> fixed_field(const std::vector<CborField>& fields,
                                           std::uint64_t key) {
  const auto bytes = bytes_field(fields, key);
  return bytes ? T::from(*bytes) : std::nullopt;
}

}  // namespace kith::wire
