// How the fields of bodies are read: there and of their type, or nothing. Knows CBOR maps and the
// limits of texts; refuses to know any one kind.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "wire/cbor.hpp"

namespace kith::kinds {

using Fields = std::vector<wire::CborField>;

[[nodiscard]] inline std::optional<std::string> text_of(const Fields& fields, std::uint64_t key) {
  const auto text = wire::text_field(fields, key);
  return text ? std::optional{std::string{*text}} : std::nullopt;
}

/// A key that may lack, but where it is there it is of its type.
template <class Value>
[[nodiscard]] bool lacks_or_holds(const Fields& fields, std::uint64_t key,
                                  const std::optional<Value>& value) {
  return value.has_value() || !wire::field_of(fields, key);
}

[[nodiscard]] inline std::optional<WallTime> time_of(const Fields& fields, std::uint64_t key) {
  const auto micros = wire::integer_field(fields, key);
  if (!micros || *micros >= limits::time_micros_end) return std::nullopt;
  return WallTime{static_cast<std::int64_t>(*micros)};
}

/// Nothing where an item is of another type, or there are more than `most`; empty where the key
/// lacks.
template <class Value, class Take>
[[nodiscard]] std::optional<std::vector<Value>> list_of(const Fields& fields, std::uint64_t key,
                                                        std::size_t most, const Take& take) {
  const auto field = wire::field_of(fields, key);
  if (!field) return std::vector<Value>{};
  auto reader = wire::CborReader::open(*field);
  if (!reader) return std::nullopt;
  const auto count = reader->array();
  // An empty list has another form: no key.
  if (!count || *count == 0 || *count > most) return std::nullopt;
  std::vector<Value> values;
  for (std::size_t i = 0; i < *count; ++i) {
    auto value = take(*reader);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

/// Ids in ascending order, no two equal.
template <class Id>
[[nodiscard]] std::optional<std::vector<Id>> ids_of(const Fields& fields, std::uint64_t key,
                                                    std::size_t most) {
  auto ids =
      list_of<Id>(fields, key, most, [](wire::CborReader& reader) { return reader.fixed<Id>(); });
  const auto out_of_order = [](const Id& one, const Id& next) { return !(one < next); };
  if (ids && std::adjacent_find(ids->begin(), ids->end(), out_of_order) != ids->end()) {
    return std::nullopt;
  }
  return ids;
}

/// A few short words, ascending, no two equal.
[[nodiscard]] inline std::optional<std::vector<std::string>> words_of(const Fields& fields,
                                                                      std::uint64_t key,
                                                                      std::size_t most) {
  auto tags = list_of<std::string>(fields, key, most, [](wire::CborReader& reader) {
    const auto tag = reader.text();
    const bool fits = tag && !tag->empty() && tag->size() <= limits::tag_bytes_max;
    return fits ? std::optional{std::string{*tag}} : std::nullopt;
  });
  const auto out_of_order = [](const auto& one, const auto& next) { return !(one < next); };
  if (tags && std::adjacent_find(tags->begin(), tags->end(), out_of_order) != tags->end()) {
    return std::nullopt;
  }
  return tags;
}

[[nodiscard]] inline std::optional<std::vector<std::string>> tags_of(const Fields& fields,
                                                                     std::uint64_t key) {
  return words_of(fields, key, limits::tags_max);
}

inline void put_tags(wire::CborWriter& out, std::uint64_t key,
                     const std::vector<std::string>& tags) {
  if (tags.empty()) return;
  out.key(key).array(tags.size());
  for (const auto& tag : tags) out.text(tag);
}

template <class Id>
void put_ids(wire::CborWriter& out, std::uint64_t key, const std::vector<Id>& ids) {
  if (ids.empty()) return;
  out.key(key).array(ids.size());
  for (const auto& id : ids) out.bytes(id.view());
}

inline void put_text(wire::CborWriter& out, std::uint64_t key,
                     const std::optional<std::string>& text) {
  if (text) out.key(key).text(*text);
}

}  // namespace kith::kinds
