#include "wire/cbor.hpp"

#include <algorithm>
#include <cstring>

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::wire {
namespace {

enum Major : unsigned {
  major_unsigned,
  major_negative,
  major_bytes,
  major_text,
  major_array,
  major_map,
  major_tag,
  major_simple
};

struct Head {
  unsigned major{};
  std::uint64_t value{};
  std::size_t size{};
};

Result<Head, CborError> read_head(ByteView input) {
  if (input.empty()) {
    return Fail{CborError::truncated};
  }
  const unsigned major = input[0] >> 5;
  const unsigned low = input[0] & 31;
  if (low < 24) {
    return Head{major, low, 1};
  }
  if (low > 27) {
    return Fail{low == 31 ? CborError::not_canonical : CborError::not_supported};
  }
  const std::size_t width = std::size_t{1} << (low - 24);
  if (input.size() < 1 + width) {
    return Fail{CborError::truncated};
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value = value << 8 | input[1 + i];
  }
  // The shortest form: a value that fits one step narrower must have been written so.
  const std::uint64_t least = width == 1 ? 24 : std::uint64_t{1} << (width * 4);
  if (major != major_simple && value < least) {
    return Fail{CborError::not_canonical};
  }
  return Head{major, value, 1 + width};
}

Result<std::size_t, CborError> item_size(ByteView input, unsigned depth);

Result<std::size_t, CborError> array_size(ByteView input, const Head& head, unsigned depth) {
  std::size_t at = head.size;
  for (std::uint64_t i = 0; i < head.value; ++i) {
    const auto size = item_size(input.subspan(at), depth + 1);
    if (!size) {
      return size;
    }
    at += *size;
  }
  return at;
}

Result<std::size_t, CborError> map_size(ByteView input, const Head& head, unsigned depth) {
  std::size_t at = head.size;
  ByteView previous_key;
  for (std::uint64_t i = 0; i < head.value; ++i) {
    const auto key_size = item_size(input.subspan(at), depth + 1);
    if (!key_size) {
      return key_size;
    }
    const auto key = input.subspan(at, *key_size);
    if (i > 0 && !std::ranges::lexicographical_compare(previous_key, key)) {
      return Fail{CborError::not_canonical};
    }
    previous_key = key;
    at += *key_size;
    const auto value_size = item_size(input.subspan(at), depth + 1);
    if (!value_size) {
      return value_size;
    }
    at += *value_size;
  }
  return at;
}

Result<std::size_t, CborError> item_size(ByteView input, unsigned depth) {
  if (depth > limits::cbor_depth_max) {
    return Fail{CborError::too_deep};
  }
  const auto head = read_head(input);
  if (!head) {
    return Fail{head.error()};
  }
  switch (head->major) {
    case major_unsigned:
    case major_negative:
      return head->size;
    case major_bytes:
    case major_text: {
      if (head->value > input.size() - head->size) {
        return Fail{CborError::truncated};
      }
      const auto content = input.subspan(head->size, head->value);
      if (head->major == major_text && !is_utf8(content)) {
        return Fail{CborError::not_text};
      }
      return head->size + content.size();
    }
    case major_array:
      return array_size(input, *head, depth);
    case major_map:
      return map_size(input, *head, depth);
    case major_simple: {
      const bool known = head->size == 1 && head->value >= 20 && head->value <= 22;
      return known ? Result<std::size_t, CborError>{1} : Fail{CborError::not_supported};
    }
    default:
      return Fail{CborError::not_supported};
  }
}

// Bytes of whole words at the front that are ASCII alone: most of most texts.
std::size_t ascii_run(ByteView text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  std::size_t size = 0;
  while (text.size() - size >= sizeof(std::uint64_t)) {
    std::uint64_t word{};
    std::memcpy(&word, text.data() + size, sizeof word);
    if ((word & high_bits) != 0) break;
    size += sizeof word;
  }
  return size;
}

// Length of the well-formed UTF-8 sequence at the front, 0 when there is none (RFC 3629 §4).
std::size_t utf8_sequence(ByteView text) {
  const auto continues = [&](std::size_t i, std::uint8_t low, std::uint8_t high) {
    return text.size() > i && text[i] >= low && text[i] <= high;
  };
  const auto first = text[0];
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const std::uint8_t low = first == 0xE0 ? 0xA0 : 0x80;
    const std::uint8_t high = first == 0xED ? 0x9F : 0xBF;
    return continues(1, low, high) && continues(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const std::uint8_t low = first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xF4 ? 0x8F : 0xBF;
    return continues(1, low, high) && continues(2, 0x80, 0xBF) && continues(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(ByteView text) {
  while (!text.empty()) {
    text = text.subspan(ascii_run(text));
    if (text.empty()) break;
    const auto size = utf8_sequence(text);
    if (size == 0) {
      return false;
    }
    text = text.subspan(size);
  }
  return true;
}

void CborWriter::head(unsigned major, std::uint64_t value) {
  const auto type = static_cast<std::uint8_t>(major << 5);
  if (value < 24) {
    out_.push_back(static_cast<std::uint8_t>(type | value));
    return;
  }
  const int code = value < 1U << 8                  ? 0
                   : value < 1U << 16               ? 1
                   : value < std::uint64_t{1} << 32 ? 2
                                                    : 3;
  out_.push_back(static_cast<std::uint8_t>(type | (24 + code)));
  for (int shift = (8 << code) - 8; shift >= 0; shift -= 8) {
    out_.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

CborWriter& CborWriter::integer(std::uint64_t value) {
  head(major_unsigned, value);
  return *this;
}

CborWriter& CborWriter::bytes(ByteView value) {
  head(major_bytes, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
  return *this;
}

CborWriter& CborWriter::text(std::string_view value) {
  check(is_utf8(as_bytes(value)));
  head(major_text, value.size());
  out_.insert(out_.end(), value.begin(), value.end());
  return *this;
}

CborWriter& CborWriter::boolean(bool value) {
  head(major_simple, value ? 21 : 20);
  return *this;
}

CborWriter& CborWriter::array(std::size_t count) {
  head(major_array, count);
  return *this;
}

CborWriter& CborWriter::map(std::size_t count) {
  head(major_map, count);
  return *this;
}

Result<std::size_t, CborError> cbor_item_size(ByteView input) { return item_size(input, 1); }

Result<CborReader, CborError> CborReader::open(ByteView input, Trailing trailing) {
  const auto size = cbor_item_size(input);
  if (!size) {
    return Fail{size.error()};
  }
  const auto after = input.subspan(*size);
  const bool zeros = std::ranges::all_of(after, [](std::uint8_t byte) { return byte == 0; });
  if (!after.empty() && (trailing == Trailing::refused || !zeros)) {
    return Fail{CborError::trailing_bytes};
  }
  return CborReader{input.first(*size)};
}

Result<std::uint64_t, CborError> CborReader::head(unsigned major) {
  const auto found = read_head(rest_);
  if (!found || found->major != major) {
    rest_ = {};
    return Fail{CborError::wrong_type};
  }
  rest_ = rest_.subspan(found->size);
  return found->value;
}

Result<std::uint64_t, CborError> CborReader::integer() { return head(major_unsigned); }

Result<ByteView, CborError> CborReader::bytes() {
  const auto size = head(major_bytes);
  if (!size) {
    return Fail{size.error()};
  }
  const auto content = rest_.first(*size);
  rest_ = rest_.subspan(*size);
  return content;
}

Result<std::string_view, CborError> CborReader::text() {
  const auto size = head(major_text);
  if (!size) {
    return Fail{size.error()};
  }
  const auto content = rest_.first(*size);
  rest_ = rest_.subspan(*size);
  return as_text(content);
}

Result<bool, CborError> CborReader::boolean() {
  const auto value = head(major_simple);
  if (!value || *value > 21) {
    rest_ = {};
    return Fail{CborError::wrong_type};
  }
  return *value == 21;
}

Result<std::size_t, CborError> CborReader::array() { return head(major_array); }

Result<std::size_t, CborError> CborReader::map() { return head(major_map); }

Result<ByteView, CborError> CborReader::skip() {
  const auto size = cbor_item_size(rest_);
  if (!size) {
    return Fail{CborError::wrong_type};
  }
  const auto item = rest_.first(*size);
  rest_ = rest_.subspan(*size);
  return item;
}

bool CborReader::at_text() const { return !rest_.empty() && rest_[0] >> 5 == major_text; }

bool CborReader::at_integer() const { return !rest_.empty() && rest_[0] >> 5 == major_unsigned; }

Result<std::vector<CborField>, CborError> cbor_fields(ByteView input,
                                                      CborReader::Trailing trailing) {
  auto reader = CborReader::open(input, trailing);
  if (!reader) {
    return Fail{reader.error()};
  }
  const auto count = reader->map();
  if (!count) {
    return Fail{count.error()};
  }
  std::vector<CborField> fields;
  for (std::size_t i = 0; i < *count; ++i) {
    const bool ours = reader->at_integer();
    const std::uint64_t key = ours ? *reader->integer() : 0;
    if (!ours) {
      (void)*reader->skip();
    }
    const auto value = *reader->skip();
    if (ours) {
      fields.push_back({key, value});
    }
  }
  return fields;
}

std::optional<ByteView> field_of(const std::vector<CborField>& fields, std::uint64_t key) {
  const auto found = std::ranges::find(fields, key, &CborField::key);
  return found == fields.end() ? std::nullopt : std::optional{found->value};
}

std::optional<std::uint64_t> integer_field(const std::vector<CborField>& fields,
                                           std::uint64_t key) {
  const auto item = field_of(fields, key);
  if (!item) return std::nullopt;
  const auto value = CborReader::of_item(*item).integer();
  return value ? std::optional{*value} : std::nullopt;
}

std::optional<bool> boolean_field(const std::vector<CborField>& fields, std::uint64_t key) {
  const auto item = field_of(fields, key);
  if (!item) return std::nullopt;
  const auto value = CborReader::of_item(*item).boolean();
  return value ? std::optional{*value} : std::nullopt;
}

std::optional<ByteView> bytes_field(const std::vector<CborField>& fields, std::uint64_t key) {
  const auto item = field_of(fields, key);
  if (!item) return std::nullopt;
  const auto value = CborReader::of_item(*item).bytes();
  return value ? std::optional{*value} : std::nullopt;
}

std::optional<std::string_view> text_field(const std::vector<CborField>& fields,
                                           std::uint64_t key) {
  const auto item = field_of(fields, key);
  if (!item) return std::nullopt;
  const auto value = CborReader::of_item(*item).text();
  return value ? std::optional{*value} : std::nullopt;
}

}  // namespace kith::wire
