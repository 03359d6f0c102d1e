#include "seal/compressed_body.hpp"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "seal/dictionary.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::seal {
namespace {

// What every frame begins with (RFC 8878 §3.1.1), and is left away.
constexpr std::array<std::uint8_t, 4> magic{0x28, 0xb5, 0x2f, 0xfd};
// The frame header's descriptor (§3.1.1.1.1) but for the size of the content's size: a single
// segment, no checksum, no dictionary's number, reserved bits zero.
constexpr std::uint8_t descriptor_fixed = 0x3f;
constexpr std::uint8_t single_segment = 0x20;

// So that what is small to hold and to send is not large to read: prose comes to two or three.
constexpr std::size_t times_max = 4;

// A thirtieth more would be saved by searching four times as long.
constexpr int level = 1;

struct Release {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

bool worked(std::size_t result) { return ZSTD_isError(result) == 0; }

// Digested once for all threads: it is read alone from then on.
const ZSTD_CDict* dictionary_to_compress() {
  static const auto* const digested =
      ZSTD_createCDict(dictionary().data(), dictionary().size(), level);
  check(digested != nullptr);
  return digested;
}

const ZSTD_DDict* dictionary_to_decompress() {
  static const auto* const digested = ZSTD_createDDict(dictionary().data(), dictionary().size());
  check(digested != nullptr);
  return digested;
}

std::unique_ptr<ZSTD_CCtx, Release> compressor() {
  std::unique_ptr<ZSTD_CCtx, Release> context{ZSTD_createCCtx()};
  check(context != nullptr);
  for (const auto parameter : {ZSTD_c_checksumFlag, ZSTD_c_dictIDFlag}) {
    check(worked(ZSTD_CCtx_setParameter(context.get(), parameter, 0)));
  }
  check(worked(ZSTD_CCtx_refCDict(context.get(), dictionary_to_compress())));
  return context;
}

std::unique_ptr<ZSTD_DCtx, Release> decompressor() {
  std::unique_ptr<ZSTD_DCtx, Release> context{ZSTD_createDCtx()};
  check(context != nullptr);
  return context;
}

// The bytes of the frame, magic and all, or nothing where it is no shorter than the item.
std::size_t compress(ByteView item, std::span<std::uint8_t> frame) {
  // Room to work in, of each thread its own: nothing of it goes from one item into the next.
  thread_local const auto context = compressor();
  const auto size =
      ZSTD_compress2(context.get(), frame.data(), frame.size(), item.data(), item.size());
  return worked(size) ? size : 0;
}

bool decompress(ByteView frame, std::span<std::uint8_t> content) {
  thread_local const auto context = decompressor();
  const auto size =
      ZSTD_decompress_usingDDict(context.get(), content.data(), content.size(), frame.data(),
                                 frame.size(), dictionary_to_decompress());
  return size == content.size();  // a code of an error is greater than any
}

bool is_map(ByteView item) {
  constexpr std::uint8_t map_type = 5;
  return item.front() >> 5 == map_type && wire::cbor_item_size(item) == item.size();
}

// One frame and nothing behind it, of a content whose size it tells and which fits into a body.
std::optional<std::size_t> content_size(ByteView frame) {
  const auto header = frame.subspan(magic.size());
  if (header.empty() || (header.front() & descriptor_fixed) != single_segment) return std::nullopt;
  const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == 0 || size > limits::body_bytes_max) return std::nullopt;  // errors are greater, too
  if (size > times_max * header.size()) return std::nullopt;
  if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) return std::nullopt;
  return static_cast<std::size_t>(size);
}

}  // namespace

ByteVec compressed_body(ByteView item) {
  ByteVec frame(item.size() > limits::body_bytes_min ? item.size() : 0);
  const auto size = frame.empty() ? 0 : compress(item, frame);
  if (size > magic.size() && item.size() <= times_max * (size - magic.size())) {
    auto body = wire::CborWriter{}.bytes(ByteView{frame}.first(size).subspan(magic.size())).take();
    if (wire::padded_body_size(body.size()) < wire::padded_body_size(item.size())) return body;
  }
  return {item.begin(), item.end()};
}

bool decompress_body(ByteVec& item) {
  const auto compressed = wire::CborReader::of_item(item).bytes();
  if (!compressed) return true;
  ByteVec frame(magic.begin(), magic.end());
  frame.insert(frame.end(), compressed->begin(), compressed->end());
  const auto size = content_size(frame);
  if (!size) return false;
  ByteVec content(*size);
  if (!decompress(frame, content) || !is_map(content)) return false;
  item = std::move(content);
  return true;
}

}  // namespace kith::seal
