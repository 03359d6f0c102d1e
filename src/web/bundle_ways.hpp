// Bundles through the page: dropped onto it and taken in, or written and downloaded. On their way
// they lie in a file of the home's folder, which is gone afterwards. Refuses to know what is in
// them.
#pragma once

#include "base/limits.hpp"
#include "web/house.hpp"
#include "web/server.hpp"
#include "web/upload.hpp"

namespace kith::web {

inline constexpr std::uint64_t upload_bytes_max = limits::bundle_held_bytes_max;

class BundleWays {
 public:
  explicit BundleWays(House& house) : house_(house) {}

  /// Takes one in: what is done with the request that brings it. One at a time.
  [[nodiscard]] Server::Arrived take();
  /// {"for": [NAME…]} → the bundle's bytes; what `bundle write` says of it, in the header
  /// Kith-Answer.
  void give(service::Json request, const Server::Reply& reply);

 private:
  void read(Upload& upload, const Server::Reply& reply);

  House& house_;
  std::weak_ptr<Upload> upload_;
};

}  // namespace kith::web
