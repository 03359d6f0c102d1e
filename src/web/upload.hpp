// A file on its way through the page: it comes in pieces and lies beside the home, for as long as
// whoever holds it. Refuses to know what is in it.
#pragma once

#include <optional>
#include <string>

#include "host/disk.hpp"
#include "web/response.hpp"

namespace kith::web {

/// The file goes with it, however the request ends.
class Upload {
 public:
  explicit Upload(std::string path) : path_(std::move(path)) {}
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  ~Upload() { remove(); }

  /// Makes the file with the first piece, which may be empty.
  [[nodiscard]] Result<void, host::DiskError> write(ByteView piece);
  void remove();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::optional<host::OpenFile> file_;
};

/// Why it could not be kept.
[[nodiscard]] Response no_room(host::DiskError error);

/// Sentences name a file by its path, and nobody knows the one of an upload.
[[nodiscard]] service::Fault without_path(service::Fault fault, const std::string& path);

}  // namespace kith::web
