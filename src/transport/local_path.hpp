// The path of a local socket, short enough for the kernel: it takes 107 bytes, and homes may lie
// deeper. Known to transport alone.
#pragma once

#include <optional>
#include <string>

namespace kith::transport {

/// Names the same file for as long as it lives.
class LocalPath {
 public:
  /// Nothing where the folder of a long path cannot be opened.
  [[nodiscard]] static std::optional<LocalPath> of(const std::string& path);
  LocalPath(LocalPath&& other) noexcept;
  LocalPath& operator=(LocalPath&&) = delete;
  LocalPath(const LocalPath&) = delete;
  LocalPath& operator=(const LocalPath&) = delete;
  ~LocalPath();

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  LocalPath(std::string text, int folder) : text_(std::move(text)), folder_(folder) {}
  std::string text_;
  int folder_;  // a descriptor, or -1
};

}  // namespace kith::transport
