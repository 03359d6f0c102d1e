// The page itself, as it was built into the program: a few files, plain and compressed. Refuses to
// know who asks for them. Its other half is written by cmake/embed.cmake.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "web/http.hpp"
#include "web/response.hpp"

namespace kith::web {

struct PageFile {
  std::string_view path;  // "/app.js"
  std::string_view content_type;
  std::string_view tag;  // of what is in it
  ByteView plain;
  ByteView gzip;
};

/// All there are.
[[nodiscard]] std::span<const PageFile> page_files();

/// Nothing where there is no such file. As the browser can take it; not again where it has it.
[[nodiscard]] std::optional<Response> file_response(const RequestHead& head);

}  // namespace kith::web
