#include "web/files.hpp"

#include <algorithm>

namespace kith::web {
namespace {

// "gzip, deflate, br" in whatever order; who sends "gzip;q=0" gets it all the same, as browsers
// never do.
bool takes_gzip(const RequestHead& head) {
  return head.header("accept-encoding").find("gzip") != std::string_view::npos;
}

}  // namespace

std::optional<Response> file_response(const RequestHead& head) {
  const auto files = page_files();
  const auto file = std::ranges::find(files, std::string_view{head.path}, &PageFile::path);
  if (file == files.end()) return std::nullopt;
  const bool gzip = takes_gzip(head);
  const auto tag = "\"" + std::string{file->tag} + (gzip ? "-gz\"" : "\"");
  Response response;
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (head.header("if-none-match").find(tag) != std::string_view::npos) {
    response.code = Code::not_modified;
    return response;
  }
  response.content_type = file->content_type;
  const auto bytes = gzip ? file->gzip : file->plain;
  if (gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body.assign(bytes.begin(), bytes.end());
  return response;
}

}  // namespace kith::web
