#include "web/qr_read.hpp"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <exception>

namespace kith::web {
namespace {

constexpr std::size_t size_bytes = 4;

std::string text_in(const ZXing::ImageView& view) {
  const auto hints = ZXing::DecodeHints{}
                         .setFormats(ZXing::BarcodeFormat::QRCode)
                         .setTryHarder(true)
                         .setTryRotate(true)
                         .setMaxNumberOfSymbols(1);
  // The library's own way to give up; its allocations go with the picture's size, which has a
  // limit.
  try {
    const auto result = ZXing::ReadBarcode(view, hints);
    return result.isValid() ? result.text() : std::string{};
  } catch (const std::exception&) {
    return {};
  }
}

constexpr rlim_t child_seconds_max = 2;
constexpr std::chrono::seconds child_waited_for{4};

// The child's whole life. A code holds less than a pipe does, so nothing waits for its reader.
[[noreturn]] void read_as_child(const ZXing::ImageView& view, int out) {
  const rlimit time{child_seconds_max, child_seconds_max};
  if (setrlimit(RLIMIT_CPU, &time) != 0) _exit(1);
  const auto text = text_in(view);
  const auto written = write(out, text.data(), text.size());
  _exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
}

// All that the child says until it is gone, or its time is over.
std::string hear(int in) {
  using Clock = std::chrono::steady_clock;
  std::string text;
  std::array<char, 4096> piece{};
  const auto end = Clock::now() + child_waited_for;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{in, POLLIN, 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) return {};
    const auto size = read(in, piece.data(), piece.size());
    if (size <= 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
}

// How long the library takes is up to whoever drew the picture: minutes, where they wish it. So
// another process looks, for two seconds, while this one has more to do.
std::string text_by_child(const ZXing::ImageView& view) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return {};
  const pid_t child = fork();
  if (child == 0) read_as_child(view, ends[1]);
  (void)close(ends[1]);
  auto text = child > 0 ? hear(ends[0]) : std::string{};
  (void)close(ends[0]);
  if (child < 0) return {};
  (void)kill(child, SIGKILL);
  int status = 0;
  (void)waitpid(child, &status, 0);
  return text;
}

}  // namespace

std::optional<std::string> read_qr(ByteView picture) {
  if (picture.size() < size_bytes) return std::nullopt;
  const int width = picture[0] << 8 | picture[1];
  const int height = picture[2] << 8 | picture[3];
  const auto pixels = picture.subspan(size_bytes);
  if (width == 0 || height == 0) return std::nullopt;
  if (pixels.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    return std::nullopt;
  }
  return text_by_child({pixels.data(), width, height, ZXing::ImageFormat::Lum});
}

}  // namespace kith::web
