// What can be asked under /api: the page's own few requests (page/openapi.json describes them), and
// every command of service by its name. Lets in who has entered. Refuses to know how a command is
// carried out, and connections.
#pragma once

#include "web/bundle_ways.hpp"
#include "web/events.hpp"
#include "web/places.hpp"
#include "web/restore_ways.hpp"

namespace kith::web {

inline constexpr std::size_t request_bytes_max = 1024 * 1024;  // of JSON

/// The page's own words under /api, each with its method; the rest are commands.
struct OwnRequest {
  std::string_view method;
  std::string_view name;  // "bundle/take"
};
[[nodiscard]] std::span<const OwnRequest> own_requests();

class Api {
 public:
  Api(transport::Loop& loop, House& house, Gate& gate, Events& events, bool demo)
      : loop_(loop),
        house_(house),
        gate_(gate),
        events_(events),
        bundles_(house),
        restores_(house),
        demo_(demo) {}

  /// Shape: the path begins with /api/.
  [[nodiscard]] Server::Arrived arrived(const RequestHead& head, ConnectionNumber number);
  /// As GET /api/state answers.
  [[nodiscard]] service::Json state() const;

 private:
  using Reply = Server::Reply;

  [[nodiscard]] Server::Arrived get(const std::string& name, ConnectionNumber number,
                                    const SessionHash& session);
  [[nodiscard]] Server::Arrived post(const RequestHead& head, const std::string& name,
                                     const std::optional<SessionHash>& session);
  [[nodiscard]] Server::Arrived post_bytes(const std::string& name);
  void handle(const std::string& name, service::Json request,
              const std::optional<SessionHash>& session, const Reply& reply);
  void ask_home(const std::string& name, service::Json request, const Reply& reply);

  void enter(const service::Json& request, const Reply& reply);
  void init(service::Json& request, const Reply& reply);
  void unlock(service::Json& request, const Reply& reply);
  void lock(const Reply& reply);
  void restore(service::Json& request, const Reply& reply);
  void keep_place(const service::Json& request, const SessionHash& session, const Reply& reply);
  void nearby(const service::Json& request, const Reply& reply);
  void roads(const service::Json& request, const Reply& reply);
  void burn(const service::Json& request, const Reply& reply);

  transport::Loop& loop_;
  House& house_;
  Gate& gate_;
  Events& events_;
  BundleWays bundles_;
  RestoreWays restores_;
  Places places_;
  bool demo_;
};

}  // namespace kith::web
