#include "transport/local_path.hpp"

#include <fcntl.h>
#include <sys/un.h>
#include <unistd.h>

#include <utility>

namespace kith::transport {

std::optional<LocalPath> LocalPath::of(const std::string& path) {
  if (path.size() < sizeof(sockaddr_un::sun_path)) return LocalPath{path, -1};
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return std::nullopt;
  const int folder = ::open(path.substr(0, slash).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return std::nullopt;
  return LocalPath{"/proc/self/fd/" + std::to_string(folder) + path.substr(slash), folder};
}

LocalPath::LocalPath(LocalPath&& other) noexcept
    : text_(std::move(other.text_)), folder_(std::exchange(other.folder_, -1)) {}

LocalPath::~LocalPath() {
  if (folder_ >= 0) (void)::close(folder_);
}

}  // namespace kith::transport
